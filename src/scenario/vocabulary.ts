import { FUNCTIONS } from '../model/action.ts';
import type { KernelFunction } from '../model/action.ts';
import { COST_NAMES } from './syntax.ts';
import type { BareVerb, Predicate, Where } from './syntax.ts';

/**
 * Every word of the language with one sentence about it: the parser knows them from here, the completion list shows them, the mistakes
 * list them, and a test holds GRAMMAR.md against them.
 */
export const STATEMENTS = {
  title: 'the name of the scenario, at most 60 characters',
  note: 'a sentence shown at this point of the run',
  machine: 'the kernel to run under: a preset, then only what differs from it',
  expect: 'a check at this point of the run',
} as const;

export const BARE_VERBS: { readonly [V in BareVerb]: string } = {
  tick: 'run one indivisible line of the function the CPU is in',
  finish: 'run the function the CPU is in to its return',
  irq: 'a device interrupt arrives: what follows on this CPU runs on top of what it was doing',
  irq_return: 'the interrupt handler returns',
  handle_IPI: 'take the inter-processor interrupt that waits for this CPU',
  take_abort: 'take the asynchronous abort that is pending on this CPU',
};

export const WHERE_VERBS: { readonly [V in Where['type']]: string } = {
  speculate: 'the CPU speculatively accesses this address, as hardware may at any time',
  evict: 'the CPU drops its TLB entry for this address, as hardware may at any time',
};

export const SCHEDULE_HELP = 'the CPU switches to another task, where the kernel keeps the slots per task';

export const FUNCTION_HELP: { readonly [F in KernelFunction]: string } = {
  kmap_atomic: 'map a page in the next slot of this CPU',
  kmap_atomic_pfn: 'map a page frame in the next slot of this CPU, without looking at pkmap',
  kunmap_atomic: 'give back the top mapping, or the address that is named',
  kmap_local_page: 'map a page in the next slot of the running task',
  kunmap_local: 'give back the top mapping of the running task, or the address that is named',
  kmap: 'map a page in the pkmap window; may sleep',
  kunmap: 'give back a kmap of this page; its PTE stays until a flush',
  kmap_flush_unused: 'clear the pkmap entries that nobody uses',
  kmap_atomic_flush_unused: 'let every online CPU clear its unused slots',
  copy_highpage: 'copy to the first page from the second, with two nested mappings',
  dma_clean: 'clean the cache of a buffer, page by page, each through a short mapping',
  read: 'read through an address on purpose',
  dma_alloc_attrs: 'keep a page mapped strongly ordered, as a driver may',
  dma_free_attrs: 'give such a mapping back',
  cpu_down: 'take a CPU offline',
  cpu_up: 'bring a CPU online',
  disable_nonboot_cpus: 'suspend: take every CPU but the first offline, with CPU_TASKS_FROZEN',
  enable_nonboot_cpus: 'resume: bring the CPUs back that suspend took offline',
  secure_protect: 'ask the secure world to take this page, and flush nothing before',
  secure_unprotect: 'ask the secure world to give this page back',
  secure_buffer_change_chunk: 'the driver: flush what this kernel flushes, then ask the secure world to take the page',
};

/** What stands between the parentheses of a predicate; `value` when `=n` follows. */
type PredicateShape = { readonly args: readonly string[]; readonly value: boolean; readonly help: string };

export const PREDICATES: { readonly [P in Predicate['type']]: PredicateShape } = {
  none: { args: ['place'], value: false, help: 'no PTE there' },
  stray: { args: ['place'], value: false, help: 'a PTE that nobody uses any more' },
  live: { args: ['place'], value: false, help: 'a PTE that is in use' },
  maps: { args: ['place', 'page'], value: false, help: 'the PTE there names this page' },
  depth: { args: ['cpu'], value: true, help: 'so many mappings are nested on this CPU' },
  online: { args: ['cpu', '…'], value: false, help: 'each of these CPUs is online' },
  secure: { args: ['page'], value: false, help: 'the secure world owns this page' },
  exposed: { args: ['page'], value: false, help: 'the secure world owns this page and a valid PTE still maps it' },
  cached: { args: ['cpu', 'place'], value: false, help: 'this CPU holds a TLB entry for the address' },
  fault: { args: [], value: false, help: 'the firewall has refused an access so far' },
  no_fault: { args: [], value: false, help: 'the firewall has refused no access so far' },
  no_stray: { args: [], value: false, help: 'no slot and no pkmap entry holds a PTE that nobody uses' },
  bug: { args: [], value: false, help: 'a BUG_ON has fired so far' },
  pkmap_count: { args: ['pkmap'], value: true, help: 'the pkmap_count of this entry' },
  cost: { args: ['cost'], value: true, help: 'so many of these so far, counted from events' },
};

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly KernelFunction[];
export const BARE_NAMES = Object.keys(BARE_VERBS) as readonly BareVerb[];
export const WHERE_NAMES = Object.keys(WHERE_VERBS) as readonly Where['type'][];
export const PREDICATE_NAMES = Object.keys(PREDICATES) as readonly Predicate['type'][];
export const STATEMENT_NAMES: readonly string[] = Object.keys(STATEMENTS);
/** Everything that may follow `cpu0:`. */
export const OPERATION_NAMES: readonly string[] = [...FUNCTION_NAMES, ...WHERE_NAMES, 'schedule', ...BARE_NAMES];

const SAMPLES: { readonly [kind: string]: readonly string[] } = {
  page: ['page3', 'page4'],
  pages: ['page0..page7'],
  place: ['cpu1.slot0'],
  cpu: ['cpu1', 'cpu2'],
  pkmap: ['pkmap1'],
  cost: COST_NAMES,
};

/** How a function is written, with sample arguments and without the optional ones: `copy_highpage(page3, page4)`. */
export function callSample(fn: KernelFunction): string {
  return `${fn}(${sampleArgs(FUNCTIONS[fn])})`;
}

/** How a predicate is written: `maps(cpu1.slot0, page3)`, `depth(cpu1)=0`, `fault`. */
export function predicateSample(name: Predicate['type']): string {
  const { args, value } = PREDICATES[name];
  const parens = args.length === 0 ? '' : `(${sampleArgs(args)})`;
  return `${name}${parens}${value ? '=0' : ''}`;
}

function sampleArgs(kinds: readonly string[]): string {
  const samples: string[] = [];
  for (const kind of kinds) {
    const sample = SAMPLES[kind]?.find((text) => !samples.includes(text));
    if (sample !== undefined) samples.push(sample);
  }
  return samples.join(', ');
}
