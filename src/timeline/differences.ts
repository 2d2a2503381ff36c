import type { CpuView, Frame, Lane, PageView, PkmapView, SlotView } from './frame.ts';
import { listed } from './story/words.ts';

type Seen = ReadonlyMap<string, string>;

/**
 * What one sees in a frame, object by object, in words; nothing of what is as it was at boot. In the order in which it matters: what was
 * refused, pages, slots, CPUs, pkmap, TLBs, depths. The same facts as `pictureOf` finds in the machine (divergence.ts).
 */
function seenIn(frame: Frame): Seen {
  const { fault, pages, slots, cpus, pkmap } = frame;
  const nameOf = (code: number): string => spokenPage(pages.find(({ page }) => page === code)?.name ?? 'no page');
  const facts: (readonly [string, string])[] = [
    ...(fault === null ? [] : [['fault', nameOf(fault.page)] as const]),
    ...pages.filter(({ secure }) => secure).map((page) => [page.name, pageWords(page)] as const),
    ...slots
      .filter(({ state }) => state !== 'none')
      .map((slot) => [slotObject(slot), slotWords(slot, nameOf)] as const),
    ...cpus.filter(({ state }) => state !== 'online').map(({ cpu, state }) => [`cpu${cpu}`, state] as const),
    ...pkmap.map((entry) => [`pkmap${entry.entry}`, pkmapWords(entry, nameOf)] as const),
    ...cpus.filter(({ tlb }) => tlb.length > 0).map((cpu) => [`cpu${cpu.cpu}.tlb`, tlbWords(cpu, nameOf)] as const),
    ...cpus.filter(({ depth }) => depth !== 0).map(({ cpu, depth }) => [`cpu${cpu}.depth`, String(depth)] as const),
  ];
  return new Map(facts);
}

const spokenPage = (name: string): string => name.replace(/(\d+)$/, ' $1');

const slotObject = ({ cpu, slot }: SlotView): string => `cpu${cpu}.slot${slot}`;

const slotWords = ({ state, page, exposed }: SlotView, nameOf: (code: number) => string): string =>
  `${state}, ${nameOf(page)}${exposed ? ', exposed' : ''}`;

const pageWords = ({ exposed, cached }: PageView): string =>
  `secure${exposed ? ', exposed' : ''}${cached ? ', in a TLB' : ''}`;

const pkmapWords = ({ page, count, exposed }: PkmapView, nameOf: (code: number) => string): string =>
  `${nameOf(page)}, count ${count}${exposed ? ', exposed' : ''}`;

const tlbWords = ({ tlb }: CpuView, nameOf: (code: number) => string): string =>
  tlb.map(({ place, page }) => `${place} → ${nameOf(page)}`).join(', ');

/** What an object is where nothing is said of it. */
function atBoot(object: string): string {
  if (object === 'fault') return 'nothing';
  if (/\.slot\d+$/.test(object)) return 'none';
  if (object.endsWith('.tlb')) return 'empty';
  if (object.endsWith('.depth')) return '0';
  if (object.startsWith('cpu')) return 'online';
  return object.startsWith('pkmap') ? 'free' : 'not secure';
}

const RANKS: readonly RegExp[] = [/^fault$/, /\.slot\d+$/, /^(page|low)\d+$/, /^cpu\d+$/, /^pkmap/, /\.tlb$/, /./];

const rank = (object: string): number => RANKS.findIndex((test) => test.test(object));

/** An object that does not look the same in all lanes, and what it is in each of them. */
export type Contrast = { readonly object: string; readonly words: readonly string[] };

/** Every such object, what matters most first; none where there is one lane. */
export function contrastsOf(lanes: readonly Pick<Lane, 'frame'>[]): readonly Contrast[] {
  const seen = lanes.map(({ frame }) => seenIn(frame));
  const objects = new Set(seen.flatMap((one) => [...one.keys()]));
  return [...objects]
    .map((object) => ({ object, words: seen.map((one) => one.get(object) ?? atBoot(object)) }))
    .filter(({ words }) => new Set(words).size > 1)
    .toSorted((a, b) => rank(a.object) - rank(b.object));
}

/**
 * The objects of one lane that are not the same in the others, and what they are there: `none in rfc-v2`. In the first lane every object that
 * differs anywhere; in another one those that are not as in the first.
 */
export function differsIn(lanes: readonly Lane[], lane: number): ReadonlyMap<string, string> {
  const marked = contrastsOf(lanes).filter(({ words }) => lane === 0 || words[lane] !== words[0]);
  return new Map(
    marked.map(({ object, words }) => {
      const others = lanes.map(({ kernel }, i) => ({ kernel, word: words[i] ?? '' }));
      const unlike = others.filter(({ word }) => word !== words[lane]);
      return [
        object,
        inEach(
          unlike.map(({ word }) => word),
          unlike.map(({ kernel }) => kernel),
        ),
      ];
    }),
  );
}

/**
 * What differs between the lanes, in a sentence: how the step ended, else the object that matters most, else what the run has cost so far.
 * Null where there is one lane, or nothing to tell them apart by.
 */
export function contrastSentence(lanes: readonly Lane[]): string | null {
  if (lanes.length < 2) return null;
  const kernels = lanes.map(({ kernel }) => kernel);
  const ended = lanes.map(({ frame }) => endWords(frame));
  if (new Set(ended).size > 1) return `This step: ${inEach(ended, kernels)}.`;
  const [first, ...more] = contrastsOf(lanes);
  if (first !== undefined) {
    const rest = more.length === 0 ? '' : ` ${more.length} more ${more.length === 1 ? 'difference' : 'differences'}.`;
    return `${spokenObject(first.object)}: ${inEach(first.words, kernels)}.${rest}`;
  }
  const writes = lanes.map(({ frame }) => `${frame.costs.pte_writes}`);
  if (new Set(writes).size > 1) return `They look alike here. PTE writes so far: ${inEach(writes, kernels)}.`;
  return 'They look alike here.';
}

/** How a step ended in a frame, where that is worth a word: a refusal, a BUG, a call that sleeps. */
function endWords({ step }: Frame): string {
  if (step === null) return 'done';
  if (step.events.some(({ type }) => type === 'bug')) return 'a BUG';
  if (step.outcome === 'refused') return 'refused';
  return step.outcome === 'waiting' ? 'sleeps' : 'done';
}

/** `none in a and c, stray, page 3 in b`. */
function inEach(words: readonly string[], kernels: readonly string[]): string {
  const where = (word: string): string => listed(kernels.filter((_, i) => words[i] === word));
  return [...new Set(words)].map((word) => `${word} in ${where(word)}`).join('; ');
}

/** An object as one says it: `cpu1 slot 0`, `page 3`, `cpu1's TLB`, `the depth of cpu1`. */
export function spokenObject(object: string): string {
  if (object === 'fault') return 'Refused by the firewall';
  return object
    .replace(/^(cpu\d+)\.slot(\d+)$/, '$1 slot $2')
    .replace(/^(cpu\d+)\.tlb$/, "$1's TLB")
    .replace(/^(cpu\d+)\.depth$/, 'Depth of $1')
    .replace(/^(page|low|pkmap)(\d+)$/, '$1 $2');
}
