import type { BugKind, Event } from '../../model/event.ts';
import { isDown } from '../../model/machine.ts';
import { formatStatement } from '../../scenario/format.ts';
import type { Arg, Call } from '../../scenario/syntax.ts';
import { abortStory, accessStory, evictStory } from './access-story.ts';
import { downStory, flushStory, pkmapFlushStory, resumeStory, suspendStory, upStory } from './flush-story.ts';
import { only, type Happened, type Story } from './happened.ts';
import { finishStory, lineStory } from './line-story.ts';
import { cleanStory, copyStory, kmapStory, kunmapStory, mapStory, orderedStory, unmapStory } from './map-story.ts';
import { protectStory, unprotectStory } from './secure-story.ts';
import { cpuWord, sentence } from './words.ts';

/**
 * The story of one step: who did what to which object, and what that left. Made from the events and the two machines alone, so that it
 * cannot say anything that the picture does not show.
 */
export function storyOf(happened: Happened): Story {
  const { title, sentence: said } = tell(happened);
  return { title: title.charAt(0).toUpperCase() + title.slice(1), sentence: sentence(said) };
}

function tell(happened: Happened): Story {
  const { step, outcome, reason, events } = happened;
  if (step.type === 'expect') return expectStory(happened);
  const who = cpuWord(step.cpu);
  if (outcome === 'refused') return { title: `${who} cannot`, sentence: reason ?? 'this is not possible here' };
  const bug = only(events, 'bug')[0];
  if (bug !== undefined) return { title: 'BUG', sentence: bugSentence(happened, bug) };
  const gone = vectorsWriter(happened);
  if (gone !== null) return { title: 'The system is gone', sentence: vectorsSentence(cpuWord(gone)) };
  if (outcome === 'waiting') return { title: `${who} waits`, sentence: reason ?? `${who} cannot go on` };
  switch (step.type) {
    case 'call':
      return step.enter ? lineStory(happened, step.cpu) : callStory(happened, step);
    case 'finish':
      return finishStory(happened, step.cpu);
    case 'tick':
    case 'handle_IPI':
      return lineStory(happened, step.cpu);
    case 'irq':
      return {
        title: `${who} is interrupted`,
        sentence: `a device interrupts ${who}: what follows there runs in interrupt context`,
      };
    case 'irq_return':
      return { title: `${who} returns`, sentence: `${who} returns from the interrupt to what it was doing` };
    case 'take_abort':
      return abortStory(happened, step.cpu);
    case 'speculate':
      return accessStory(happened, step.cpu, true);
    case 'evict':
      return evictStory(happened, step.cpu);
    case 'schedule':
      return scheduleStory(happened, who, step.task);
  }
}

function callStory(happened: Happened, { fn, cpu, args }: Call): Story {
  switch (fn) {
    case 'kmap_atomic':
    case 'kmap_atomic_pfn':
    case 'kmap_local_page':
      return mapStory(happened, fn, cpu);
    case 'kunmap_atomic':
    case 'kunmap_local':
      return unmapStory(happened, fn, cpu);
    case 'kmap':
      return kmapStory(happened, cpu);
    case 'kunmap':
      return kunmapStory(happened, cpu);
    case 'kmap_flush_unused':
      return pkmapFlushStory(happened);
    case 'kmap_atomic_flush_unused':
      return flushStory(happened);
    case 'copy_highpage':
      return copyStory(happened, cpu);
    case 'dma_clean':
      return cleanStory(happened, cpu);
    case 'read':
      return accessStory(happened, cpu, false);
    case 'cpu_down':
      return downStory(happened, cpu, cpuArg(args));
    case 'cpu_up':
      return upStory(happened, cpu, cpuArg(args));
    case 'disable_nonboot_cpus':
      return suspendStory(happened);
    case 'enable_nonboot_cpus':
      return resumeStory(happened);
    case 'secure_protect':
    case 'secure_buffer_change_chunk':
      return protectStory(happened, fn);
    case 'secure_unprotect':
      return unprotectStory(happened);
    case 'dma_alloc_attrs':
    case 'dma_free_attrs':
      return orderedStory(happened, fn, cpu);
  }
}

function cpuArg(args: readonly Arg[]): number {
  const arg = args[0];
  return arg?.type === 'cpu' ? arg.cpu : 0;
}

function expectStory({ step, outcome, reason }: Happened): Story {
  const what = formatStatement(step).replace(/^expect /, '');
  if (outcome === 'expect_ok') return { title: 'As expected', sentence: `as expected: ${what}` };
  return { title: 'Not as expected', sentence: `expected ${what}, but ${reason ?? 'it is not so'}` };
}

function scheduleStory({ events }: Happened, who: string, task: number): Story {
  const writes = only(events, 'pte_write');
  const out = writes.filter(({ to }) => to === 0).length;
  const back = writes.length - out;
  const moved =
    writes.length === 0 ? 'neither has a mapping' : `mappings taken from the table: ${out}, written back: ${back}`;
  return { title: `${who} switches tasks`, sentence: `${who} switches to task ${task}; ${moved}` };
}

type BugEvent = Event & { readonly type: 'bug' };

const BUGS: Readonly<Record<BugKind, string>> = {
  nesting: 'more mappings than slots',
  'slot not none': 'the slot it was given still holds a PTE',
  'wrong address': 'the address is not that of the top slot',
  'index below zero': 'nothing was mapped',
  'kmap in interrupt': 'kmap may sleep and interrupts may not',
  'kunmap not mapped': 'the page is not mapped',
};

/** The CPU that wrote the PTE of the exception vectors, which lie where a strip beyond the window reaches; null when none did. */
function vectorsWriter({ kernel, events }: Happened): number | null {
  return only(events, 'outside_window').find(({ index }) => index === kernel.vectorsSlot)?.cpu ?? null;
}

const vectorsSentence = (who: string): string =>
  `${who} writes the PTE of 0xffff0000, beyond the kmap window: those are the exception vectors, and the whole system is gone`;

/** die() of arch/arm/kernel/traps.c: an oops in a task stops that CPU for us, one in an interrupt is a panic. */
function bugSentence({ after }: Happened, { cpu, fn, bug }: BugEvent): string {
  return `BUG_ON in ${fn}: ${BUGS[bug]}; ${isDown(after) ? 'in an interrupt that is a panic: the system is gone' : `${cpuWord(cpu)} stops`}`;
}
