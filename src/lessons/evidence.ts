/** What was compared with real kernels, build by build. Made by `kmapscope verify` over all recorded traces; a test holds the rows to those that ship. */
export type Evidence = {
  /** The recorded kernel and how it was built. */
  readonly kernel: string;
  readonly build: string;
  /** The kernel of ours it was replayed on. */
  readonly preset: string;
  readonly traces: number;
  readonly operations: number;
  readonly observations: number;
  readonly disagreements: number;
};

const row = (
  kernel: string,
  build: string,
  preset: string,
  traces: number,
  operations: number,
  observations: number,
): Evidence => ({ kernel, build, preset, traces, operations, observations, disagreements: 0 });

/** 22 November 2026, QEMU 7.2 virt, 4 × Cortex-A15, 1 GiB, 264 MiB of it highmem. */
export const EVIDENCE: readonly Evidence[] = [
  row('3.10.49', 'vendor tree as shipped', 'rfc-v2', 201, 7_741, 9_602_017),
  row('3.10.49', 'DEBUG_HIGHMEM', 'rfc-v2', 168, 5_882, 7_475_332),
  row('3.10.49', 'every unused slot written without looking', 'rfc-v1', 75, 1_878, 2_335_190),
  row('3.10.49', 'the CPU_DYING hook does nothing', 'rfc-no-hook', 75, 1_878, 2_311_818),
  row('3.10.49', 'LPAE', 'rfc-v2', 75, 1_878, 2_311_944),
  row('3.18.71', 'vendor tree as shipped', 'vendor-3.18', 171, 5_979, 7_533_133),
  row('3.18.71', 'DEBUG_HIGHMEM', 'vendor-3.18', 168, 5_882, 7_475_327),
  row('3.18.71', 'the doubled FIX_KMAP_BEGIN corrected', 'vendor-3.18-corrected', 105, 3_640, 4_377_692),
  row('6.1.192', 'Debian', 'v6.1', 132, 4_758, 5_868_013),
  row('6.1.192', 'Debian, DEBUG_HIGHMEM and DEBUG_KMAP_LOCAL', 'v6.1-debug', 102, 2_996, 4_243_524),
];

/** The facts that are compared after each operation, in words. */
export const OBSERVED: readonly string[] = [
  'every PTE word of every slot, Linux and hardware',
  'every pkmap entry: its words and its count',
  'the depth of each CPU, what it holds, its preempt_count',
  'which CPUs are online',
  'what each call returned, and each read through a slot',
  'every single PTE write in its order, with the CPU and the context that made it',
];

/** Where the recorded reads are not determined, and what is asked of them instead. */
export const NOT_DETERMINED: readonly string[] = [
  'The order in which CPUs take a flush interrupt is chance: the model is told the recorded order, and each CPU’s own writes must follow in theirs.',
  'Where the page invalidate is local (3.18, 6.1), a read may return what the PTE names now or what that CPU’s TLB may still hold: both are allowed, nothing else is.',
  'On 6.1 a task may be switched out in the middle of an operation: the recorded writes or slots say so, and the model makes the same switch. A read beside it may have come before or after.',
];

/** A thing that the picture leaves out, and beside what part of it that is said; null where it concerns few: only in the whole list. */
export type LeftOut = {
  readonly beside: 'code' | 'tlb' | 'memory' | 'hotplug' | 'speculation' | 'table' | 'time' | null;
  readonly text: string;
};

/** What the model does not say, in plain language. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    beside: 'code',
    text: 'No weak memory order: a store is seen by everybody at once. TLBs are the one exception, and they are modelled.',
  },
  {
    beside: 'tlb',
    text: 'A CPU’s own accesses through a mapping fill its TLB only where the scenario reads, copies or cleans; hardware speculates only where the scenario says so.',
  },
  { beside: 'memory', text: 'Caches hold no data here: cleaning one is an event, not a state.' },
  {
    beside: 'hotplug',
    text: 'A task in the middle of a call on a CPU that goes down would move to another CPU; here hotplug waits until it has returned.',
  },
  {
    beside: null,
    text: 'Hotplug follows kernel/cpu.c of 3.9 on every kernel, but for what it answers where nothing is left to do. From 4.6 on states stand where most notifiers stood.',
  },
  {
    beside: 'speculation',
    text: 'Seen under emulation, which does no speculative walks: what a CPU may do speculatively is taken from the architecture manual, not from a recording.',
  },
  {
    beside: null,
    text: 'v3.14-rt is the kunmap of PREEMPT_RT alone. Its other patch, by which a task owns the index and takes its PTEs along when it sleeps, is kmap_local’s ancestor and shown there (v6.1).',
  },
  { beside: 'table', text: 'User mappings, vmap and the flush aliases at 0xffff4000 are not in the picture.' },
  {
    beside: null,
    text: 'In a window that runs downwards the vendor flush reads PTEs through top_pmd, which is right for some 15 CPUs; with more it is taken here as if it were right. (Inferred from the code.)',
  },
  {
    beside: 'time',
    text: 'Steps stand equally far apart: they have an order, not a duration. There is no clock here.',
  },
];
