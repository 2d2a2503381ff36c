import { present } from '../../base/assert.ts';
import type { Kernel } from '../../model/kernel.ts';
import { renamer, type Rename, type Renaming } from '../../model/renaming.ts';
import { mapsLate } from '../../model/routines/cpu-down.ts';
import { HANDED } from './moves.ts';
import { isPrograms, nestsDeeper, type Question } from './question.ts';

/** Beyond so many renamings it takes longer to try them all than to visit the states they save. */
const MOST_RENAMINGS = 24;

/**
 * Turns a state into the one that stands for all those that differ only in the names of CPUs and pages that are alike: the smallest of them,
 * cell by cell. Undefined where no two are alike. Alike are all CPUs (but CPU 0 where it alone cannot go offline) and all pages but the one
 * that is handed over; CPUs with programs of their own are not.
 */
export function canonicalOf(kernel: Kernel, question: Question): ((state: Uint16Array) => void) | undefined {
  const renames = renamingsOf(question).map((renaming) =>
    renamer(kernel.layout, renaming, question.reductions.tlbSets),
  );
  if (renames.length === 0) return undefined;
  const other = new Uint16Array(kernel.layout.size);
  const own = new Uint16Array(kernel.layout.size);
  return (state) => smallest(state, renames, own, other);
}

function smallest(state: Uint16Array, renames: readonly Rename[], own: Uint16Array, other: Uint16Array): void {
  own.set(state);
  for (const rename of renames) {
    rename(own, other);
    if (isSmaller(other, state)) state.set(other);
  }
}

function isSmaller(a: Uint16Array, b: Uint16Array): boolean {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Every renaming but the one that changes nothing; none at all where there are too many. */
export function renamingsOf(question: Question): readonly Renaming[] {
  const { config, does } = question;
  if (isPrograms(does)) return [];
  const { cpus, pages, slots, low } = config.sizes;
  // Whoever nests beyond his strip has a neighbour, and the last CPU has none.
  const fixed = nestsDeeper(question) ? cpus : does.hotplug && config.switches.cpu0_offline === 'refused' ? 1 : 0;
  const first = does.driver || mapsLate(config) ? HANDED + 1 : HANDED;
  const ways = factorial(cpus - fixed) * factorial(pages + 1 - first);
  if (slots < 1 || ways > MOST_RENAMINGS) return [];
  const lowmem = Array.from({ length: low }, (_, i) => pages + 1 + i);
  const all = permutations(cpus, fixed).flatMap((ofCpus) =>
    permutations(pages + 1, first).map((ofPages) => ({ cpus: ofCpus, pages: [...ofPages, ...lowmem] })),
  );
  return all.filter((renaming) =>
    [renaming.cpus, renaming.pages].some((names) => names.some((to, from) => to !== from)),
  );
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** The orders of 0 … count - 1 that leave the names before `first` alone. */
function permutations(count: number, first: number): readonly (readonly number[])[] {
  const fixed = Array.from({ length: Math.min(first, count) }, (_, i) => i);
  const rest = Array.from({ length: Math.max(0, count - first) }, (_, i) => first + i);
  return orders(rest).map((order) => [...fixed, ...order]);
}

function orders(names: readonly number[]): readonly (readonly number[])[] {
  if (names.length === 0) return [[]];
  return names.flatMap((_, i) => orders(names.toSpliced(i, 1)).map((rest) => [present(names[i], 'a name'), ...rest]));
}
