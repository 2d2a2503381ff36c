import { present } from '../base/assert.ts';
import { tlbPlace } from '../model/machine.ts';
import { vaIndex, vaKind } from '../model/va.ts';
import { formatStatement } from '../scenario/format.ts';
import { pageCode, placeName } from '../scenario/names.ts';
import { factsOf, factsUntil } from './facts.ts';
import type { Run } from './run.ts';
import { indices } from './story/happened.ts';
import { lifeWord } from './story/words.ts';
import { pageLinks, pkmapLinks, secureLinks, slotLinks, tlbLinks, type Link, type Past } from './why-links.ts';

/** One earlier step of a chain of causes: the position just after it, its line, and what it has to do with what was asked. */
export type Cause = { readonly step: number; readonly text: string; readonly because: string };

/**
 * Why is this object what it is at position `at`? The shortest chain of earlier steps, oldest first: who wrote it last, what left it, what
 * passed it by, what made it dangerous. Empty when it is as it was at boot.
 *
 * @param object as in the changes of a step: `cpu1.slot0`, `cpu1.depth`, `cpu2.tlb`, `cpu1`, `page3`, `pkmap1`, `cpu2.abort`, `fault`
 */
export function whyOf(run: Run, at: number, object: string): readonly Cause[] {
  const past = pastOf(run, at);
  const chain = (violationLinks(run, past, object) ?? linksOf(past, object)).toSorted((a, b) => a.step - b.step);
  const isFirst = ({ step, because }: Link, i: number): boolean =>
    chain.findIndex((other) => other.step === step && other.because === because) === i;
  return chain.filter(isFirst).map(({ step, because }) => {
    const text = formatStatement(present(run.records[step - 1], 'the step of a cause').step);
    return { step, text, because };
  });
}

const pastOf = (run: Run, at: number): Past => ({ kernel: run.kernel, ...factsUntil(run, at) });

function linksOf(past: Past, object: string): readonly Link[] {
  const [, cpu, part = ''] = /^cpu(\d+)(?:\.(.*))?$/.exec(object) ?? [];
  if (cpu !== undefined) return cpuLinks(past, Number(cpu), part);
  const pkmap = /^pkmap(\d+)$/.exec(object);
  if (pkmap !== null) return pkmapLinks(past, Number(pkmap[1]));
  const page = /^(page|low)(\d+)$/.exec(object);
  if (page === null) return [];
  return pageLinks(past, pageCode(past.kernel.config, { low: page[1] === 'low', n: Number(page[2]) }));
}

function cpuLinks(past: Past, cpu: number, part: string): readonly Link[] {
  const { slotsPerCpu, tlbPlaces } = past.kernel.layout;
  const slot = /^slot(\d+)$/.exec(part);
  if (slot !== null) return slotLinks(past, cpu * slotsPerCpu + Number(slot[1]));
  if (part === 'tlb') return indices(tlbPlaces).flatMap((place) => tlbLinks(past, cpu, place));
  if (part === 'depth') {
    const depth = factsOf(past.facts, 'depth').findLast(({ event }) => event.cpu === cpu);
    if (depth === undefined) return [];
    return [{ step: depth.step, because: `moved the index from ${depth.event.from} to ${depth.event.to}` }];
  }
  if (part === 'task') {
    const task = factsOf(past.facts, 'task').findLast(({ event }) => event.cpu === cpu);
    if (task === undefined) return [];
    return [{ step: task.step, because: `switched from task ${task.event.from} to task ${task.event.to}` }];
  }
  const bug = factsOf(past.facts, 'bug').findLast(({ event }) => event.cpu === cpu);
  if (bug !== undefined) return [{ step: bug.step, because: 'ran into a BUG_ON and stopped' }];
  const states = factsOf(past.facts, 'cpu_state').filter(({ event }) => event.cpu === cpu);
  const last = states.at(-1);
  if (last === undefined) return [];
  const from = states.find(({ step }) => step === last.step)?.event.from ?? last.event.from;
  return [{ step: last.step, because: `took CPU${cpu} from ${lifeWord(from)} to ${lifeWord(last.event.to)}` }];
}

/**
 * Why there was a fault, or why an abort is pending on a CPU: the access that the firewall refused (the first of the run; the last of that
 * CPU), the way it took, as it was just before, who made the page secure, and the access itself. Null for any other object.
 */
function violationLinks(run: Run, { facts }: Past, object: string): readonly Link[] | null {
  const [, cpu] = /^cpu(\d+)\.abort$/.exec(object) ?? [];
  if (object !== 'fault' && cpu === undefined) return null;
  const violations = factsOf(facts, 'violation');
  const violation = cpu === undefined ? violations[0] : violations.findLast(({ event }) => event.cpu === Number(cpu));
  if (violation === undefined) return [];
  const { step, event } = violation;
  const before = pastOf(run, step - 1);
  const place = tlbPlace(run.kernel.layout, event.va);
  const way =
    event.via === 'tlb'
      ? tlbLinks(before, event.cpu, place)
      : vaKind(event.va) === 'slot'
        ? slotLinks(before, vaIndex(event.va))
        : vaKind(event.va) === 'pkmap'
          ? pkmapLinks(before, vaIndex(event.va))
          : [];
  const by = event.via === 'tlb' ? 'its TLB entry for ' : '';
  const access = `CPU${event.cpu} came through ${by}${placeName(run.kernel.config, event.va)}, and the firewall refused`;
  return [...way, ...secureLinks(before, event.page), { step, because: access }];
}
