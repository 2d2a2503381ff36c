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
  return {
    frame,
    shape,
    marks: stepMarks(frame.step?.events ?? [], config.sizes.slots),
    changed: changedObjects(frame),
    selection,
    differs,
    stripAddresses: addressesOf(config),
    tableLabel: 'One page table, shared by every CPU',
    motion: STILL,
  };
}

const known = new WeakMap<Config, readonly string[]>();

/** Where each strip begins: the same for as long as the machine is. */
function addressesOf(config: Config): readonly string[] {
  const found = known.get(config);
  if (found !== undefined) return found;
  const geometry = geometryOf(config);
  const made = Array.from(
    { length: config.sizes.cpus },
    (_, cpu) => `0x${hex32(slotVaddr(geometry, slotIndex(geometry, cpuId(cpu), toSlot(0))))}`,
  );
  known.set(config, made);
  return made;
}
