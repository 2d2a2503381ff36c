import type { PageCode } from '../model/action.ts';
import type { Frame, PageView, SlotView } from '../timeline/frame.ts';
import type { Motion } from './motion.ts';
import type { StageShape } from './stage-layout.ts';
import type { StepMarks } from './step-marks.ts';

/** What the stage marks are fed: the frame, and what a picture needs beside it. */
export type StageData = {
  readonly frame: Frame;
  readonly shape: StageShape;
  readonly marks: StepMarks;
  /** Objects that the step changed, by name: they carry a bar. */
  readonly changed: ReadonlySet<string>;
  /** The object looked at: `cpu1.slot0`, `page3`; null for none. */
  readonly selection: string | null;
  /** Objects that are not the same in every lane that is compared, and what they are in the others: `none in rfc-v2`. */
  readonly differs: ReadonlyMap<string, string>;
  /** What stands over each strip at the right: the address of its first slot. */
  readonly stripAddresses: readonly string[];
  /** `One page table from 0xfff00000 …` */
  readonly tableLabel: string;
  /** How long motion lasts; STILL: there is none. */
  readonly motion: Motion;
};

export type SlotLook = 'none' | 'live' | 'stray' | 'live exposed' | 'stray exposed';

/** The names of what a frame's step changed. */
export function changedObjects({ step }: Frame): ReadonlySet<string> {
  return new Set((step?.changes ?? []).map(({ object }) => object));
}

export const slotName = (slot: SlotView): string => `cpu${String(slot.cpu)}.slot${String(slot.slot)}`;

export function slotLook(slot: SlotView): SlotLook {
  if (slot.state === 'none') return 'none';
  return slot.exposed ? `${slot.state} exposed` : slot.state;
}

/** `page3` → `p3`; lowmem keeps its name. */
export function shortPage(frame: Frame, page: PageCode): string {
  return pageOf(frame, page)?.name.replace(/^page/, 'p') ?? '';
}

/** A page of a frame by its code, and its place among the pages of highmem: asked for every slot of every frame. */
type Pages = ReadonlyMap<PageCode, { readonly view: PageView; readonly high: number }>;
const known = new WeakMap<Frame['pages'], Pages>();

function pagesOf({ pages }: Frame): Pages {
  const found = known.get(pages);
  if (found !== undefined) return found;
  let high = 0;
  const made = new Map(pages.map((view) => [view.page, { view, high: view.low ? -1 : high++ }]));
  known.set(pages, made);
  return made;
}

export function pageOf(frame: Frame, page: PageCode): PageView | undefined {
  return pagesOf(frame).get(page)?.view;
}

/** Which frame of highmem it is, from 0; -1 for a page of lowmem. */
export function highPosition(frame: Frame, { page }: PageView): number {
  return pagesOf(frame).get(page)?.high ?? -1;
}

/** What is written on a slot's tile. */
export function slotWords(frame: Frame, slot: SlotView): string {
  if (slot.state === 'none') return '';
  const state = slot.exposed ? (slot.state === 'live' ? 'live, exposed' : 'exposed') : slot.state;
  return `${shortPage(frame, slot.page)} ${state}`;
}

/** How a slot is read out: `cpu1 slot 0: stray, page 3, exposed`. */
export function slotSpoken(frame: Frame, slot: SlotView): string {
  const where = `cpu${String(slot.cpu)} slot ${String(slot.slot)}`;
  if (slot.state === 'none') return `${where}: none`;
  const page = pageOf(frame, slot.page)?.name.replace(/(\d+)$/, ' $1') ?? 'unknown page';
  return `${where}: ${slot.state}, ${page}${slot.exposed ? ', exposed' : ''}`;
}

/** How a page frame is read out: `page 3, frame 0x60123: secure, exposed`. */
export function pageSpoken(page: PageView): string {
  const name = page.name.replace(/(\d+)$/, ' $1');
  return `${name}, frame 0x${page.pfn.toString(16)}: ${pageStates(page).join(', ') || 'not secure'}`;
}

export function pageStates(page: PageView): readonly string[] {
  return [
    ...(page.secure ? ['secure'] : []),
    ...(page.exposed ? ['exposed'] : []),
    ...(page.cached ? ['in a TLB'] : []),
  ];
}
