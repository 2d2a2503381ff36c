import { present } from '../base/assert.ts';
import { checksNesting, type Config } from './config.ts';
import { layoutOf, roomyLimits, type Layout, type Limits } from './layout.ts';
import type { Routine, RoutineDef } from './routine.ts';
import { ROUTINES } from './routines/table.ts';

/** A configuration made ready to run: its layout, and its functions with only the lines that this kernel has. */
export type Kernel = {
  readonly config: Config;
  readonly layout: Layout;
  /** By function number - 1. */
  readonly routines: readonly Routine[];
  /** Slots of the window before FIXADDR_TOP (or down to FIXADDR_START): those beyond are somebody else's addresses. */
  readonly windowEnd: number;
  /** The slot whose address is that of the exception vectors, 0xffff0000; -1 when the window cannot reach them. */
  readonly vectorsSlot: number;
  /** Highest position that kmap_atomic_idx_push lets pass. */
  readonly lastPosition: number;
  /** Positions of one nesting; only kmap_local_idx_push knows KM_INCR. */
  readonly kmIncr: number;
  readonly broadcastPage: boolean;
};

/** asm/fixmap.h: pages between FIXADDR_START and FIXADDR_TOP by layout (machine.md 1.2). */
const WINDOW_END = { up_fff00000: 224, up_ffc00000: 512, down_ffeff000: 768, down_ffeff000_6_1: 640 } as const;
/** (0xffff0000 - 0xfff00000) >> 12: CONFIG_VECTORS_BASE shares the table with the old window. */
const VECTORS_SLOT = { up_fff00000: 240, up_ffc00000: -1, down_ffeff000: -1, down_ffeff000_6_1: -1 } as const;

/** Makes a kernel of a configuration. `limits` bounds how much one CPU can be in the middle of. Throws only on a bug of ours. */
export function buildKernel(config: Config, limits: Limits = roomyLimits(config)): Kernel {
  const { layout, page_tlbi, fix_kmap_begin, index_owner, km_incr } = config.switches;
  return {
    config,
    layout: layoutOf(config, limits),
    routines: ROUTINES.map((routine) => compile(routine, config)),
    windowEnd: WINDOW_END[layout] - Number(fix_kmap_begin),
    vectorsSlot: VECTORS_SLOT[layout],
    lastPosition: lastPosition(config),
    kmIncr: index_owner === 'task' ? Number(km_incr) : 1,
    broadcastPage: page_tlbi === 'broadcast',
  };
}

/**
 * kmap_atomic_idx_push: BUG_ON(idx > KM_TYPE_NR) up to 3.16, `>=` from 3.18 (both with DEBUG_HIGHMEM); kmap_local_idx_push:
 * BUG_ON(kmap_ctrl.idx >= KM_MAX_IDX) on the incremented index, always.
 */
function lastPosition(config: Config): number {
  if (!checksNesting(config)) return Number.MAX_SAFE_INTEGER;
  const { slots } = config.sizes;
  if (config.switches.nesting_check === 'gt') return slots;
  return config.switches.nesting_check === 'ge' ? slots - 1 : slots - 2;
}

function compile(routine: RoutineDef, config: Config): Routine {
  const lines = routine.lines.filter((line) => line.when === undefined || line.when(config));
  const labels: number[] = [];
  lines.forEach((line, pc) => {
    if (line.label !== undefined) labels[line.label] = pc;
  });
  return { ...routine, lines, labels };
}

export function routineOf(kernel: Kernel, number: number): Routine {
  return present(kernel.routines[number - 1], 'routine');
}
