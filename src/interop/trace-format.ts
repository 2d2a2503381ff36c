/**
 * Traces recorded from real ARM kernels, format `hmtruth-1`, as trace-parse.ts hands them on. Numbers, hexadecimal strings and names only.
 * What a field means stands beside it; what is left out of a step did not change or did not happen.
 */
export type Trace = {
  readonly name: string;
  readonly kernel: string;
  /** Which build: A as shipped, B with DEBUG_HIGHMEM, … (trace-kernel.ts). */
  readonly variant: string;
  readonly nr_cpus: number;
  /** KM_TYPE_NR, or KM_MAX_IDX since 5.11. */
  readonly km_type_nr: number;
  readonly config: {
    readonly DEBUG_HIGHMEM: boolean;
    readonly ARCH_WANT_KMAP_ATOMIC_FLUSH: boolean;
    readonly ARM_LPAE: boolean;
  };
  readonly fixaddr_start: string;
  readonly fixaddr_top: string;
  readonly fix_kmap_begin: number;
  /** Address of CPU 0's position 0. */
  readonly slot0: string;
  /** Bytes from one position to the next; negative where the window grows down. */
  readonly slot_stride: number;
  readonly page_size: number;
  readonly page_offset: string;
  readonly pkmap_base: string;
  readonly last_pkmap: number;
  readonly kmap_prot: string;
  /** [pfn, is_highmem, lowmem_vaddr]; operations name pages by their place here. */
  readonly pages: readonly (readonly [number, number, string])[];
  /** pkmap entries in use beforehand: [nr, count, linuxPte]. */
  readonly pk0: readonly (readonly [number, number, string])[];
  readonly steps: readonly TraceStep[];
  /** Whether the recorder had cleared every slot, or began with what it found, which its first dump then shows. */
  readonly start: 'cleared' | 'as found';
  /** What the file leaves unsaid and the reader took for granted, a sentence each. */
  readonly assumed: readonly string[];
};

/** [cpu, slot, vaddr, linux, hardware] */
export type TracePte = readonly [number, number, string, string, string];
/** [nr, count, vaddr, linux, hardware] */
export type TracePk = readonly [number, number, string, string, string];
/** [byCpu, 'F', ownerCpu, slot, old, new, context], or 'P', -1, nr for pkmap */
export type TraceWrite = readonly [number, string, number, number, string, string, string];
/** [function, cpu] */
export type TraceCall = readonly [string, number];

/** A dump: what it says beside the PTEs that changed since the last one. */
export type TraceDump = {
  readonly r?: string | number | null;
  /** The second address of irqmap2. */
  readonly r2?: string;
  /** preempt_count & 0xff */
  readonly pre?: number;
  /** Entries on each CPU's actor's own stack. */
  readonly held?: readonly number[];
  /** __kmap_atomic_idx of each CPU, or kmap_ctrl.idx of its actor. */
  readonly idx?: readonly number[];
  /** The mask of online CPUs. */
  readonly on?: number;
  /** 1 in the interrupt handler of irqmap; 0 when the call was made in place. */
  readonly in_irq?: number;
  readonly pte?: readonly TracePte[];
  readonly pk?: readonly TracePk[];
  readonly wr?: readonly TraceWrite[];
  /** In the order seen. */
  readonly calls?: readonly TraceCall[];
};

export type TraceStep = TraceDump & {
  readonly i: number;
  readonly cpu: number;
  readonly op: TraceOp;
  /** Left out of a step that was skipped because its CPU is offline. */
  readonly a?: readonly number[];
  /** The state inside the interrupt handler of `irqmap`. */
  readonly mid?: TraceDump;
  /** The state before the task of `sched` went to sleep. */
  readonly before?: TraceDump;
};

/** Every operation of the recorder, with the least number of arguments it takes. */
export const TRACE_OPS = {
  map: 1,
  mappfn: 1,
  lmap: 1,
  unmap: 0,
  unmapx: 1,
  kmap: 1,
  kunmap: 1,
  kflush: 0,
  aflush: 0,
  down: 1,
  up: 1,
  downa: 1,
  join: 0,
  irqmap: 2,
  irqmap2: 3,
  peek: 2,
  setpk: 1,
  sched: 0,
  spin: 0,
  nop: 0,
  pginfo: 0,
} as const;

export type TraceOp = keyof typeof TRACE_OPS;

/** What the recorder answered instead of making the kernel call; null when it made it. EFAULT is what a `peek` saw. */
export function refusedWith({ op, r }: TraceStep): string | null {
  if (typeof r !== 'string' || !/^E[A-Z]+$/.test(r)) return null;
  return (op === 'peek' && r === 'EFAULT') || r === 'ESPAWNED' ? null : r;
}
