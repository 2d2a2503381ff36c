import { buildKernel, type Kernel } from './kernel.ts';
import type { PageCode } from './action.ts';
import type { Config } from './config.ts';
import { boot } from './boot.ts';
import { ensure, present } from '../base/assert.ts';
import {
  cpuState,
  isSecure,
  kmapAtomicIdx,
  pkmapCount,
  pkmapPte,
  pushHeld,
  setCpuState,
  setKmapAtomicIdx,
  setSecure,
  storeTopPte,
  topPte,
  addPreempt,
  type Machine,
} from './machine.ts';
import { slotIndex } from './call.ts';
import { slotState } from './slots.ts';
import { slotVa } from './va.ts';

/**
 * The machine as text, for fixtures, assertions and logs. `*` live, `~` stray, `.` pte_none; trailing none slots are left out beyond the
 * third.
 *
 *     cpu0 online depth=1 | page2* page3~ .
 *     cpu1 dead   depth=0 | page3~ .      .
 *     secure page3
 */
export function showMachine(kernel: Kernel, m: Machine): string {
  const { cpus, slotsPerCpu, pages } = m.layout;
  const rows = Array.from({ length: cpus }, (_, cpu) =>
    Array.from({ length: slotsPerCpu }, (_, position) => showSlot(kernel, m, slotIndex(kernel, cpu, position))),
  );
  const shown = Math.min(slotsPerCpu, Math.max(3, ...rows.map((row) => 1 + row.findLastIndex((cell) => cell !== '.'))));
  const width = Math.max(...rows.map((row) => Math.max(...row.slice(0, shown).map((cell) => cell.length))));
  const lines = rows.map((row, cpu) =>
    `cpu${cpu} ${cpuState(m, cpu).padEnd(6)} depth=${kmapAtomicIdx(m, cpu)} | ${row
      .slice(0, shown)
      .map((cell) => cell.padEnd(width))
      .join(' ')}`.trimEnd(),
  );
  const secure = Array.from({ length: pages }, (_, i) => i + 1).filter((page) => isSecure(m, page));
  if (secure.length > 0) lines.push(`secure ${secure.map((page) => showPage(m, page)).join(' ')}`);
  return [...lines, ...showPkmap(m)].join('\n');
}

/** `page3`, `low0`. */
export function showPage(m: Machine, page: PageCode): string {
  const { highPages } = m.layout;
  return page > highPages ? `low${page - highPages - 1}` : `page${page - 1}`;
}

function showSlot(kernel: Kernel, m: Machine, index: number): string {
  const state = slotState(kernel, m, index);
  return state === 'none' ? '.' : showPage(m, topPte(m, index)) + (state === 'live' ? '*' : '~');
}

function showPkmap(m: Machine): readonly string[] {
  const entries: string[] = [];
  for (let entry = 0; entry < m.layout.pkmapEntries; entry++) {
    if (pkmapCount(m, entry) > 0) entries.push(`${entry}:${showPage(m, pkmapPte(m, entry))}=${pkmapCount(m, entry)}`);
  }
  return entries.length === 0 ? [] : [`pkmap ${entries.join(' ')}`];
}

const CPU_LINE = /^cpu(\d+)\s+(\w+)\s+depth=(\d+)\s*\|\s*(.*)$/;

/** Reads such a text back, for tests: the CPUs that hold live slots hold their addresses too. Throws on text that is not of this form. */
export function machineFromText(config: Config, text: string): { readonly kernel: Kernel; readonly machine: Machine } {
  const kernel = buildKernel(config);
  const machine = boot(kernel);
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    const cpu = CPU_LINE.exec(line);
    if (cpu !== null) readCpu(kernel, machine, cpu);
    else if (line.startsWith('secure ')) {
      for (const name of line.slice('secure '.length).split(' ')) setSecure(machine, readPage(machine, name), true);
    } else ensure(line === '', `a line of a machine's text: ${line}`);
  }
  return { kernel, machine };
}

function readCpu(kernel: Kernel, m: Machine, match: RegExpExecArray): void {
  const [, number, state, depth, slots] = match;
  const cpu = Number(number);
  ensure(state === 'online' || state === 'dead', 'a CPU in a text is online or dead');
  setCpuState(m, cpu, state);
  setKmapAtomicIdx(m, cpu, Number(depth));
  present(slots, 'slots')
    .split(/\s+/)
    .filter((cell) => cell !== '')
    .forEach((cell, position) => {
      if (cell === '.') return;
      const index = slotIndex(kernel, cpu, position);
      storeTopPte(m, index, readPage(m, cell.replace(/[*~]$/, '')));
      if (!cell.endsWith('*')) return;
      pushHeld(m, cpu, slotVa(index));
      addPreempt(m, cpu, 1);
    });
}

function readPage(m: Machine, name: string): PageCode {
  const match = /^(page|low)(\d+)$/.exec(name);
  ensure(match !== null, `the name of a page: ${name}`);
  return Number(match[2]) + 1 + (match[1] === 'low' ? m.layout.highPages : 0);
}
