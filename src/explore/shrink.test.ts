import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path } from './path.ts';
import { shrink } from './shrink.ts';

/** Whether `wanted` stands in `path`, in its order, not necessarily side by side. */
function holds(path: Path, wanted: Path): boolean {
  let next = 0;
  for (const action of path) if (action === wanted[next]) next++;
  return next === wanted.length;
}

test('what is needed stays, in its order, and nothing else does', () => {
  const path = [9, 1, 8, 7, 2, 2, 9, 9, 3, 4, 5];
  expect(shrink(path, (smaller) => holds(smaller, [1, 2, 3]))).toEqual([1, 2, 3]);
  expect(shrink(path, () => true)).toEqual([]);
  expect(shrink(path, (smaller) => smaller.length === path.length)).toEqual(path);
  expect(shrink([], () => true)).toEqual([]);
});

test('steps that are only possible together go together', () => {
  // 1 opens, 2 closes: a path is only a run when they match; 5 within is the failure.
  const fails = (path: Path): boolean => {
    let depth = 0;
    for (const action of path) {
      depth += action === 1 ? 1 : action === 2 ? -1 : 0;
      if (depth < 0) return false;
    }
    return depth === 0 && path.includes(5);
  };
  expect(shrink([1, 2, 1, 1, 5, 2, 2, 1, 2], fails)).toEqual([5]);
});

test('of any path and any monotone or jagged failure, the answer fails and neither one nor two elements of it can be left out', () => {
  const action = fc.nat(5);
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 40 }),
      fc.array(action, { maxLength: 5 }),
      fc.nat(3),
      (path, wanted, jag) => {
        const fails = (candidate: Path): boolean =>
          holds(candidate, wanted) && (candidate.length - wanted.length) % (jag + 1) === 0;
        fc.pre(fails(path));
        const small = shrink(path, fails);
        expect(fails(small)).toBe(true);
        for (const first of small.keys()) {
          for (const second of small.keys())
            expect(fails(small.filter((_, k) => k !== first && k !== second))).toBe(false);
        }
        expect(holds(path, small)).toBe(true);
      },
    ),
  );
});
