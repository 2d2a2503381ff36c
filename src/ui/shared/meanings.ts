import type { Entry, Term } from './glossary.ts';

/** What each word of the page means, in one sentence. Fetched when the first is asked for. */
export const MEANINGS: { readonly [T in Term]: string } = {
  slot: 'One page of the kmap window: a fixed virtual address whose PTE kmap_atomic fills for a moment.',
  strip: 'The slots one CPU uses, one after the other; all strips stand in one page table that every CPU shares.',
  'page table':
    'Where the hardware looks up which frame an address means; the kernel’s own is one and the same for all CPUs.',
  live: 'A slot in use: below the depth of its CPU.',
  stray: 'A slot whose PTE is still there although nobody uses it: at or above the depth of its CPU.',
  exposed: 'A slot whose page belongs to the secure world: any access through it is refused.',
  depth: 'How many mappings of its strip a CPU has in use; the kernel calls it __kmap_atomic_idx.',
  PTE: 'Page table entry: two words, one for Linux and one for the hardware, that say which frame an address means.',
  TLB: 'Translation lookaside buffer: the translations a CPU has cached; it may use them until it is told to forget them.',
  walk: 'The hardware reads the page table to find out which frame an address means.',
  highmem: 'Memory that the kernel has no permanent address for and must map before it can touch it.',
  lowmem: 'Memory that the kernel has mapped for good, at one fixed distance: the linear map.',
  'physical memory': 'Memory as the hardware numbers it, in frames of 4 KiB; a page is what lies in one frame.',
  pkmap: 'The window of kmap(): longer-lived mappings that are counted and given back lazily.',
  flush: 'kmap_atomic_flush_unused(): every online CPU clears the slots of its strip that are not in use.',
  IPI: 'An interrupt from one CPU to another; only CPUs that are online take it.',
  online: 'A CPU that runs code and takes interrupts; an offline one does neither, its slots stay.',
  offline: 'A CPU that was taken down: it runs nothing and no IPI reaches it, but its strip stays in the page table.',
  interrupted: 'Something else runs on the CPU in between, and may map pages too: on top of those that are mapped.',
  task: 'A program or kernel thread that a CPU runs; from 5.11 on its mappings travel with it.',
  idle: 'Nothing runs on this CPU, and nothing of its strip is in use.',
  stop_machine: 'Every CPU holds still, with interrupts off, while one of them does what nobody may see half done.',
  'secure world':
    'The side of TrustZone that can take a page away; its firewall refuses every access of the other side.',
  firewall: 'Hardware before memory that knows which world each page belongs to, whatever any page table says.',
  speculation: 'A CPU reads ahead through any valid mapping, though no instruction asked for it.',
  abort:
    'How the CPU is told that an access was refused: at the instruction, or later, when it strikes whoever runs then.',
  fault: 'An access that was refused, although no code may ever have asked for it.',
};

/** `Stray: a slot whose PTE is still there …` */
export function explained({ term }: Entry): string {
  return `${term.charAt(0).toUpperCase()}${term.slice(1)}: ${MEANINGS[term]}`;
}
