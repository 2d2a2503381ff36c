/** A word of the page: what it means in one sentence, and the other forms in which it stands in a text. */
export type Entry = { readonly term: string; readonly meaning: string; readonly forms?: readonly string[] };

/** The words of the page, in the order in which one needs them. */
export const GLOSSARY: readonly Entry[] = [
  {
    term: 'slot',
    forms: ['slots'],
    meaning: 'One page of the kmap window: a fixed virtual address whose PTE kmap_atomic fills for a moment.',
  },
  {
    term: 'strip',
    forms: ['strips'],
    meaning: 'The slots one CPU uses, one after the other; all strips stand in one page table that every CPU shares.',
  },
  {
    term: 'page table',
    meaning:
      'Where the hardware looks up which frame an address means; the kernel’s own is one and the same for all CPUs.',
  },
  { term: 'live', meaning: 'A slot in use: below the depth of its CPU.' },
  {
    term: 'stray',
    forms: ['strays'],
    meaning: 'A slot whose PTE is still there although nobody uses it: at or above the depth of its CPU.',
  },
  { term: 'exposed', meaning: 'A slot whose page belongs to the secure world: any access through it is refused.' },
  { term: 'depth', meaning: 'How many mappings of its strip a CPU has in use; the kernel calls it __kmap_atomic_idx.' },
  {
    term: 'PTE',
    forms: ['PTEs'],
    meaning:
      'Page table entry: two words, one for Linux and one for the hardware, that say which frame an address means.',
  },
  {
    term: 'TLB',
    forms: ['TLBs'],
    meaning:
      'Translation lookaside buffer: the translations a CPU has cached; it may use them until it is told to forget them.',
  },
  { term: 'walk', meaning: 'The hardware reads the page table to find out which frame an address means.' },
  {
    term: 'highmem',
    meaning: 'Memory that the kernel has no permanent address for and must map before it can touch it.',
  },
  { term: 'lowmem', meaning: 'Memory that the kernel has mapped for good, at one fixed distance: the linear map.' },
  {
    term: 'physical memory',
    forms: ['frame', 'frames', 'pfn'],
    meaning: 'Memory as the hardware numbers it, in frames of 4 KiB; a page is what lies in one frame.',
  },
  { term: 'pkmap', meaning: 'The window of kmap(): longer-lived mappings that are counted and given back lazily.' },
  {
    term: 'flush',
    forms: ['flushes'],
    meaning: 'kmap_atomic_flush_unused(): every online CPU clears the slots of its strip that are not in use.',
  },
  { term: 'IPI', forms: ['IPIs'], meaning: 'An interrupt from one CPU to another; only CPUs that are online take it.' },
  {
    term: 'online',
    meaning: 'A CPU that runs code and takes interrupts; an offline one does neither, its slots stay.',
  },
  {
    term: 'offline',
    meaning: 'A CPU that was taken down: it runs nothing and no IPI reaches it, but its strip stays in the page table.',
  },
  {
    term: 'interrupted',
    forms: ['interrupt', 'interrupts', 'irq'],
    meaning: 'Something else runs on the CPU in between, and may map pages too: on top of those that are mapped.',
  },
  {
    term: 'task',
    forms: ['tasks'],
    meaning: 'A program or kernel thread that a CPU runs; from 5.11 on its mappings travel with it.',
  },
  { term: 'idle', meaning: 'Nothing runs on this CPU, and nothing of its strip is in use.' },
  {
    term: 'stop_machine',
    forms: ['stopper'],
    meaning: 'Every CPU holds still, with interrupts off, while one of them does what nobody may see half done.',
  },
  {
    term: 'secure world',
    forms: ['secure'],
    meaning: 'The side of TrustZone that can take a page away; its firewall refuses every access of the other side.',
  },
  {
    term: 'firewall',
    meaning: 'Hardware before memory that knows which world each page belongs to, whatever any page table says.',
  },
  {
    term: 'speculation',
    forms: ['speculates', 'speculate', 'speculating', 'speculatively'],
    meaning: 'A CPU reads ahead through any valid mapping, though no instruction asked for it.',
  },
  {
    term: 'abort',
    forms: ['aborts', 'abort pending'],
    meaning:
      'How the CPU is told that an access was refused: at the instruction, or later, when it strikes whoever runs then.',
  },
  {
    term: 'fault',
    forms: ['faults'],
    meaning: 'An access that was refused, although no code may ever have asked for it.',
  },
];

const BY_FORM: ReadonlyMap<string, Entry> = new Map(
  GLOSSARY.flatMap((entry) => [entry.term, ...(entry.forms ?? [])].map((form) => [form.toLowerCase(), entry] as const)),
);

/** What a word means, in any of its forms; undefined for a word that is none of the page's. */
export function entryOf(word: string): Entry | undefined {
  return BY_FORM.get(word.toLowerCase());
}

/** `Stray: a slot whose PTE is still there …` */
export function explained({ term, meaning }: Entry): string {
  return `${term.charAt(0).toUpperCase()}${term.slice(1)}: ${meaning}`;
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
