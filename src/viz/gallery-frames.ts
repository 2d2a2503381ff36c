import { present } from '../base/assert.ts';
import type { CpuState, Event } from '../model/event.ts';
import { slotVa } from '../model/va.ts';
import type { CpuView, Frame, OperationView, PageView, SlotView, StepView } from '../timeline/frame.ts';

/** What a gallery picture is made of beside the text: sizes, and whatever a text cannot say. */
export type GalleryOptions = {
  readonly slots?: number;
  readonly pages?: number;
  readonly low?: number;
  readonly step?: StepView | null;
  readonly fault?: Frame['fault'];
  readonly struck?: Frame['struck'];
  readonly cpu?: (cpu: number) => Partial<CpuView>;
};

/**
 * A frame from a drawing of it, in the spelling of model/text.ts: one CPU per line, its slots from 0 on (`*` live, `~` stray, `.` none).
 *
 *     cpu0 online depth=1 | page2*
 *     cpu1 dead   depth=0 | page3~
 *     secure page3
 */
export function frameFromText(text: string, options: GalleryOptions = {}): Frame {
  const { slots: perCpu = 16, pages = 8, low = 2 } = options;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const secure = lines.filter((line) => line.startsWith('secure')).flatMap((line) => line.split(/\s+/).slice(1));
  const rows = lines.filter((line) => line.startsWith('cpu'));
  const slots = rows.flatMap((row, cpu) => slotsOf(row, cpu, perCpu, secure));
  return {
    cpus: rows.map((row, cpu) => ({ ...cpuOf(row, cpu, slots), ...options.cpu?.(cpu) })),
    slots,
    pages: pagesOf(pages, low, secure, slots),
    pkmap: [],
    lastPkmapNr: 0,
    stopMachine: null,
    fault: options.fault ?? null,
    struck: options.struck ?? [],
    costs: {
      pte_writes: 3,
      pte_reads: 47,
      tlb_flushes: 3,
      tlb_local: 0,
      tlb_broadcast: 3,
      tlb_range: 0,
      ipis: 2,
      notifiers: 4,
      barriers: 12,
    },
    step: options.step ?? null,
  };
}

function slotsOf(row: string, cpu: number, perCpu: number, secure: readonly string[]): readonly SlotView[] {
  const drawn = (row.split('|')[1] ?? '').trim().split(/\s+/);
  return Array.from({ length: perCpu }, (_, slot) => {
    const [, n, sign] = /^page(\d+)([*~])$/.exec(drawn[slot] ?? '.') ?? [];
    const index = cpu * perCpu + slot;
    if (n === undefined) return { index, cpu, slot, page: 0, state: 'none' as const, exposed: false };
    const state = sign === '*' ? ('live' as const) : ('stray' as const);
    return { index, cpu, slot, page: Number(n) + 1, state, exposed: secure.includes(`page${n}`) };
  });
}

function cpuOf(row: string, cpu: number, slots: readonly SlotView[]): CpuView {
  const [, state = 'online', depth = '0'] = /^cpu\d+\s+(\w+)\s+depth=(\d+)/.exec(row) ?? [];
  const cached = slots.filter((slot) => slot.cpu === cpu && slot.state !== 'none' && state === 'online');
  return {
    cpu,
    state: state as CpuState,
    depth: Number(depth),
    context: state !== 'online' ? 'idle' : Number(depth) > 0 ? 'task' : 'idle',
    irqDepth: 0,
    task: null,
    calls: [],
    waits: null,
    ipiFrom: [],
    abortPending: false,
    held: cached.filter((slot) => slot.state === 'live').map((slot) => slotVa(slot.index)),
    tlb: cached.map((slot) => ({
      va: slotVa(slot.index),
      place: `cpu${String(cpu)}.slot${String(slot.slot)}`,
      page: slot.page,
      secure: slot.exposed,
    })),
    operations: operationsOf(cpu, state === 'online', Number(depth)),
  };
}

function operationsOf(cpu: number, online: boolean, depth: number): readonly OperationView[] {
  const offline = `cpu${String(cpu)} is not online.`;
  const anywhere = [
    'kmap_atomic',
    'kmap',
    'kmap_atomic_flush_unused',
    'kmap_flush_unused',
    'irq',
    'speculate',
    'secure_protect',
    'secure_unprotect',
    'secure_buffer_change_chunk',
    'copy_highpage',
    'dma_clean',
    'read',
    'evict',
  ];
  const able = anywhere.map((fn) => ({ fn, enabled: online, reason: online ? null : offline }));
  const holds = online && depth > 0;
  return [
    ...able,
    {
      fn: 'kunmap_atomic',
      enabled: holds,
      reason: holds ? null : online ? `Nothing is mapped atomically on cpu${String(cpu)}.` : offline,
    },
    { fn: 'irq_return', enabled: false, reason: `cpu${String(cpu)} is not in an interrupt.` },
    { fn: 'kunmap', enabled: false, reason: 'No page has a pkmap address.' },
    {
      fn: 'cpu_down',
      enabled: online && depth === 0,
      reason: online
        ? depth === 0
          ? null
          : `cpu${String(cpu)} holds an atomic mapping: stop_machine would wait for it.`
        : offline,
    },
    { fn: 'cpu_up', enabled: !online, reason: online ? `cpu${String(cpu)} is online already.` : null },
  ];
}

function pagesOf(
  pages: number,
  low: number,
  secure: readonly string[],
  slots: readonly SlotView[],
): readonly PageView[] {
  const mapped = (code: number): boolean => slots.some((slot) => slot.page === code);
  return Array.from({ length: pages + low }, (_, n) => {
    const isLow = n >= pages;
    const name = isLow ? `low${String(n - pages)}` : `page${String(n)}`;
    const isSecure = secure.includes(name);
    const pfn = isLow ? 0x40100 + n - pages : 0x60120 + n;
    return { page: n + 1, name, pfn, low: isLow, secure: isSecure, exposed: isSecure && mapped(n + 1), cached: false };
  });
}

/** Events of a flush on each of these CPUs: every unused slot is read, those that hold something are written. */
export function flushEvents(frame: Frame, cpus: readonly number[], perCpu = 16): readonly Event[] {
  return cpus.flatMap((cpu): Event[] => {
    const first = present(frame.cpus[cpu], 'a CPU of the picture').depth;
    const stray = frame.slots.filter((slot) => slot.cpu === cpu && slot.state === 'stray');
    return [
      { type: 'flush_cpu', cpu, of: cpu, first: cpu * perCpu + first, end: (cpu + 1) * perCpu },
      ...stray.map((slot): Event => ({
        type: 'pte_write',
        cpu,
        table: 'fixmap',
        index: slot.index,
        from: slot.page,
        to: 0,
        context: 'irq',
      })),
    ];
  });
}
