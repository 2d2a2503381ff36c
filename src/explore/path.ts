import { ensure, present } from '../base/assert.ts';
import { eagerFollower } from './eager.ts';
import { actionOf, chunkOf, offsetOf, parentOf, type NodeStore } from './node-store.ts';
import { unpack } from './packing.ts';
import type { System } from './system.ts';

/** A run: the actions from the initial state on, each enabled where it stands. */
export type Path = readonly number[];

/** The state of `node`, as it was stored: after eager steps, and canonical. */
export function stateOf(store: NodeStore, node: number): Uint16Array {
  const state = new Uint16Array(store.packing.cellCount);
  unpack(store.packing, chunkOf(store, node), offsetOf(store, node), state);
  return state;
}

/** The nodes from the first one to `node`. */
export function nodesTo(store: NodeStore, node: number): readonly number[] {
  const nodes: number[] = [];
  for (let at = node; at >= 0; at = parentOf(store, at)) nodes.push(at);
  return nodes.reverse();
}

/** A run and the state it ends in. */
export type Run = { readonly path: Path; readonly end: Uint16Array };

/**
 * The run that first reached `node`, rebuilt by taking each step again from the real initial state. Eager steps that were passed through
 * are in it. With symmetry the stored states are renamed ones, so at each step the action is looked for whose outcome is, renamed, the
 * next stored state: the path is a run of the system as it is.
 */
export function runTo(system: System, store: NodeStore, node: number): Run {
  const [first, ...rest] = nodesTo(store, node);
  const follow = eagerFollower(system);
  const path: number[] = [];
  let end: Uint16Array = initialOf(system);
  follow?.(end, path);
  ensure(sameStored(system, end, stateOf(store, present(first, 'first node'))), 'a run begins in the initial state');
  for (const target of rest) {
    const wanted = stateOf(store, target);
    const lead = (action: number): Run | null => {
      const after = new Uint16Array(system.cells);
      if (!system.next(end, action, after)) return null;
      const steps = [action];
      follow?.(after, steps);
      return sameStored(system, after, wanted) ? { path: steps, end: after } : null;
    };
    const step = present(lead(actionOf(store, target)) ?? firstOf(system, lead), 'the step to a stored state');
    path.push(...step.path);
    end = step.end;
  }
  return { path, end };
}

/** Takes `path` from the initial state, without symmetry or merging. Null when a step of it is not enabled. */
export function replay(system: System, path: Path): Uint16Array | null {
  let state = initialOf(system);
  for (const action of path) {
    const after = new Uint16Array(system.cells);
    if (!system.next(state, action, after)) return null;
    state = after;
  }
  return state;
}

/** The first action, if any, for which `lead` finds something. */
export function firstOf<T>(system: System, lead: (action: number) => T | null): T | null {
  for (let action = 0; action < system.actions; action++) {
    const found = lead(action);
    if (found !== null) return found;
  }
  return null;
}

/** The initial state of a system. */
export function initialOf(system: System): Uint16Array {
  const state = new Uint16Array(system.cells);
  system.initial(state);
  return state;
}

/** Whether `state` is `stored`, up to symmetry. */
function sameStored(system: System, state: Uint16Array, stored: Uint16Array): boolean {
  const renamed = state.slice();
  system.canonical?.(renamed);
  return renamed.every((value, cell) => value === stored[cell]);
}
