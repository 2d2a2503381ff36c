import type { RoutineDef } from '../routine.ts';
import { copyHighpage, dmaClean, read } from './users.ts';
import { cpuDown, takeCpuDown } from './cpu-down.ts';
import { cpuUp, secondaryStartKernel } from './cpu-up.ts';
import { dmaAllocAttrs, dmaFreeAttrs } from './dma-alloc-attrs.ts';
import { handleIpi, irq, kmapAtomicFlushUnused } from './kmap-atomic-flush-unused.ts';
import { kmapAtomic, kmapAtomicPfn, kmapLocalPage } from './kmap-atomic.ts';
import { flushAllZeroPkmaps, kmapFlushUnused } from './kmap-flush-unused.ts';
import { kmapRemoveUnusedCpu } from './kmap-remove-unused-cpu.ts';
import { kmap, kunmap } from './kmap.ts';
import { kunmapAtomic, kunmapLocal } from './kunmap-atomic.ts';
import { schedule } from './schedule.ts';
import { secureBufferChangeChunk, secureProtect, secureUnprotect } from './secure.ts';
import { disableNonbootCpus, enableNonbootCpus } from './suspend.ts';

/** Every kernel function of the model, in the order of ROUTINE_NAMES (a test holds the two together). */
export const ROUTINES: readonly RoutineDef[] = [
  kmapAtomic,
  kmapAtomicPfn,
  kunmapAtomic,
  kmapLocalPage,
  kunmapLocal,
  kmap,
  kunmap,
  flushAllZeroPkmaps,
  kmapFlushUnused,
  kmapAtomicFlushUnused,
  kmapRemoveUnusedCpu,
  handleIpi,
  irq,
  copyHighpage,
  dmaClean,
  read,
  cpuDown,
  takeCpuDown,
  cpuUp,
  secondaryStartKernel,
  disableNonbootCpus,
  enableNonbootCpus,
  schedule,
  secureProtect,
  secureUnprotect,
  secureBufferChangeChunk,
  dmaAllocAttrs,
  dmaFreeAttrs,
];
