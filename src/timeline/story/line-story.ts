import { present } from '../../base/assert.ts';
import type { Event } from '../../model/event.ts';
import { fnNumber, ROUTINE_NAMES } from '../../model/routine.ts';
import { routineOf } from '../../model/kernel.ts';
import type { Kernel } from '../../model/kernel.ts';
import { pkmapVa, slotVa } from '../../model/va.ts';
import { delivered } from './access-story.ts';
import { only, type Happened, type Story } from './happened.ts';
import { cpuWord, cpuWords, pageWord, placeWord } from './words.ts';

/** The story of indivisible lines: `enter`, `tick`, `handle_IPI`, a call stepped into. What came of the last line, or else what it says. */
export function lineStory({ kernel, events, reason }: Happened, cpu: number): Story {
  const line = only(events, 'line').at(-1);
  const who = cpuWord(line?.cpu ?? cpu);
  const effect = effectOf(kernel, events, line?.cpu ?? cpu);
  if (line === undefined) {
    const call = only(events, 'enter').at(-1);
    if (call === undefined) return { title: who, sentence: reason ?? `${who} does nothing` };
    return { title: `Into ${call.fn}`, sentence: effect === null ? `${who} enters ${call.fn}` : `${who} ${effect}` };
  }
  const title = `${who} in ${line.fn}`;
  return {
    title,
    sentence: effect === null ? `${who}, ${line.fn}: ${lineText(kernel, line.fn, line.pc)}` : `${who} ${effect}`,
  };
}

/** `finish`: which call came to its end, and the last thing that it changed for all to see. */
export function finishStory({ kernel, events }: Happened, cpu: number): Story {
  const who = cpuWord(cpu);
  const done = only(events, 'return').findLast((event) => event.cpu === cpu);
  if (done === undefined) return { title: `${who} goes on`, sentence: `${who} goes on, and the call has not returned` };
  // What other CPUs did meanwhile is theirs; that a CPU came or went is what this one was waiting for.
  const visible = events.filter(
    (event) =>
      event.type === 'cpu_state' || (event.cpu === cpu && ['pte_write', 'secure', 'pkmap_count'].includes(event.type)),
  );
  const effect = effectOf(kernel, visible, cpu);
  return {
    title: `${who} finishes ${done.fn}`,
    sentence: `${who} finishes ${done.fn}${effect === null ? '' : `: it ${effect}`}`,
  };
}

/** The text of a line of a routine, as this kernel has it. */
export function lineText(kernel: Kernel, fn: string, pc: number): string {
  const name = present(
    ROUTINE_NAMES.find((routine) => routine === fn),
    `routine ${fn}`,
  );
  return routineOf(kernel, fnNumber(name)).lines[pc]?.text ?? 'return';
}

/** The most telling thing among events, in words; null when nothing that is shown has changed. */
function effectOf(kernel: Kernel, events: readonly Event[], cpu: number): string | null {
  const said = events.map((event) => effectSentence(kernel, event, cpu)).filter((text) => text !== null);
  return said.at(-1) ?? null;
}

/** What an event did, as the end of a sentence that begins with the CPU that acts. */
function effectSentence({ config }: Kernel, event: Event, cpu: number): string | null {
  switch (event.type) {
    case 'pte_write': {
      const place = placeWord(config, event.table === 'fixmap' ? slotVa(event.index) : pkmapVa(event.index), event.cpu);
      return `stores a PTE: ${place} now maps ${event.to === 0 ? 'nothing' : pageWord(config, event.to)}`;
    }
    case 'tlb_invalidate':
      return `invalidates ${event.va === 0 ? 'every TLB entry' : `the TLB entry of ${placeWord(config, event.va, event.cpu)}`} ${REACH[event.scope]}`;
    case 'depth':
      return `moves its index from ${event.from} to ${event.to}`;
    case 'pkmap_count':
      return `moves the count of pkmap ${event.entry} from ${event.from} to ${event.to}`;
    case 'ipi_send':
      return event.to.length === 0 ? 'finds no other CPU to interrupt' : `interrupts ${cpuWords(event.to)}`;
    case 'ipi_enter':
      return `takes the interrupt that ${cpuWord(event.from)} sent`;
    case 'notifier':
      return `calls the notifiers: ${event.action} of ${cpuWord(event.of)}`;
    case 'cpu_state':
      if (event.cpu === cpu) return `is now ${event.to}`;
      return event.to === 'starting'
        ? `powers ${cpuWord(event.cpu)} on`
        : `sees ${cpuWord(event.cpu)} become ${event.to}`;
    case 'stop_machine':
      return event.on ? 'stops the machine: every CPU stands still' : 'lets the other CPUs go on';
    case 'secure':
      return `makes ${pageWord(config, event.page)} ${event.secure ? 'secure' : 'open to all'}`;
    case 'violation':
      return `hits the firewall: ${delivered(event)}`;
    case 'access':
      return `accesses ${pageWord(config, event.page)}`;
    case 'outside_window':
      return `stores beyond the kmap window, at index ${event.index}`;
    case 'flush_cpu':
      return `looks at ${cpuWord(event.of)}'s slots from position ${event.first % config.sizes.slots} on`;
    case 'enter':
    case 'line':
    case 'return':
    case 'pte_read':
    case 'tlb_fill':
    case 'tlb_drop':
    case 'ipi_exit':
    case 'irq':
    case 'task':
    case 'no_translation':
    case 'abort_taken':
    case 'bug':
    case 'cache_clean':
    case 'wait':
      return null; // told by another event, by the line itself, or by a story of its own
  }
}

const REACH = {
  page: 'on this CPU only',
  page_broadcast: 'on every CPU',
  range: 'on every CPU',
  all: 'on this CPU only',
  all_broadcast: 'on every CPU',
} as const;
