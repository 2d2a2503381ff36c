import type { VaCode } from '../../model/action.ts';
import type { Event } from '../../model/event.ts';
import type { Kernel } from '../../model/kernel.ts';
import { kmapAtomicIdx, pkmapCount, topPte } from '../../model/machine.ts';
import { linearVa, slotVa, vaIndex, vaKind } from '../../model/va.ts';
import { entered, only, returned, type Happened, type Story } from './happened.ts';
import { count, cpuWord, pageWord, placeWord } from './words.ts';

/** kmap_atomic, kmap_atomic_pfn, kmap_local_page: which slot was taken, over what; or why none was needed. */
export function mapStory(happened: Happened, fn: string, cpu: number): Story {
  const { kernel, events } = happened;
  const page = pageWord(kernel.config, entered(events, fn)?.a ?? 0);
  const value = returned(events, fn);
  const title = `${cpuWord(cpu)} maps ${page}`;
  const va = value?.kind === 'va' ? value.va : 0;
  return { title, sentence: mapSentence(happened, cpu, page, va) };
}

function mapSentence({ kernel, events }: Happened, cpu: number, page: string, va: VaCode): string {
  const who = cpuWord(cpu);
  const place = placeWord(kernel.config, va, cpu);
  switch (vaKind(va)) {
    case 'linear':
      return `${page} is always mapped: ${who} gets its linear address and takes no slot`;
    case 'pkmap':
      return `${page} already has ${place}: ${who} uses that address and takes no slot`;
    case 'dma':
    case 'none':
      return `${who} enters kmap_atomic for ${page}`;
    case 'slot': {
      const write = only(events, 'pte_write').find(({ table, index }) => table === 'fixmap' && slotVa(index) === va);
      if (write === undefined) return `${who} maps ${page} beyond the window: the PTE it writes is somebody else's`;
      const foreign = Math.floor(write.index / kernel.layout.slotsPerCpu) !== cpu;
      if (write.index >= kernel.windowEnd)
        return `${who} maps ${page} in ${foreign ? '' : 'its '}${place}, beyond the kmap window: that address is somebody else's`;
      if (foreign) return `${who} has used up its strip: ${page} lands in ${place}`;
      if (write.from === write.to)
        return `${who} maps ${page} in ${place}, where it was a stray: the same PTE is written again`;
      const over = write.from === 0 ? '' : `, over the stray of ${pageWord(kernel.config, write.from)}`;
      return `${who} maps ${page} in its ${place}${over}`;
    }
  }
}

/** kunmap_atomic, kunmap_local: whether the PTE stays, and what that makes of the slot. */
export function unmapStory({ kernel, events, before, after }: Happened, fn: string, cpu: number): Story {
  const who = cpuWord(cpu);
  const va = entered(events, fn)?.a ?? 0;
  const place = placeWord(kernel.config, va, cpu);
  switch (vaKind(va)) {
    case 'slot': {
      const index = vaIndex(va);
      const page = pageWord(kernel.config, topPte(before, index));
      const title = `${who} unmaps ${page}`;
      const [end, top] = [after, before].map((m) => kmapAtomicIdx(m, cpu) + cpu * kernel.layout.slotsPerCpu);
      const clears = topPte(after, index) === 0 ? ' and clears its PTE' : '';
      if (index < (end ?? 0))
        return {
          title,
          sentence: outOfOrder(who, place + clears, placeWord(kernel.config, slotVa((top ?? 0) - 1), cpu)),
        };
      if (clears !== '') return { title, sentence: `${who} unmaps ${page} and clears the PTE of ${place}` };
      return { title, sentence: `${who} unmaps ${page}; its PTE stays: ${place} is now a stray` };
    }
    case 'pkmap': {
      const users = pkmapCount(after, vaIndex(va)) - 1;
      const left = users > 0 ? count(users, 'user is', 'users are') : 'nobody is';
      return { title: `${who} unmaps ${place}`, sentence: `${who} gives ${place} back; ${left} left, its PTE stays` };
    }
    case 'linear':
    case 'dma':
    case 'none':
      return {
        title: `${who} unmaps lowmem`,
        sentence: `${who} unmaps a lowmem page: no slot was taken, so nothing changes`,
      };
  }
}

/** Without a check the pop takes the top position, whichever address was given back. */
function outOfOrder(who: string, place: string, top: string): string {
  return `${who} gives back ${place}, but the pop frees ${top}: the mapping there now counts as unused`;
}

/** kmap: the pkmap entry it got. */
export function kmapStory({ kernel, events, after }: Happened, cpu: number): Story {
  const who = cpuWord(cpu);
  const code = entered(events, 'kmap')?.a ?? 0;
  const page = pageWord(kernel.config, code);
  const value = returned(events, 'kmap');
  const va = value?.kind === 'va' ? value.va : 0;
  const title = `${who} maps ${page} for long`;
  if (va === linearVa(code)) return { title, sentence: `${page} is always mapped: ${who} gets its linear address` };
  const place = placeWord(kernel.config, va, cpu);
  const written = only(events, 'pte_write').some(({ table, to }) => table === 'pkmap' && to === code);
  const how = written ? 'a new PTE without a TLB invalidate' : 'its PTE was still there';
  return { title, sentence: `${who} maps ${page} at ${place}: ${how}, count ${pkmapCount(after, vaIndex(va))}` };
}

/** kunmap: lazy; the PTE stays until somebody flushes. */
export function kunmapStory({ kernel, events }: Happened, cpu: number): Story {
  const who = cpuWord(cpu);
  const page = pageWord(kernel.config, entered(events, 'kunmap')?.a ?? 0);
  const title = `${who} unmaps ${page} lazily`;
  const change = only(events, 'pkmap_count').at(-1);
  if (change === undefined) return { title, sentence: `${page} is always mapped: kunmap does nothing` };
  const left = change.to === 1 ? 'nobody uses it' : count(change.to - 1, 'user is', 'users are') + ' left';
  return {
    title,
    sentence: `${who} lowers the count of pkmap ${change.entry} to ${change.to}: ${left}, the PTE stays`,
  };
}

/** copy_highpage: two nested slots. */
export function copyStory({ kernel, events, after }: Happened, cpu: number): Story {
  const call = entered(events, 'copy_highpage');
  const [to, from] = [pageWord(kernel.config, call?.a ?? 0), pageWord(kernel.config, call?.b ?? 0)];
  const slots = [...new Set(only(events, 'pte_write').map(({ index }) => index))];
  const refused = refusal(kernel, events);
  const left = slots.filter((index) => topPte(after, index) !== 0).length;
  const title = `${cpuWord(cpu)} copies ${from}`;
  const said = `${cpuWord(cpu)} copies ${from} to ${to} through ${count(slots.length, 'slot')}`;
  if (refused !== null) return { title, sentence: `${said}; ${refused}` };
  return {
    title,
    sentence: `${said}; ${left === 0 ? 'nothing stays mapped' : `${count(left, 'PTE stays', 'PTEs stay')} behind`}`,
  };
}

/** dma_clean: a buffer, page by page, through one position. */
export function cleanStory({ kernel, events, after }: Happened, cpu: number): Story {
  const pages = only(events, 'cache_clean').length;
  const refused = refusal(kernel, events);
  const last = only(events, 'pte_write').findLast(({ to }) => to !== 0);
  const title = `${cpuWord(cpu)} cleans a buffer`;
  const said = `${cpuWord(cpu)} cleans ${count(pages, 'page')}, one at a time`;
  if (refused !== null) return { title, sentence: `${said}; ${refused}` };
  if (last === undefined) return { title, sentence: `${said}; no slot was needed` };
  const place = placeWord(kernel.config, slotVa(last.index), cpu);
  if (topPte(after, last.index) === 0) return { title, sentence: `${said}, through ${place}; nothing stays mapped` };
  return {
    title,
    sentence: `${said}, through ${place}; only ${pageWord(kernel.config, last.to)} stays mapped, a stray`,
  };
}

/** What the firewall said to an access in the middle of a call; null when it said nothing. */
function refusal({ config }: Kernel, events: readonly Event[]): string | null {
  const violation = only(events, 'violation')[0];
  return violation === undefined ? null : `the firewall refuses secure ${pageWord(config, violation.page)}`;
}

/** dma_alloc_attrs, dma_free_attrs: a driver's own mapping, of a memory type that nothing reaches speculatively. */
export function orderedStory(
  { kernel, events }: Happened,
  fn: 'dma_alloc_attrs' | 'dma_free_attrs',
  cpu: number,
): Story {
  const who = cpuWord(cpu);
  const page = pageWord(kernel.config, entered(events, fn)?.a ?? 0);
  return fn === 'dma_alloc_attrs'
    ? {
        title: `${who} maps ${page} strongly ordered`,
        sentence: `${who} maps ${page} strongly ordered: no CPU will speculate through it`,
      }
    : { title: `${who} frees ${page}`, sentence: `${who} takes the strongly-ordered mapping of ${page} away` };
}
