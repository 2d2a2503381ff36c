import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eagerFollower } from './eager.ts';
import { replay } from './path.ts';
import { reportOf, type Report } from './report.ts';
import { startSearch } from './search.ts';
import type { Property, System } from './system.ts';
import { naiveSearch } from './testing/naive-search.ts';
import { anyProgram, processes, sharedQuestions, type Line } from './testing/random-systems.ts';
import { clerks, nothingLost } from './toys.ts';

function explored(system: System, properties: readonly Property[]): Report {
  const search = startSearch(system, properties, { countAll: false });
  search.run(Infinity);
  return reportOf(search);
}

const verdicts = (report: Report): string[] => report.verdicts.map(({ verdict }) => verdict);

test('what clerks think is merged away: what is left is as if they did not think at all', () => {
  for (const [count, thoughts] of [
    [2, 3],
    [3, 4],
    [4, 1],
  ] as const) {
    const whole = explored(clerks(count, thoughts, false), [nothingLost(count, thoughts)]);
    const merged = explored(clerks(count, thoughts, true), [nothingLost(count, thoughts)]);
    const thoughtless = naiveSearch(clerks(count, 0, false));
    expect([verdicts(whole), verdicts(merged)]).toEqual([['violated'], ['violated']]);
    expect(whole.states).toBe(naiveSearch(clerks(count, thoughts, false)).depths.size);
    expect([merged.states, merged.transitions]).toEqual([thoughtless.depths.size, thoughtless.transitions]);
    // Before the first state, and after each reading, one clerk's thoughts.
    const reads = merged.merged / thoughts - count;
    expect([whole.merged, Number.isInteger(reads), reads < merged.transitions]).toEqual([0, true, true]);
  }
});

test('a merged path has every step in it, and runs', () => {
  const system = clerks(2, 2, true);
  const path = explored(system, [nothingLost(2, 2)]).verdicts[0]?.path ?? [];
  // clerk 0 thinks, clerk 1 thinks; both read, thinking on at once; both write
  expect(path).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1]);
  expect([...(replay(clerks(2, 2, false), path) ?? [])]).toEqual([1, 6, 0, 6, 0]);
});

test('a chain that runs in a circle is left, wherever the circle begins', () => {
  for (const [tail, circle] of [
    [0, 1],
    [0, 2],
    [3, 5],
    [20, 7],
    [100, 64],
  ] as const) {
    const system: System = {
      cells: 1,
      actions: 1,
      initial: () => undefined,
      next: (state, _, into) => {
        const at = state[0] as number;
        into[0] = at + 1 < tail + circle ? at + 1 : tail;
        return true;
      },
      eager: () => 0,
    };
    const block = new Uint16Array(1);
    const steps = eagerFollower(system)?.(block) ?? 0;
    expect(block[0]).toBeGreaterThanOrEqual(tail);
    expect(steps).toBeLessThan(4 * (8 + tail + circle));
  }
});

test('an eager action that is not enabled is a broken promise', () => {
  const system: System = { ...clerks(1, 1, false), eager: () => 0 };
  expect(() => explored(system, [])).toThrow('an eager action is enabled');
});

test('merging changes no verdict: random processes, with local loops that never end among them', () => {
  const programs = fc.array(anyProgram, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(programs, (lines) => {
      const whole = explored(processes(lines, {}), sharedQuestions);
      const merged = explored(processes(lines, { merge: true }), sharedQuestions);
      expect(verdicts(merged)).toEqual(verdicts(whole));
      expect(merged.states).toBeLessThanOrEqual(whole.states);
      for (const [index, { path }] of merged.verdicts.entries()) {
        if (path === null) continue;
        const end = replay(processes(lines, {}), path);
        expect(end && sharedQuestions[index]?.holds(end)).toBe(sharedQuestions[index]?.mood === 'sometimes');
      }
    }),
    { numRuns: 400 },
  );
});

test('merging a line that is not local changes a verdict, so the test above can fail', () => {
  const store: Line = { op: 'store', cell: 0 };
  const programs: Line[][] = [
    [{ op: 'local', add: 1 }, store],
    [{ op: 'wait', cell: 0, is: 0 }, { op: 'local', add: 2 }, store],
  ];
  const wrong: System = { ...processes(programs, {}), eager: (state) => ((state[2] as number) < 2 ? 0 : -1) };
  expect(verdicts(explored(processes(programs, {}), sharedQuestions))).not.toEqual(
    verdicts(explored(wrong, sharedQuestions)),
  );
});
