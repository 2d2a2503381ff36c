import { decodeFields, type DecodedField } from '../../arm/fields.ts';
import { slotArithmetic } from '../../arm/fixmap.ts';
import { hex32, hexText } from '../../arm/hex.ts';
import { pkmapVaddr } from '../../arm/pkmap.ts';
import { kmapWords, pteFormat, pteNone, type PteFormat, type PteWords } from '../../arm/pte-format.ts';
import type { Term } from '../../arm/term.ts';
import { cpuId, pfn as toPfn, slot as toSlot } from '../../arm/units.ts';
import type { PageCode } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import { geometryOf } from '../../scenario/addresses.ts';
import type { Frame, PageView, SlotView } from '../../timeline/frame.ts';
import { pageOf } from '../../viz/stage-data.ts';

/** One word of a PTE, cut into fields; `before` when the step changed it. */
export type WordFacts = {
  readonly title: string;
  readonly word: string;
  readonly fields: readonly DecodedField[];
  readonly before: readonly DecodedField[] | null;
};

/** Everything the inspector says about one object. */
export type Facts = {
  readonly object: string;
  readonly summary: string;
  readonly terms: readonly Term[];
  readonly words: readonly WordFacts[];
  /** The page frame it speaks of, if any: operations are offered for it. */
  readonly page: PageView | null;
};

/** What is known about an object; null when this machine has no such object. */
export function factsOf(
  object: string,
  frame: Frame,
  config: Config,
  before: ReadonlyMap<number, PageCode>,
): Facts | null {
  const slot = frame.slots.find((one) => `cpu${String(one.cpu)}.slot${String(one.slot)}` === object);
  if (slot !== undefined) return slotFacts(slot, frame, config, before);
  const page = frame.pages.find(({ name }) => name === object);
  if (page !== undefined) return pageFacts(page, frame, config);
  const nr = Number(/^pkmap(\d+)$/.exec(object)?.[1] ?? NaN);
  return nr < config.sizes.pkmap ? pkmapFacts(nr, frame, config) : null;
}

/** A pkmap entry; one that is free is in no frame. */
function pkmapFacts(nr: number, frame: Frame, config: Config): Facts {
  const { page, count } = frame.pkmap.find(({ entry }) => entry === nr) ?? { page: 0, count: 0 };
  return {
    object: `pkmap${String(nr)}`,
    summary: `pkmap_count ${String(count)}: ${pkmapWords(count)}`,
    terms: [{ name: 'vaddr', text: `0x${hex32(pkmapVaddr(nr))}` }],
    words: wordFacts(frame, config, page, undefined),
    page: pageOf(frame, page) ?? null,
  };
}

function slotFacts(slot: SlotView, frame: Frame, config: Config, before: ReadonlyMap<number, PageCode>): Facts {
  const page = pageOf(frame, slot.page) ?? null;
  const mapped = page === null ? 'maps nothing' : `${slot.state}, maps ${page.name}${slot.exposed ? ', exposed' : ''}`;
  return {
    object: `cpu${String(slot.cpu)}.slot${String(slot.slot)}`,
    summary: mapped,
    terms: slotArithmetic(geometryOf(config), cpuId(slot.cpu), toSlot(slot.slot)),
    words: wordFacts(frame, config, slot.page, before.get(slot.index)),
    page,
  };
}

function pageFacts(page: PageView, frame: Frame, config: Config): Facts {
  const mappers = frame.slots
    .filter((slot) => slot.page === page.page)
    .map((slot) => `cpu${String(slot.cpu)}.slot${String(slot.slot)}`);
  const entries = frame.pkmap.filter((entry) => entry.page === page.page).map(({ entry }) => `pkmap${String(entry)}`);
  const by = [...mappers, ...entries];
  const world = page.secure ? 'secure' : 'not secure';
  return {
    object: page.name,
    summary: `${world}, ${by.length === 0 ? 'mapped by no slot' : `mapped by ${by.join(', ')}`}`,
    terms: [{ name: 'frame', text: `${hexText(page.pfn)} << 12 = 0x${(page.pfn * 0x1000).toString(16)}` }],
    words: wordFacts(frame, config, page.page, undefined),
    page,
  };
}

function pkmapWords(count: number): string {
  if (count === 0) return 'free';
  if (count === 1) return 'no user, but the PTE is still valid';
  return count === 2 ? 'one user' : `${String(count - 1)} users`;
}

function wordFacts(frame: Frame, config: Config, code: PageCode, before: PageCode | undefined): readonly WordFacts[] {
  const format = pteFormat(config.switches.pte_format);
  const now = wordsOf(frame, format, code);
  const old = before === undefined || before === code ? null : wordsOf(frame, format, before);
  const cut = (words: PteWords | null, which: keyof PteWords): readonly DecodedField[] | null =>
    words === null ? null : decodeFields(which === 'linux' ? format.linuxFields : format.hardwareFields, words[which]);
  const one = (title: string, which: keyof PteWords): WordFacts => ({
    title,
    word: now[which],
    fields: cut(now, which) ?? [],
    before: cut(old, which),
  });
  return format.version.kind === 'lpae'
    ? [one('PTE (LPAE)', 'hardware')]
    : [one('Linux', 'linux'), one('hardware', 'hardware')];
}

function wordsOf(frame: Frame, format: PteFormat, code: PageCode): PteWords {
  const view = pageOf(frame, code);
  return view === undefined ? pteNone(format) : kmapWords(format, toPfn(view.pfn));
}
