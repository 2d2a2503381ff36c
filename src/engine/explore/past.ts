import { topPosition } from '../../model/call.ts';
import type { Emit, Event } from '../../model/event.ts';
import {
  cellBehind,
  frameA,
  frameFn,
  frameLocal,
  framePc,
  frameTop,
  isSecure,
  setCellBehind,
  stopMachineTarget,
  topPte,
  type Machine,
} from '../../model/machine.ts';
import { slotCpu } from '../../model/slots.ts';
import { pageBusy, type InUse } from './in-use.ts';
import { isPrograms, type Question } from './question.ts';

/**
 * What the end of a run no longer says of a mapping: when it was made, seen from the hand-over of its page. `kept`: before that, and it was
 * in use when the flush came to its CPU (machine.md 3.4 H4). `since`: after the flush had passed that CPU, before the request (H3).
 * `secure`: when the request had been made. `before`: anything else.
 */
export const MADE = ['before', 'kept', 'since', 'secure'] as const;
export type Made = (typeof MADE)[number];

/** Takes down, behind the cells of a machine, when the mappings of the pages that are handed over were made. */
export type Past = {
  /** Cells that it needs. */
  readonly cells: number;
  /** Carries something out on a machine, and listens. */
  readonly watch: (m: Machine, carry: (emit: Emit) => void) => void;
};

/** Only where its owner promises nothing can a page be mapped while it is handed over: elsewhere there is nothing to tell apart. */
export const tellsWhen = ({ owner }: Pick<Question, 'owner'>): boolean => owner === 'careless';

/** Where it begins, in cells behind those of the machine: how far programs have come stands before it. */
const firstOf = ({ does }: Pick<Question, 'does'>, m: Pick<Machine, 'layout'>): number =>
  isPrograms(does) ? m.layout.cpus : 0;

/** When the mapping in a slot was made, on a machine of a system that remembers. */
export const madeAt = (question: Pick<Question, 'does'>, m: Machine, index: number): Made =>
  MADE[cellBehind(m, firstOf(question, m) + index)] ?? 'before';

export function pastOf(of: InUse, question: Pick<Question, 'does'>): Past {
  const { kernel, handed } = of;
  const first = firstOf(question, kernel);
  const { windowSlots, cpus } = kernel.layout;
  const cells = windowSlots + cpus;
  const set = (m: Machine, index: number, made: Made): void => setCellBehind(m, first + index, MADE.indexOf(made));
  const hasPassed = (m: Machine, cpu: number): boolean => cellBehind(m, first + windowSlots + cpu) !== 0;
  const pass = (m: Machine, cpu: number): void => setCellBehind(m, first + windowSlots + cpu, 1);
  const goesOn = (m: Machine): boolean => handed.some((page) => pageBusy(of, m, page));

  const written = (m: Machine, { index, to, cpu }: Event & { readonly type: 'pte_write' }): void => {
    const owner = slotCpu(kernel, index);
    const since = hasPassed(m, owner < cpus ? owner : cpu) && pageBusy(of, m, to);
    set(m, index, !handed.includes(to) ? 'before' : isSecure(m, to) ? 'secure' : since ? 'since' : 'before');
  };
  const flushed = (m: Machine, cpu: number): void => {
    pass(m, cpu);
    for (let position = topPosition(m, cpu); position >= 0; position--) {
      const index = cpu * kernel.layout.slotsPerCpu + position;
      if (handed.includes(topPte(m, index)) && !isOverwritten(of, m, cpu, position)) set(m, index, 'kept');
    }
  };
  const note = (m: Machine, event: Event): void => {
    if (event.type === 'pte_write' && event.table === 'fixmap') written(m, event);
    // A CPU that goes away is cleared by its callback, not by the driver's flush.
    else if (event.type === 'flush_cpu' && stopMachineTarget(m) < 0 && goesOn(m)) flushed(m, event.cpu);
    else if (event.type === 'ipi_send' && goesOn(m)) for (const cpu of event.missed) pass(m, cpu);
  };
  return {
    cells,
    watch: (m, carry) => {
      carry((event) => note(m, event));
      if (!goesOn(m) && !handed.some((page) => isSecure(m, page)))
        for (let cell = 0; cell < cells; cell++) setCellBehind(m, first + cell, 0);
    },
  };
}

/** Has a call for another page taken this position, and not written its PTE yet? What stands there is an old stray. */
function isOverwritten({ kernel, takes }: InUse, m: Machine, cpu: number, position: number): boolean {
  const page = topPte(m, cpu * kernel.layout.slotsPerCpu + position);
  for (let depth = frameTop(m, cpu) - 1; depth >= 0; depth--) {
    const take = takes[frameFn(m, cpu, depth)] ?? -1;
    const taken = take >= 0 && framePc(m, cpu, depth) > take && frameLocal(m, cpu, depth) === position;
    if (taken && frameA(m, cpu, depth) !== page) return true;
  }
  return false;
}
