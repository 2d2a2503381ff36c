import { cpuId } from '../../arm/units.ts';
import { present } from '../../base/assert.ts';
import { boot } from '../boot.ts';
import type { Action, KernelFunction, PageCode, VaCode } from '../action.ts';
import { routineOf, type Kernel } from '../kernel.ts';
import {
  frameFn,
  framePc,
  frameTop,
  heldAt,
  heldCount,
  ipiSender,
  bugFired,
  isDown,
  type Machine,
} from '../machine.ts';
import { fnNumber } from '../routine.ts';
import { step } from '../step.ts';
import { linearVa, NO_VA, pkmapVa, slotVa } from '../va.ts';
import { HANDED_OVER, isMannerly, RULES } from './manners.ts';

/** What decides one step of a walk: a CPU, a kind of action, and two more numbers; each 0 … 65535. */
export type Roll = readonly [who: number, what: number, x: number, y: number];

/** Numbers without end from a seed (mulberry32): equal seeds, equal walks. */
export function makeDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) & 0xffff;
  };
}

export function rollOf(dice: () => number): Roll {
  return [dice(), dice(), dice(), dice()];
}

/**
 * What a stretch of a walk is like: everybody busy; one CPU nests as deep as it gets; or things quieten down, so that a driver finds its page
 * unused and a CPU can go away.
 */
export type Mood = { readonly kind: 'busy' | 'nest' | 'calm'; readonly cpu: number };

/** The mood that a number stands for. */
export function moodOf(n: number, cpus: number): Mood {
  const kinds = ['busy', 'calm', 'busy', 'nest', 'calm', 'calm'] as const;
  return { kind: kinds[n % kinds.length] ?? 'busy', cpu: Math.floor(n / kinds.length) % cpus };
}

/** How often each call is tried in each mood. */
const WEIGHTS: readonly (readonly [KernelFunction, busy: number, nest: number, calm: number])[] = [
  ['kmap_atomic', 20, 60, 8],
  ['kmap_atomic_pfn', 4, 8, 1],
  ['kmap_local_page', 8, 8, 1],
  ['kunmap_atomic', 20, 1, 16],
  ['kunmap_local', 8, 1, 6],
  ['kmap', 8, 1, 1],
  ['kunmap', 8, 1, 6],
  ['kmap_flush_unused', 2, 1, 1],
  ['kmap_atomic_flush_unused', 3, 3, 1],
  ['copy_highpage', 2, 0, 1],
  ['dma_clean', 2, 0, 2],
  ['read', 3, 1, 0],
  ['cpu_down', 2, 0, 16],
  ['cpu_up', 4, 0, 3],
  ['disable_nonboot_cpus', 1, 0, 1],
  ['enable_nonboot_cpus', 1, 0, 2],
  ['dma_alloc_attrs', 1, 0, 1],
  ['dma_free_attrs', 1, 0, 1],
  ['secure_protect', 2, 1, 1],
  ['secure_unprotect', 3, 1, 4],
  ['secure_buffer_change_chunk', 3, 1, 16],
];
const COLUMNS = { busy: 1, nest: 2, calm: 3 } as const;
const bag = (kind: Mood['kind']): readonly KernelFunction[] =>
  WEIGHTS.flatMap((row) => Array.from({ length: row[COLUMNS[kind]] }, () => row[0]));
const BAGS = { busy: bag('busy'), nest: bag('nest'), calm: bag('calm') };

const IRQ = fnNumber('irq');

/**
 * One action that might come next: a CPU in the middle of something mostly goes on with it, interrupts and hardware come at any time. It may
 * well be refused; that is for `step` to say.
 */
export function chooseAction(kernel: Kernel, m: Machine, [who, what, x, y]: Roll, mood: Mood): Action {
  const cpu = cpuId(mood.kind === 'nest' && who % 8 > 0 ? mood.cpu : who % m.layout.cpus);
  const fn = frameFn(m, cpu, frameTop(m, cpu) - 1);
  const kind = what % 100;
  if (fn !== 0 && fn !== IRQ && kind < (isAsleep(kernel, m, cpu) ? 55 : 75)) return { type: 'tick', cpu };
  if (fn === 0 && mood.kind === 'calm' && kind < 50) return { type: 'speculate', cpu, va: someVa(m, x, y) };
  if (ipiSender(m, cpu) >= 0 && kind < 80) return { type: 'handle_IPI', cpu };
  if (kind < 84) return callOf(kernel, m, cpu, x, y, mood);
  if (kind < 87) return { type: fn === IRQ || mood.kind === 'calm' ? 'irq_return' : 'irq', cpu };
  if (kind < 89) return { type: 'handle_IPI', cpu };
  if (kind < 96) return { type: 'speculate', cpu, va: someVa(m, x, y) };
  if (kind < 97) return { type: 'evict', cpu, va: someVa(m, x, y) };
  if (kind < 98) return { type: 'take_abort', cpu };
  return m.layout.taskOwned ? { type: 'schedule', cpu, task: x % m.layout.owners } : { type: 'irq_return', cpu };
}

/** Is what this CPU is in a call that sleeps here? Then another task may call something on top of it. */
function isAsleep(kernel: Kernel, m: Machine, cpu: number): boolean {
  const depth = frameTop(m, cpu) - 1;
  return routineOf(kernel, frameFn(m, cpu, depth)).lines[framePc(m, cpu, depth)]?.sleeps === true;
}

function callOf(kernel: Kernel, m: Machine, cpu: Action['cpu'], x: number, y: number, mood: Mood): Action {
  const bag = BAGS[mood.kind];
  const fn = present(bag[x % bag.length], 'a function');
  const page = y % 3 === 0 ? HANDED_OVER : 1 + (y % m.layout.pages);
  const [a, b] = ARGUMENTS[fn]?.(kernel, m, cpu, y, page) ?? [page, 0];
  return { type: 'call', cpu, fn, a, b };
}

type Arguments = (kernel: Kernel, m: Machine, cpu: number, y: number, page: PageCode) => readonly [number, number];

const none: Arguments = () => [0, 0];
const oneCpu: Arguments = (_kernel, m, _cpu, y) => [y % m.layout.cpus, 0];
const handedOver: Arguments = (_kernel, _m, _cpu, y, page) => [y % 4 === 0 ? page : HANDED_OVER, 0];
const oneHeld: Arguments = (_kernel, m, cpu, y) => [someHeld(m, cpu, y), 0];

/** What a function is called with; where nothing is said, a page. */
const ARGUMENTS: { readonly [F in KernelFunction]?: Arguments } = {
  kmap_atomic: ({ config }, m, _cpu, y, page) => [
    page,
    config.switches.index_owner === 'type' ? (y >> 8) % m.layout.slotsPerCpu : 0,
  ],
  kunmap_atomic: oneHeld,
  kunmap_local: oneHeld,
  copy_highpage: (_kernel, m, _cpu, y, page) => [page, 1 + ((y >> 8) % m.layout.pages)],
  dma_clean: (_kernel, m, _cpu, y, page) => [page, Math.min(page + ((y >> 8) % 3), m.layout.pages)],
  read: (_kernel, m, _cpu, y) => [someVa(m, y >> 8, y), 0],
  cpu_down: oneCpu,
  cpu_up: oneCpu,
  secure_buffer_change_chunk: handedOver,
  secure_unprotect: handedOver,
  kmap_flush_unused: none,
  kmap_atomic_flush_unused: none,
  disable_nonboot_cpus: none,
  enable_nonboot_cpus: none,
};

/** What a walk is told: how far to go, whether callers forget a rule now and then, and what to look at after each step. */
export type Walk = {
  readonly seed: number;
  readonly operations: number;
  readonly careless: boolean;
  /** Called with the machine after each step; false ends the walk. */
  readonly visit: (machine: Machine) => boolean;
};

/** So many steps from boot, then from boot again: a machine that is down, or has met a BUG, has little left to show. */
const EPISODE = 600;

/** Walks at random; the answer is how many actions were carried out. */
export function walk(kernel: Kernel, { seed, operations, careless, visit }: Walk): number {
  const dice = makeDice(seed);
  let done = 0;
  for (let episode = 0; done < operations; episode++) {
    const forgotten = careless ? present(RULES[episode % RULES.length], 'a rule') : null;
    const deep = forgotten === 'nest no deeper than the strip';
    const m = boot(kernel);
    let mood = moodOf(0, m.layout.cpus);
    let left = 0;
    for (let steps = 0, tries = 0; steps < EPISODE && tries < 20 * EPISODE && !isDown(m); tries++) {
      if (left-- === 0) {
        mood = deep && dice() % 2 === 0 ? { kind: 'nest', cpu: 0 } : moodOf(dice(), m.layout.cpus);
        left = mood.kind === 'busy' ? 100 : 400;
      }
      const action = chooseAction(kernel, m, rollOf(dice), mood);
      if (!isMannerly(kernel, m, action, forgotten) || !step(kernel, m, action)) continue;
      steps++;
      if (!visit(m) || ++done >= operations) return done;
      if (bugFired(m) !== 0) break;
    }
  }
  return done;
}

/** Mostly the newest (0 says so), at times any address the CPU holds. */
function someHeld(m: Machine, cpu: number, y: number): VaCode {
  const count = heldCount(m, cpu);
  return count === 0 || y % 8 > 0 ? NO_VA : heldAt(m, cpu, (y >> 3) % count);
}

/** Mostly one of the first slots of some CPU, else any slot, a pkmap entry, or the linear address of a page. */
function someVa(m: Machine, x: number, y: number): VaCode {
  const { cpus, slotsPerCpu, windowSlots, pkmapEntries, pages } = m.layout;
  const kind = x % 10;
  if (kind < 6) return slotVa((y % cpus) * slotsPerCpu + (Math.floor(y / cpus) % 3));
  if (kind < 7) return slotVa(y % windowSlots);
  return kind < 9 && pkmapEntries > 0 ? pkmapVa(y % pkmapEntries) : linearVa(1 + (y % pages));
}
