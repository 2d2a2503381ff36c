import type { PageCode } from '../../model/action.ts';
import { isSecure, pkmapPte, tlbEntry, type Machine } from '../../model/machine.ts';
import { cleared, entered, indices, only, slotsMapping, type Happened, type Story } from './happened.ts';
import { count, cpuWords, pageWord } from './words.ts';

/** secure_protect, secure_buffer_change_chunk: what is left that leads to a page at the moment it becomes secure. */
export function protectStory({ kernel, events, after }: Happened, fn: string): Story {
  const code = entered(events, fn)?.a ?? 0;
  const page = pageWord(kernel.config, code);
  if (!only(events, 'secure').some(({ secure }) => secure)) return refused(page, 'secure already');
  const flushed = cleared(events).slots.length;
  const first = fn === 'secure_buffer_change_chunk' ? `after a flush of ${count(flushed, 'slot')} ` : '';
  return {
    title: `${page} becomes secure`,
    sentence: `${first}the secure world takes ${page}; ${danger(after, code)}`,
  };
}

/** What still leads to a secure page: PTEs, or TLB entries without one. */
function danger(machine: Machine, code: PageCode): string {
  const slots = slotsMapping(machine, code).length;
  const entries = indices(machine.layout.pkmapEntries).filter((entry) => pkmapPte(machine, entry) === code).length;
  if (slots + entries > 0) return `${count(slots + entries, 'PTE still maps', 'PTEs still map')} it: it is exposed`;
  const cached = cpusCaching(machine, code);
  if (cached.length > 0) return `no PTE maps it, but the TLB of ${cpuWords(cached)} still does`;
  return 'no PTE and no TLB entry leads there';
}

/** CPUs whose TLB holds a translation to a page. */
export function cpusCaching(machine: Machine, code: PageCode): readonly number[] {
  const places = indices(machine.layout.tlbPlaces);
  return indices(machine.layout.cpus).filter((cpu) => places.some((place) => tlbEntry(machine, cpu, place) === code));
}

/** secure_unprotect: the way back. */
export function unprotectStory({ kernel, events, after }: Happened): Story {
  const code = entered(events, 'secure_unprotect')?.a ?? 0;
  const page = pageWord(kernel.config, code);
  if (only(events, 'secure').length === 0 || isSecure(after, code)) return refused(page, 'not secure');
  return {
    title: `${page} is given back`,
    sentence: `the secure world gives ${page} back: every CPU may access it again`,
  };
}

function refused(page: string, why: string): Story {
  return { title: `${page} is ${why}`, sentence: `${page} is ${why}: the request answers -EINVAL` };
}
