import type { Property, StateProperty, StepProperty } from '../../explore/system.ts';
import { isSecure, type Machine } from '../../model/machine.ts';
import { isMapped } from '../../model/slots.ts';
import type { KernelSystem } from '../kernel-system.ts';
import { holdsOn, isOwn, moodOf, nameOf, propertyNamed, type Ask } from './ask.ts';
import { mayHoldSecure } from './may-hold.ts';

/** What is asked of a machine of this system; the model's own predicate wherever the TLBs are entries and not sets. */
export function predicateOf(bound: KernelSystem, ask: Ask): (m: Machine) => boolean {
  const { kernel, handed, question } = bound;
  if (isOwn(ask)) return (m) => holdsOn(kernel, m, ask);
  if (question.reductions.tlbSets) {
    if (ask === 'no_tlb_maps_secure') return (m) => mayHoldSecure(m, handed) === null;
    if (ask === 'no_fault') return (m) => !mayFault(bound, m);
  }
  const { holds } = propertyNamed(ask);
  return (m) => holds(kernel, m);
}

/** One speculation away from a fault: some address leads to a secure page. (A CPU that has power there always is.) */
function mayFault({ handed, question: { hardware } }: KernelSystem, m: Machine): boolean {
  if (hardware.tlb && mayHoldSecure(m, handed) !== null) return true;
  return hardware.pte && handed.some((page) => isSecure(m, page) && isMapped(m, page));
}

/**
 * The properties as the explorer asks them. What `sometimes` looks for may lie inside a step of merged lines, where an `always` cannot be
 * broken: it is asked of every indivisible action of the step.
 */
export function askedOf(bound: KernelSystem, asks: readonly Ask[]): readonly Property[] {
  return asks.map((ask): Property => {
    const name = nameOf(ask);
    const mood = moodOf(ask);
    const holds = predicateOf(bound, ask);
    const local = !bound.question.reductions.merge;
    const ofState: StateProperty = { name, mood, local, holds: (state) => holds(bound.machineOf(state)) };
    return mood === 'always' || !bound.question.reductions.merge ? ofState : onTheWay(bound, name, holds);
  });
}

function onTheWay(bound: KernelSystem, name: string, holds: (m: Machine) => boolean): StepProperty {
  const scratch = new Uint16Array(bound.system.cells);
  return {
    name,
    mood: 'sometimes',
    holdsOn: (before, action) => {
      scratch.set(before);
      const m = bound.machineOf(scratch);
      let found = false;
      bound.take(m, action, () => {
        found ||= holds(m);
      });
      return found;
    },
  };
}
