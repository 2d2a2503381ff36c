import { expect, test } from 'vitest';
import { ASKABLE, NOTHING_EXPLORED, type Chosen } from './explore-state.ts';
import { asksOf, changesFor, choiceOf, chosenMistake, kernelName, ownMistake } from './explore-question.ts';

const chosen = (change: Partial<Chosen> = {}): Chosen => ({ ...NOTHING_EXPLORED.chosen, ...change });

test('a nesting that is usual leaves the slots to the kernel; another one asks for so many', () => {
  expect(choiceOf(chosen()).slots).toBeUndefined();
  expect(choiceOf(chosen({ nesting: 3 })).slots).toBe(3);
  expect(choiceOf(chosen({ nesting: 1 }), 'v6.1').slots).toBe(2);
});

test('all properties are asked by asking for none by name; one of the reader’s own joins those that are', () => {
  expect(asksOf(chosen())).toEqual([]);
  expect(asksOf(chosen({ own: ' not stray(cpu1.slot0) ' }))).toEqual([...ASKABLE, 'not stray(cpu1.slot0)']);
  expect(asksOf(chosen({ properties: ['no_fault'] }))).toEqual(['no_fault']);
});

test.each([
  ['strey(cpu1.slot0)', /^column 1 of 'strey\(cpu1\.slot0\)': unknown predicate 'strey': did you mean stray/],
  ['stray(cpu5.slot0)', /no CPU 5/],
  ['cost(ipis)=1', /no property of a state/],
  ['not stray(cpu1.slot0)', null],
  ['', null],
])('of the predicate %s it is said what is wrong', (own, mistake) => {
  const found = ownMistake(chosen({ own }), null);
  if (mistake === null) expect(found).toBeNull();
  else expect(found).toMatch(mistake);
});

test('something must be asked', () => {
  expect(chosenMistake(chosen({ properties: [] }), null)).toBe('choose at least one property');
  expect(chosenMistake(chosen({ properties: [], own: 'not stray(cpu1.slot0)' }), null)).toBeNull();
});

test('a kernel with one switch set is another kernel: in the question, in its name, in how many slots it takes', () => {
  const change = { key: 'km_incr', value: '2' } as const;
  const asked = chosen({ kernel: 'v6.1', change, nesting: 1 });
  expect(choiceOf(asked)).toMatchObject({ kernel: 'v6.1', changes: { km_incr: '2' }, slots: 3 });
  expect(kernelName(asked)).toBe('v6.1 km_incr=2');
  expect(choiceOf(asked, 'v3.9'), 'every kernel is asked as it is').not.toHaveProperty('changes');
  expect(changesFor('v6.1')).toContainEqual(change);
  expect(changesFor('rfc-v2'), 'also what prevents nothing').toContainEqual({ key: 'late_callback', value: 'maps' });
});
