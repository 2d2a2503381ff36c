/** The words of the page, each in one sentence. */
export const GLOSSARY: readonly { readonly term: string; readonly meaning: string }[] = [
  {
    term: 'slot',
    meaning: 'One page of the kmap window: a fixed virtual address whose PTE kmap_atomic fills for a moment.',
  },
  {
    term: 'strip',
    meaning: 'The slots one CPU uses, one after the other; all strips stand in one page table that every CPU shares.',
  },
  { term: 'live', meaning: 'A slot in use: below the depth of its CPU.' },
  {
    term: 'stray',
    meaning: 'A slot whose PTE is still there although nobody uses it: at or above the depth of its CPU.',
  },
  { term: 'exposed', meaning: 'A slot whose page belongs to the secure world: any access through it is refused.' },
  { term: 'depth', meaning: 'How many mappings of its strip a CPU has in use; the kernel calls it __kmap_atomic_idx.' },
  {
    term: 'PTE',
    meaning:
      'Page table entry: two words, one for Linux and one for the hardware, that say which frame an address means.',
  },
  { term: 'TLB', meaning: 'The translations a CPU has cached; it may use them until it is told to forget them.' },
  {
    term: 'highmem',
    meaning: 'Memory that the kernel has no permanent address for and must map before it can touch it.',
  },
  { term: 'pkmap', meaning: 'The window of kmap(): longer-lived mappings that are counted and given back lazily.' },
  {
    term: 'flush',
    meaning: 'kmap_atomic_flush_unused(): every online CPU clears the slots of its strip that are not in use.',
  },
  { term: 'IPI', meaning: 'An interrupt from one CPU to another; only CPUs that are online take it.' },
  {
    term: 'secure world',
    meaning: 'The side of TrustZone that can take a page away; its firewall refuses every access of the other side.',
  },
  { term: 'speculation', meaning: 'A CPU reads ahead through any valid mapping, though no instruction asked for it.' },
];
