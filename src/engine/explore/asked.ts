import type { Property, StateProperty, StepProperty } from '../../explore/system.ts';
import { isSecure, type Machine } from '../../model/machine.ts';
import { PROPERTIES, type Property as ModelProperty, type PropertyName } from '../../model/properties.ts';
import { isMapped } from '../../model/slots.ts';
import type { KernelSystem } from '../kernel-system.ts';
import { mayHoldSecure } from './may-hold.ts';

/** What is asked of a machine of this system; the model's own predicate wherever the TLBs are entries and not sets. */
export function predicateOf(bound: KernelSystem, name: PropertyName): (m: Machine) => boolean {
  const { kernel, handed, question } = bound;
  if (question.reductions.tlbSets) {
    if (name === 'no_tlb_maps_secure') return (m) => mayHoldSecure(m, handed) === null;
    if (name === 'no_fault') return (m) => !mayFault(bound, m);
  }
  const { holds } = modelProperty(name);
  return (m) => holds(kernel, m);
}

/** One speculation away from a fault: some address leads to a secure page. (A CPU that has power there always is.) */
function mayFault({ handed }: KernelSystem, m: Machine): boolean {
  if (mayHoldSecure(m, handed) !== null) return true;
  return handed.some((page) => isSecure(m, page) && isMapped(m, page));
}

export function modelProperty(name: PropertyName): ModelProperty {
  const found = PROPERTIES.find((property) => property.name === name);
  if (found === undefined) throw new Error(`broken promise: ${name} is a property`);
  return found;
}

/**
 * The properties as the explorer asks them. What `sometimes` looks for may lie inside a step of merged lines, where an `always` cannot be
 * broken: it is asked of every indivisible action of the step.
 */
export function askedOf(bound: KernelSystem, names: readonly PropertyName[]): readonly Property[] {
  return names.map((name): Property => {
    const { mood } = modelProperty(name);
    const holds = predicateOf(bound, name);
    const ofState: StateProperty = { name, mood, holds: (state) => holds(bound.machineOf(state)) };
    if (mood === 'always' || !bound.question.reductions.merge) return ofState;
    return onTheWay(bound, name, holds);
  });
}

function onTheWay(bound: KernelSystem, name: PropertyName, holds: (m: Machine) => boolean): StepProperty {
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
