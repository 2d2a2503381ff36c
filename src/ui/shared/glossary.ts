/** The words of the page that are explained, in the order in which one needs them, with the other forms in which they stand in a text. */
export const WORDS = [
  { term: 'slot', forms: ['slots'] },
  { term: 'strip', forms: ['strips'] },
  { term: 'page table' },
  { term: 'live' },
  { term: 'stray', forms: ['strays'] },
  { term: 'exposed' },
  { term: 'depth' },
  { term: 'PTE', forms: ['PTEs'] },
  { term: 'TLB', forms: ['TLBs'] },
  { term: 'walk' },
  { term: 'highmem' },
  { term: 'lowmem' },
  { term: 'physical memory', forms: ['frame', 'frames', 'pfn'] },
  { term: 'pkmap' },
  { term: 'flush', forms: ['flushes'] },
  { term: 'IPI', forms: ['IPIs'] },
  { term: 'online' },
  { term: 'offline' },
  { term: 'interrupted', forms: ['interrupt', 'interrupts', 'irq'] },
  { term: 'task', forms: ['tasks'] },
  { term: 'idle' },
  { term: 'stop_machine', forms: ['stopper'] },
  { term: 'secure world', forms: ['secure'] },
  { term: 'firewall' },
  { term: 'speculation', forms: ['speculates', 'speculate', 'speculating', 'speculatively'] },
  { term: 'abort', forms: ['aborts', 'abort pending'] },
  { term: 'fault', forms: ['faults'] },
] as const satisfies readonly { readonly term: string; readonly forms?: readonly string[] }[];

/** A word that is explained; what it means stands in meanings.ts. */
export type Term = (typeof WORDS)[number]['term'];
export type Entry = { readonly term: Term; readonly forms?: readonly string[] };

/** The same, each as any of them. */
export const GLOSSARY: readonly Entry[] = WORDS;

const BY_FORM: ReadonlyMap<string, Entry> = new Map(
  GLOSSARY.flatMap((entry) => [entry.term, ...(entry.forms ?? [])].map((form) => [form.toLowerCase(), entry] as const)),
);

/** What a word means, in any of its forms; undefined for a word that is none of the page's. */
export function entryOf(word: string): Entry | undefined {
  return BY_FORM.get(word.toLowerCase());
}

/** A text cut where its words are explained: each word of the glossary once, where it first stands. */
export type Piece = { readonly text: string; readonly entry: Entry | null };

// The longer forms first: `secure world` before `secure`. No letter before or after, and no dot or bracket of a name of the kernel's.
const FORMS = new RegExp(
  `(?<![\\w.])(${[...BY_FORM.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?![\\w(]|\\.\\w)`,
  'gi',
);

export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const seen = new Set<string>();
  let end = 0;
  for (const { 0: word, index } of text.matchAll(FORMS)) {
    const entry = entryOf(word);
    if (entry === undefined || seen.has(entry.term)) continue;
    seen.add(entry.term);
    if (index > end) pieces.push({ text: text.slice(end, index), entry: null });
    pieces.push({ text: word, entry });
    end = index + word.length;
  }
  return end < text.length ? [...pieces, { text: text.slice(end), entry: null }] : pieces;
}
