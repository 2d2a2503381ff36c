import type { Event } from '../../model/event.ts';
import { only, type Happened, type Story } from './happened.ts';
import { cpuWord, pageWord, placeWord } from './words.ts';

type Violation = Extract<Event, { readonly type: 'violation' }>;

/** A CPU reads, or speculates, through an address: where it came out and how. */
export function accessStory({ kernel, events, reason }: Happened, cpu: number, speculative: boolean): Story {
  const { config } = kernel;
  const who = cpuWord(cpu);
  const does = speculative ? 'speculates' : 'reads';
  const title = `${who} ${does}`;
  const violation = only(events, 'violation')[0];
  if (violation !== undefined) {
    const through = placeWord(config, violation.va, cpu);
    const by = violation.via === 'tlb' ? 'by its TLB alone, ' : '';
    const page = pageWord(config, violation.page);
    return {
      title: `${who} hits the firewall`,
      sentence: `${who} ${does} through ${through}, ${by}into secure ${page}: ${delivered(violation)}`,
    };
  }
  const access = only(events, 'access')[0];
  if (access !== undefined) {
    const through = placeWord(config, access.va, cpu);
    const page = pageWord(config, access.page);
    return { title, sentence: `${who} ${does} through ${through} and reaches ${page}${MEANS[access.via]}` };
  }
  const nothing = only(events, 'no_translation')[0];
  if (nothing === undefined) return { title, sentence: reason ?? `${who} ${does}` };
  const through = placeWord(config, nothing.va, cpu);
  const then = speculative ? 'the walk finds no translation and nothing happens' : 'a translation fault';
  return { title, sentence: `nothing is mapped at ${through}: ${then}` };
}

/** How an access came to its translation, and what that leaves. */
const MEANS = { tlb: ', by an entry its TLB had', pte: '; its TLB keeps the translation', linear: '' } as const;

/** How the refusal of the firewall reaches the non-secure side. */
export function delivered({ delivery }: Violation): string {
  switch (delivery) {
    case 'silent_zero':
      return 'the firewall answers with zeros';
    case 'async_abort':
      return 'refused, an asynchronous abort is pending';
    case 'fatal':
      return 'the firewall resets the whole system';
    case 'sync_abort':
      return 'refused, a synchronous external abort';
  }
}

/** A TLB gives up an entry, as hardware may at any time. */
export function evictStory({ kernel, events, step }: Happened, cpu: number): Story {
  const who = cpuWord(cpu);
  const drop = only(events, 'tlb_drop')[0];
  const title = `${who}'s TLB forgets`;
  if (drop === undefined || step.type !== 'evict')
    return { title, sentence: `${who}'s TLB holds no such entry: nothing happens` };
  return {
    title,
    sentence: `${who}'s TLB forgets ${placeWord(kernel.config, drop.va, cpu)}, as hardware may at any time`,
  };
}

/** take_abort: the abort comes where nobody did anything wrong. */
export function abortStory({ events }: Happened, cpu: number): Story {
  const who = cpuWord(cpu);
  const innocent = only(events, 'abort_taken')[0]?.innocent === 'task' ? 'the task it runs' : 'the handler it runs';
  return {
    title: `${who} takes the abort`,
    sentence: `${who} takes the pending abort in ${innocent}, which did nothing wrong`,
  };
}
