import { err, ok, type Result } from '../base/result.ts';

/**
 * Traces recorded from real ARM kernels, format `hmtruth-1`: one JSON object a line. Numbers, hexadecimal strings and names only. What a
 * field means stands beside it; what is left out of a step did not change or did not happen.
 */
export type Trace = {
  readonly format: 'hmtruth-1';
  readonly name: string;
  readonly kernel: string;
  readonly variant: string;
  readonly nr_cpus: number;
  readonly km_type_nr: number;
  readonly config: {
    readonly DEBUG_HIGHMEM: boolean;
    readonly ARCH_WANT_KMAP_ATOMIC_FLUSH: boolean;
    readonly ARM_LPAE: boolean;
  };
  readonly fix_kmap_begin: number;
  /** Address of CPU 0's position 0. */
  readonly slot0: string;
  /** Bytes from one position to the next; negative where the window grows down. */
  readonly slot_stride: number;
  readonly last_pkmap: number;
  readonly kmap_prot: string;
  /** [pfn, is_highmem, lowmem_vaddr]; operations name pages by their place here. */
  readonly pages: readonly (readonly [number, number, string])[];
  /** pkmap entries in use beforehand: [nr, count, linuxPte]. */
  readonly pk0: readonly (readonly [number, number, string])[];
  readonly steps: readonly TraceStep[];
};

/** [cpu, slot, vaddr, linux, hardware] */
export type TracePte = readonly [number, number, string, string, string];
/** [nr, count, vaddr, linux, hardware] */
export type TracePk = readonly [number, number, string, string, string];
/** [byCpu, 'F', ownerCpu, slot, old, new, context], or 'P', -1, nr for pkmap */
export type TraceWrite = readonly [number, 'F' | 'P', number, number, string, string, string];

/** A dump: what it says beside the PTEs that changed since the last one. */
export type TraceDump = {
  readonly r?: string | number | null;
  readonly r2?: string;
  readonly pre?: number;
  readonly held?: readonly number[];
  readonly idx?: readonly number[];
  readonly on?: number;
  readonly pte?: readonly TracePte[];
  readonly pk?: readonly TracePk[];
  readonly wr?: readonly TraceWrite[];
  /** [function, cpu] in the order seen. */
  readonly calls?: readonly (readonly [string, number])[];
};

export type TraceStep = TraceDump & {
  readonly i: number;
  readonly cpu: number;
  readonly op: string;
  readonly a?: readonly number[];
  /** The state inside the interrupt handler of `irqmap`. */
  readonly mid?: TraceDump;
  /** The state before the task of `sched` went to sleep. */
  readonly before?: TraceDump;
};

/** One line's caps: far beyond any recording, and small enough that a hostile file cannot hurt. */
const MAX_LINE_CHARS = 4_000_000;
const MAX_STEPS = 100_000;

/** Reads one line of a trace file. The error is one sentence that says what is wrong and how to go on. */
export function parseTrace(line: string): Result<Trace, string> {
  if (line.length > MAX_LINE_CHARS)
    return err(`this line has ${line.length} characters; a trace has at most 4,000,000`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return err('this line is not JSON; a trace file holds one JSON object a line');
  }
  const problem = traceProblem(value);
  return problem === null ? ok(value as Trace) : err(problem);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function traceProblem(value: unknown): string | null {
  if (!isObject(value)) return 'this line is not a JSON object';
  if (value['format'] !== 'hmtruth-1') return `"format" is ${JSON.stringify(value['format'])}; this reads "hmtruth-1"`;
  for (const [key, type] of FIELDS) {
    if (typeof value[key] !== type) return `"${key}" should be a ${type}; record the trace again`;
  }
  if (!isObject(value['config'])) return '"config" should be an object';
  const sizes: readonly (readonly [string, number])[] = [
    ['nr_cpus', 32],
    ['km_type_nr', 33],
    ['last_pkmap', 512],
  ];
  for (const [key, max] of sizes) {
    const size = value[key];
    if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > max) return `"${key}" should be 1 to ${max}`;
  }
  return rowsProblem(value['pages'], 'pages') ?? rowsProblem(value['pk0'], 'pk0') ?? stepsProblem(value['steps']);
}

const FIELDS: readonly (readonly [string, 'string' | 'number'])[] = [
  ['name', 'string'],
  ['kernel', 'string'],
  ['variant', 'string'],
  ['fix_kmap_begin', 'number'],
  ['slot0', 'string'],
  ['slot_stride', 'number'],
  ['kmap_prot', 'string'],
];

function rowsProblem(rows: unknown, key: string): string | null {
  if (!Array.isArray(rows) || rows.length > 1024) return `"${key}" should be a list of at most 1,024 rows`;
  return rows.every((row: unknown) => Array.isArray(row) && row.length === 3)
    ? null
    : `each row of "${key}" should have three columns`;
}

function stepsProblem(steps: unknown): string | null {
  if (!Array.isArray(steps) || steps.length > MAX_STEPS) return '"steps" should be a list of at most 100,000 steps';
  for (const [i, step] of steps.entries()) {
    if (!isObject(step) || typeof step['op'] !== 'string' || !Number.isInteger(step['cpu'])) {
      return `step ${i} should have an "op" and a "cpu"`;
    }
    const args: unknown = step['a'];
    if (args !== undefined && !(Array.isArray(args) && args.every((arg) => Number.isInteger(arg)))) {
      return `"a" of step ${i} should be a list of whole numbers`;
    }
  }
  return null;
}
