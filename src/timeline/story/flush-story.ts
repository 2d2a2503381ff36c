import { cpuState } from '../../model/machine.ts';
import { cleared, mappedSlots, only, type Happened, type Story } from './happened.ts';
import { count, cpuWord, cpuWords } from './words.ts';

/** kmap_atomic_flush_unused: what was written, what was only looked at, and whom it did not reach. */
export function flushStory({ events, after }: Happened): Story {
  const title = 'Flush of unused slots';
  const runs = only(events, 'flush_cpu');
  if (runs.length === 0) {
    return { title, sentence: 'this kernel has no kmap_atomic_flush_unused: the call is empty, every stray stays' };
  }
  const { slots, idle } = cleared(events);
  const looked = only(events, 'pte_read').filter(({ page }) => page === 0).length;
  const skipped = idle > 0 ? `writes 0 over ${idle} empty slots` : `skips ${looked} that are 0`;
  const missed = only(events, 'ipi_send').flatMap((event) => event.missed);
  const forgotten = missed.filter((cpu) => mappedSlots(after, cpu).length > 0);
  const absent = missed.length === 0 ? '' : `; ${cpuWords(missed)} ${missed.length === 1 ? 'is' : 'are'} not reached`;
  const kept = forgotten.length === 0 ? '' : missed.length === 1 ? ' and keeps strays' : ' and keep strays';
  return {
    title,
    sentence: `the flush on ${count(runs.length, 'CPU')} clears ${count(slots.length, 'slot')}, ${skipped}${absent}${kept}`,
  };
}

/** kmap_flush_unused: the lazily unmapped pkmap entries, and nothing else. */
export function pkmapFlushStory({ events }: Happened): Story {
  const title = 'Flush of idle pkmap entries';
  const writes = only(events, 'pte_write').filter(({ table, to }) => table === 'pkmap' && to === 0).length;
  if (writes === 0) return { title, sentence: 'no pkmap entry lies idle: the flush of pkmap writes nothing' };
  return {
    title,
    sentence: `the flush of pkmap clears ${count(writes, 'idle entry', 'idle entries')}; one invalidate covers them all`,
  };
}

const REFUSALS: Readonly<Record<number, (target: string, initiator: string) => string>> = {
  [-1]: (target) => `${target} cannot go: the platform answers -EPERM`,
  [-16]: (_target, initiator) => `${initiator} is the last one online: cpu_down answers -EBUSY`,
  [-22]: (target) => `${target} is not online: cpu_down answers -EINVAL`,
};

/** cpu_down: what became of the slots of the CPU that went. */
export function downStory({ events, after }: Happened, cpu: number, target: number): Story {
  const [who, gone] = [cpuWord(cpu), cpuWord(target)];
  const errno = errnoOf(events, 'cpu_down');
  if (errno !== 0)
    return { title: `${gone} stays`, sentence: (REFUSALS[errno] ?? ((name) => `${name} stays: ${errno}`))(gone, who) };
  if (isIdle(events, 'cpu_down')) {
    return {
      title: `${gone} is offline`,
      sentence: `${gone} is not online: cpu_down has nothing to do, and answers 0`,
    };
  }
  const { slots } = cleared(events);
  const left = mappedSlots(after, target).length;
  const hook = only(events, 'flush_cpu').length > 0;
  const state = cpuState(after, target) === 'dead' ? 'is offline' : 'goes';
  const kept =
    left === 0
      ? 'nothing of it stays mapped'
      : `${count(left, 'PTE', 'PTEs')} of it ${left === 1 ? 'stays' : 'stay'} in the shared table`;
  const swept = hook ? `the hook clears ${count(slots.length, 'slot')}, ${kept}` : kept;
  return { title: `${gone} goes offline`, sentence: `${who} takes ${gone} down: it ${state}; ${swept}` };
}

/** cpu_up: nothing clears slots on the way. */
export function upStory({ events, after }: Happened, cpu: number, target: number): Story {
  const [who, coming] = [cpuWord(cpu), cpuWord(target)];
  if (isIdle(events, 'cpu_up')) {
    const answer = errnoOf(events, 'cpu_up') === 0 ? '0' : '-EINVAL';
    return { title: `${coming} is up`, sentence: `${coming} is up already: cpu_up answers ${answer}` };
  }
  const left = mappedSlots(after, target).length;
  const strays =
    left === 0
      ? 'its strip is empty'
      : `${count(left, 'stray')} of its earlier life ${left === 1 ? 'is' : 'are'} still there`;
  return {
    title: `${coming} comes online`,
    sentence: `${who} brings ${coming} up; nothing clears slots on the way: ${strays}`,
  };
}

/** disable_nonboot_cpus: suspend. */
export function suspendStory({ events }: Happened): Story {
  const gone = only(events, 'cpu_state').flatMap(({ cpu, to }) => (to === 'dead' ? [cpu] : []));
  const { slots } = cleared(events);
  const did = gone.length === 0 ? 'finds no other CPU to take down' : `takes ${cpuWords(gone)} down`;
  return { title: 'Suspend', sentence: `suspend ${did}; hooks clear ${count(slots.length, 'slot')}` };
}

/** enable_nonboot_cpus: resume. */
export function resumeStory({ events }: Happened): Story {
  const back = only(events, 'cpu_state').flatMap(({ cpu, to }) => (to === 'online' ? [cpu] : []));
  const did = back.length === 0 ? 'finds no CPU to bring back' : `brings ${cpuWords(back)} back`;
  return { title: 'Resume', sentence: `resume ${did}; nothing clears slots on the way` };
}

/** Has a hotplug call returned and no CPU gone or come? From 4.6 on that is no error. */
const isIdle = (events: Happened['events'], fn: string): boolean =>
  only(events, 'cpu_state').length === 0 && only(events, 'return').some((event) => event.fn === fn);

function errnoOf(events: Happened['events'], fn: string): number {
  const value = only(events, 'return').findLast((event) => event.fn === fn)?.value;
  return value?.kind === 'int' ? value.value : 0;
}
