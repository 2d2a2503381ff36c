import { hitsState, hitsStep, isStateProperty } from './findings.ts';
import { learnedOf, replayOf } from './learned.ts';
import { nodeOf } from './node-of.ts';
import { pack, packingOf } from './packing.ts';
import { initialOf, stateOf } from './path.ts';
import { startSearch, type Search } from './search.ts';
import { NOT_ENABLED, type Property, type System } from './system.ts';

/** A way to look for a broken promise in one reachable state: what is wrong, or null. */
type Check = (state: Uint16Array) => string | null;

/**
 * Looks, in every reachable state or the first `maxStates` of them, for a promise of `System` that its optional functions break: `act` and
 * `candidates` that say something else than `next`, ranges that depend on more than the block, renaming that is no symmetry, eager actions that do not commute. For the tests of who
 * writes a system: it is slow, and within its bound thorough. Returns the first one found, in words, or null.
 */
export function brokenPromise(system: System, properties: readonly Property[], maxStates: number): string | null {
  const { cells, actions, initial, next } = system;
  const search = startSearch({ cells, actions, initial, next }, [], { maxStates });
  search.run(Infinity);
  const checks = [checkAct(system), checkCandidates(system), checkRanges(system), checkCanonical(system, properties)];
  const states = Array.from({ length: search.store.count }, (_, node) => stateOf(search.store, node));
  for (const state of states) {
    for (const check of checks) {
      const broken = check(state);
      if (broken !== null) return `${broken}, in state ${state.join(' ')}`;
    }
  }
  return checkEager(system, properties, search, states);
}

function after(system: System, state: Uint16Array, action: number): Uint16Array | null {
  const into = new Uint16Array(system.cells);
  return system.next(state, action, into) ? into : null;
}

/** The actions enabled in `state` and the states after them. */
function steps(system: System, state: Uint16Array): readonly { readonly action: number; readonly to: Uint16Array }[] {
  return Array.from({ length: system.actions }, (_, action) => {
    const to = after(system, state, action);
    return to === null ? [] : [{ action, to }];
  }).flat();
}

const same = (a: Uint16Array, b: Uint16Array): boolean => a.every((value, cell) => value === b[cell]);

function checkAct(system: System): Check {
  const touched = new Uint16Array(2 * system.cells);
  return (state) => {
    if (system.act === undefined) return null;
    for (let action = 0; action < system.actions; action++) {
      const wanted = after(system, state, action);
      const block = state.slice();
      const count = system.act(block, action, touched);
      if ((count === NOT_ENABLED) !== (wanted === null)) return `act and next do not agree that ${action} is enabled`;
      if (!same(block, wanted ?? state)) return `act and next do not agree what ${action} does`;
      const told = new Set(touched.subarray(0, Math.max(0, count)));
      const silent = block.findIndex((value, cell) => value !== state[cell] && !told.has(cell));
      if (count >= 0 && silent >= 0) return `${action} writes cell ${silent} and does not say so`;
    }
    return null;
  };
}

function checkCandidates(system: System): Check {
  const into = new Uint16Array(system.actions);
  return (state) => {
    if (system.candidates === undefined) return null;
    const named = [...into.subarray(0, system.candidates(state, into))];
    if (named.some((action, i) => i > 0 && action <= (named[i - 1] as number)))
      return 'candidates are not in rising order';
    const left = steps(system, state).find(({ action }) => !named.includes(action));
    return left === undefined ? null : `${left.action} is enabled and no candidate`;
  };
}

/** What is learned of an action is what it does: it looks at the block alone. */
function checkRanges(system: System): Check {
  const packing = packingOf(initialOf(system), new Uint8Array(system.cells).fill(16));
  const learned = learnedOf(system, packing);
  if (learned === null) return () => null;
  const { candidates, act } = replayOf(learned);
  const packed = new Int32Array(packing.words);
  const into = new Uint16Array(system.actions);
  const touched = new Uint16Array(2 * system.cells);
  return (state) => {
    pack(packing, state, packed, 0);
    const named = [...into.subarray(0, candidates(state, packed, into))];
    const enabled = steps(system, state);
    if (named.join() !== enabled.map(({ action }) => action).join()) return 'what is learned enables other actions';
    for (const { action, to } of enabled) {
      const block = state.slice();
      act(block, action, touched);
      if (!same(block, to)) return `what is learned of ${action} is not what it does`;
    }
    return null;
  };
}

function checkCanonical(system: System, properties: readonly Property[]): Check {
  const renamed = (state: Uint16Array): Uint16Array => {
    const copy = state.slice();
    system.canonical?.(copy);
    return copy;
  };
  const leads = (state: Uint16Array): string =>
    [...new Set(steps(system, state).map(({ to }) => renamed(to).join(' ')))].sort().join(', ');
  return (state) => {
    if (system.canonical === undefined) return null;
    const alike = renamed(state);
    if (!same(renamed(alike), alike)) return 'a canonical state is renamed again';
    if (leads(state) !== leads(alike)) return 'renaming changes where steps lead';
    const told = properties
      .filter(isStateProperty)
      .find((property) => hitsState(property, state) !== hitsState(property, alike));
    return told === undefined ? null : `renaming changes the answer of ${told.name}`;
  };
}

/**
 * An eager action must commute with all that can happen before it is taken, not only with what can happen next: each pair of a state and
 * an action that is put off is followed through everything else that can be done.
 */
function checkEager(
  { eager, ...system }: System,
  properties: readonly Property[],
  search: Search,
  states: readonly Uint16Array[],
): string | null {
  if (eager === undefined) return null;
  const putOff = states.map((state, node) => ({ node, action: eager(state) })).filter(({ action }) => action >= 0);
  const seen = new Set<string>();
  for (const { node, action } of putOff) {
    if (seen.has(`${node} ${action}`)) continue;
    seen.add(`${node} ${action}`);
    const state = states[node] as Uint16Array;
    const at = `in state ${state.join(' ')}`;
    const to = after(system, state, action);
    if (to === null) return `eager ${action} is not enabled, ${at}`;
    const told = properties.find((property) => isAnswered(property, state, action, to));
    if (told !== undefined) return `eager ${action} changes the answer of ${told.name}, ${at}`;
    for (const other of steps(system, state)) {
      if (other.action === action) continue;
      const first = after(system, to, other.action);
      const last = after(system, other.to, action);
      if (first === null || last === null || !same(first, last)) {
        return `eager ${action} does not commute with ${other.action}, ${at}`;
      }
      const next = nodeOf(search, other.to);
      if (next >= 0) putOff.push({ node: next, action });
    }
  }
  return null;
}

/** Whether this step makes a difference to the property. */
function isAnswered(property: Property, before: Uint16Array, action: number, to: Uint16Array): boolean {
  return isStateProperty(property)
    ? hitsState(property, before) !== hitsState(property, to)
    : hitsStep(property, before, action, to);
}
