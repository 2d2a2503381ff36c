import { slotIndex, slotVaddr } from '../../arm/fixmap.ts';
import { hex32 } from '../../arm/hex.ts';
import { cpuId, slot as toSlot } from '../../arm/units.ts';
import type { Config } from '../../model/config.ts';
import { geometryOf } from '../../scenario/addresses.ts';
import type { Frame } from '../../timeline/frame.ts';
import { STILL } from '../../viz/motion.ts';
import { changedObjects, type StageData } from '../../viz/stage-data.ts';
import type { StageShape } from '../../viz/stage-layout.ts';
import { stepMarks } from '../../viz/step-marks.ts';

const NOWHERE: StageData['differs'] = new Map();

/** What the stage marks are fed, from a frame and the machine it is of. `shape` is handed in, so that it stays the same object. */
export function stageDataOf({
  frame,
  config,
  selection,
  shape,
  differs = NOWHERE,
}: {
  readonly frame: Frame;
  readonly config: Config;
  readonly selection: string | null;
  readonly shape: StageShape;
  /** What is otherwise in the lanes beside this one; nothing in a plain view. */
  readonly differs?: StageData['differs'];
}): StageData {
  const geometry = geometryOf(config);
  const address = (cpu: number): string =>
    `0x${hex32(slotVaddr(geometry, slotIndex(geometry, cpuId(cpu), toSlot(0))))}`;
  return {
    frame,
    shape,
    marks: stepMarks(frame.step?.events ?? [], config.sizes.slots),
    changed: changedObjects(frame),
    selection,
    differs,
    stripAddresses: frame.cpus.map(({ cpu }) => address(cpu)),
    tableLabel: 'One page table, shared by every CPU',
    motion: STILL,
  };
}
