import { expect, test } from 'vitest';
import { ROUTINE_NAMES } from './routine.ts';
import { ROUTINES } from './routines/table.ts';
import { FUNCTIONS } from './action.ts';

test('every name has its routine, in the same order, with a citation that names a file and a version', () => {
  expect(ROUTINES.map((routine) => routine.fn)).toEqual([...ROUTINE_NAMES]);
  for (const routine of ROUTINES) expect(routine.cite, routine.fn).toMatch(/(\.[ch]|ARM DDI 0487)/);
});

test('every function that a CPU can be told to enter has a routine', () => {
  for (const fn of Object.keys(FUNCTIONS)) expect(ROUTINE_NAMES).toContain(fn);
});
