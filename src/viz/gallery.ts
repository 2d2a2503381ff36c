import { slotVa } from '../model/va.ts';
import type { Event } from '../model/event.ts';
import type { Frame } from '../timeline/frame.ts';
import { flushEvents, frameFromText } from './gallery-frames.ts';
import { STILL } from './motion.ts';
import { changedObjects, type StageData } from './stage-data.ts';
import { shapeOf } from './stage-layout.ts';
import { stepMarks } from './step-marks.ts';

/** A named picture: a test draws it, a person looks at it. */
export type GalleryPicture = { readonly name: string; readonly data: StageData; readonly events: readonly Event[] };

/** The stage for a frame as the panels make it; the events are those of its last step. */
export function stageDataOf(frame: Frame, events: readonly Event[], slots = 16): StageData {
  const shape = shapeOf(frame, slots);
  return {
    frame,
    shape,
    marks: stepMarks(events, slots),
    changed: changedObjects(frame),
    selection: null,
    differs: new Map(),
    stripAddresses: frame.cpus.map(({ cpu }) => `0x${(0xfff00000 + cpu * slots * 0x1000).toString(16)}`),
    tableLabel: 'One page table, shared by every CPU',
    motion: STILL,
  };
}

const STRAYS = `
  cpu0 online depth=1 | page2*
  cpu1 dead   depth=0 | page3~
  cpu2 online depth=0 | page5~
  cpu3 online depth=0 |`;

const violation: Event = {
  type: 'violation',
  cpu: 2,
  va: slotVa(16),
  page: 4,
  via: 'pte',
  speculative: true,
  delivery: 'async_abort',
};

function picture(
  name: string,
  text: string,
  events: readonly Event[] = [],
  options: Parameters<typeof frameFromText>[1] = {},
): GalleryPicture {
  return { name, events, data: stageDataOf(frameFromText(text, options), events, options.slots) };
}

const NESTED = `
  cpu0 online depth=3 | page2* page4* page6* page7~
  cpu1 online depth=1 | page3* page3~ page1~
  cpu2 online depth=0 | page5~ page0~
  cpu3 online depth=2 | page3* page2*
  secure page3`;

const wide = (cpus: number): string =>
  Array.from(
    { length: cpus },
    (_, cpu) =>
      `cpu${String(cpu)} ${cpu === 5 ? 'dead  ' : 'online'} depth=${String(cpu % 3 === 0 ? 1 : 0)} | ${cpu % 3 === 0 ? `page${String(cpu % 8)}*` : cpu % 4 === 1 ? `page${String((cpu + 2) % 8)}~ page1~` : ''}`,
  ).join('\n') + '\nsecure page3';

export const GALLERY: readonly GalleryPicture[] = [
  picture('just booted', 'cpu0 online depth=0 |\ncpu1 online depth=0 |\ncpu2 online depth=0 |\ncpu3 online depth=0 |'),
  picture('a stray that the flush missed', STRAYS),
  picture('the page becomes secure', `${STRAYS}\nsecure page3`),
  picture('another CPU speculates', `${STRAYS}\nsecure page3`, [violation], {
    fault: {
      cpu: 2,
      page: 4,
      place: 'cpu1.slot0',
      va: slotVa(16),
      sentence: 'cpu2 speculated through cpu1.slot0 into secure page 3.',
    },
  }),
  picture(
    'out of a TLB',
    'cpu0 online depth=0 |\ncpu1 online depth=0 |\ncpu2 online depth=0 |\ncpu3 online depth=0 |\nsecure page3',
    [{ ...violation, via: 'tlb' }],
  ),
  picture('a flush', STRAYS, flushEvents(frameFromText(STRAYS.replace('dead  ', 'online')), [0, 2, 3])),
  picture('deep and live', NESTED),
  picture('fourteen CPUs', wide(14)),
  picture('thirty-two CPUs', wide(32)),
  picture('a first lesson', 'cpu0 online depth=1 | page1*\ncpu1 online depth=0 | page2~', [], {
    slots: 3,
    pages: 4,
    low: 0,
  }),
  picture('many pages', STRAYS, [], { pages: 256 }),
];
