import type { Arg, BareVerb, Call, Predicate, Where } from '../scenario/syntax.ts';

type Fn = Call['fn'];
/** What stands in front of the line, or the op, that it belongs to. */
export type Prefix = 'comment' | 'enter' | 'args' | 'bank';
type LineOp = 'blank' | 'title' | 'note' | 'machine' | 'expect';
export type Op = Prefix | LineOp | BareVerb | Where['type'] | 'schedule' | Fn;

/**
 * The numbers of everything a line can begin with. FROZEN: links that are out there carry them. Add at the end, never change, never use one
 * again; the largest is 63, because an op shares its byte with the CPU (lines.ts).
 */
export const OPCODES = {
  // Before a line, or before another of these: its comment; `enter`; arguments other than the usual ones; 4 × n added to the CPU.
  comment: 0,
  enter: 1,
  args: 2,
  bank: 3,
  // Lines that no CPU carries out.
  blank: 4,
  title: 5,
  note: 6,
  machine: 7,
  expect: 8,
  // Steps.
  tick: 9,
  finish: 10,
  irq: 11,
  irq_return: 12,
  handle_IPI: 13,
  take_abort: 14,
  speculate: 15,
  evict: 16,
  schedule: 17,
  kmap_atomic: 18,
  kunmap_atomic: 19,
  kmap_atomic_flush_unused: 20,
  cpu_down: 21,
  cpu_up: 22,
  secure_protect: 23,
  secure_unprotect: 24,
  secure_buffer_change_chunk: 25,
  kmap: 26,
  kunmap: 27,
  kmap_flush_unused: 28,
  copy_highpage: 29,
  dma_clean: 30,
  read: 31,
  kmap_atomic_pfn: 32,
  kmap_local_page: 33,
  kunmap_local: 34,
  disable_nonboot_cpus: 35,
  enable_nonboot_cpus: 36,
  dma_alloc_attrs: 37,
  dma_free_attrs: 38,
} as const satisfies Readonly<Record<Op, number>>;

/** The op of each number; undefined for a number that only a newer version knows. */
export const OPS: readonly (Op | undefined)[] = byNumber(OPCODES);

/**
 * The arguments a call has when nothing else is said. FROZEN with the number of the function. The usual ones are what a click makes;
 * others (an address to unmap, a km_type) are written out behind the prefix `args`.
 */
export const USUAL_ARGS = {
  kmap_atomic: ['page'],
  kunmap_atomic: [],
  kmap_atomic_flush_unused: [],
  cpu_down: ['cpu'],
  cpu_up: ['cpu'],
  secure_protect: ['page'],
  secure_unprotect: ['page'],
  secure_buffer_change_chunk: ['page'],
  kmap: ['page'],
  kunmap: ['page'],
  kmap_flush_unused: [],
  copy_highpage: ['page', 'page'],
  dma_clean: ['pages'],
  read: ['place'],
  kmap_atomic_pfn: ['page'],
  kmap_local_page: ['page'],
  kunmap_local: [],
  disable_nonboot_cpus: [],
  enable_nonboot_cpus: [],
  dma_alloc_attrs: ['page'],
  dma_free_attrs: ['page'],
} as const satisfies Readonly<Record<Fn, readonly Arg['type'][]>>;

/** The numbers of the kinds of argument behind `args`. FROZEN. */
export const ARG_CODES = { page: 0, pages: 1, place: 2, cpu: 3, km_type: 4 } as const satisfies Readonly<
  Record<Arg['type'], number>
>;
export const ARG_TYPES: readonly (Arg['type'] | undefined)[] = byNumber(ARG_CODES);

/** The numbers of the predicates of `expect`. FROZEN. */
export const PREDICATE_CODES = {
  none: 0,
  stray: 1,
  live: 2,
  maps: 3,
  depth: 4,
  online: 5,
  secure: 6,
  exposed: 7,
  cached: 8,
  fault: 9,
  no_fault: 10,
  no_stray: 11,
  bug: 12,
  pkmap_count: 13,
  cost: 14,
} as const satisfies Readonly<Record<Predicate['type'], number>>;
export const PREDICATE_TYPES: readonly (Predicate['type'] | undefined)[] = byNumber(PREDICATE_CODES);

export function isFunction(op: Op): op is Fn {
  return op in USUAL_ARGS;
}

export function isPrefix(op: Op): op is Prefix {
  return op === 'comment' || op === 'enter' || op === 'args' || op === 'bank';
}

function byNumber<K extends string>(codes: Readonly<Record<K, number>>): readonly (K | undefined)[] {
  const names: (K | undefined)[] = [];
  for (const name of Object.keys(codes) as K[]) names[codes[name]] = name;
  return names;
}
