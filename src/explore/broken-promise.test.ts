import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPromise } from './broken-promise.ts';
import { LOOK, type StateProperty, type StepProperty, type System } from './system.ts';
import { anyProgram, processes, randomRules, sharedQuestions } from './testing/random-systems.ts';
import { alikeCounters, clerks, counters, nothingLost, philosophers } from './toys.ts';

const firstIs = (n: number): StateProperty => ({
  name: `first is ${n}`,
  mood: 'sometimes',
  holds: ([first]) => first === n,
});

test('the toys keep their promises', () => {
  expect(brokenPromise(philosophers(5), [], Infinity)).toBe(null);
  expect(brokenPromise(alikeCounters(3, 3), [], Infinity)).toBe(null);
  expect(brokenPromise(clerks(3, 2, true), [nothingLost(3, 2)], Infinity)).toBe(null);
});

test('random systems keep theirs', () => {
  fc.assert(
    fc.property(randomRules, (system) => {
      expect(brokenPromise(system, [], 200)).toBe(null);
    }),
  );
  fc.assert(
    fc.property(anyProgram, (program) => {
      const system = processes([program, program], { merge: true, alike: true });
      expect(brokenPromise(system, sharedQuestions, 500)).toBe(null);
    }),
  );
});

const plain = counters(2, 2);
const act: System['act'] = (block, action) => {
  block[action] = ((block[action] as number) + 1) % 3;
  return LOOK;
};
const silent: System['act'] = (block, action, touched) => {
  const count = plain.act?.(block, action, touched) ?? 0;
  touched[0] = 0;
  return count === LOOK ? 1 : count;
};
/** Counts in a cell by what stands in the other, which it does not ask the block for. */
function peeping(): System {
  let aside = new Uint16Array(2);
  const count: NonNullable<System['act']> = (block, action) => {
    block[action] = ((block[action] as number) + 1 + (aside[1 - action] as number)) % 3;
    return LOOK;
  };
  const next: System['next'] = (state, action, into) => {
    into.set(state);
    aside = state.slice();
    return count(into, action, into) === LOOK;
  };
  return { cells: 2, actions: 2, ranges: [0, 1], initial: () => undefined, next, act: count };
}

const lateStep: StepProperty = {
  name: 'clerk 0 does something',
  mood: 'sometimes',
  holdsOn: (_before, action) => action === 0,
};

test.each<[string, System, readonly (StateProperty | StepProperty)[]]>([
  ['act and next do not agree that 0 is enabled, in state 2 0', { ...plain, act }, []],
  ['act and next do not agree what 0 does, in state 0 0', { ...plain, act: () => 0 }, []],
  ['1 writes cell 1 and does not say so, in state 0 0', { ...plain, act: silent }, []],
  ['1 is enabled and no candidate, in state 0 0', { ...plain, candidates: (_, into) => into.fill(0).length - 1 }, []],
  [
    'candidates are not in rising order, in state 0 0',
    { ...plain, candidates: (_, into) => (into.set([1, 0]), 2) },
    [],
  ],
  [
    'a canonical state is renamed again, in state 1 0',
    {
      ...plain,
      canonical: (state) => {
        state.reverse();
      },
    },
    [],
  ],
  [
    'renaming changes where steps lead, in state 2 0',
    {
      ...plain,
      canonical: (state) => {
        state[0] = 0;
      },
    },
    [],
  ],
  ['renaming changes the answer of first is 1, in state 1 0', alikeCounters(2, 2), [firstIs(1)]],
  ['eager 0 is not enabled, in state 2 0', { ...plain, eager: () => 0 }, []],
  [
    'eager 0 changes the answer of first is 1, in state 0 0',
    { ...plain, eager: ([a]) => (a === 2 ? -1 : 0) },
    [firstIs(1)],
  ],
  ['eager 0 changes the answer of clerk 0 does something, in state 0 0 0 0 0', clerks(2, 1, true), [lateStep]],
  [
    'eager 0 does not commute with 1, in state 0 1 0 0 0',
    { ...clerks(2, 0, false), eager: ([, line]) => (line === 1 ? 0 : -1) },
    [],
  ],
  ['what is learned of 1 is not what it does, in state 1 0', peeping(), []],
])('%s', (broken, system, properties) => {
  expect(brokenPromise(system, properties, Infinity)).toBe(broken);
});

test('an eager action that commutes with what comes next, but not with what may come before it is taken', () => {
  // 0 writes 1 into a cell; 1 counts; 2 writes 2 into that cell, once 1 has counted.
  const system: System = {
    cells: 3,
    actions: 3,
    initial: () => undefined,
    next: (state, action, into) => {
      into.set(state);
      if (action === 1) into[1] = 1;
      else into[0] = 1 + action;
      if (action === 0) into[2] = 1;
      return action === 0 ? state[2] === 0 : action === 1 ? state[1] === 0 : state[1] === 1;
    },
    eager: ([, counted, wrote]) => (counted === 0 && wrote === 0 ? 0 : -1),
  };
  expect(brokenPromise(system, [], Infinity)).toBe('eager 0 does not commute with 2, in state 0 1 0');
});
