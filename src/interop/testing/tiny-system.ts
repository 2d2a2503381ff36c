import type { Case, Expr, Ref, TransitionSystem, Tree } from '../transition-system.ts';

/** A system small enough to be printed in a test: a stack of functions that grows and shrinks, and a page table entry. */
let id = 0;
const constant = (plus: number): Expr => ({ id: id++, at: null, plus });
const ref = (variable: string, index = constant(0)): Ref => ({ id: id++, variable, index });
const valueOf = (at: Ref, plus = 0): Expr => ({ id: id++, at, plus });
const answer = (yes: boolean): Tree => ({ id: id++, type: 'answer', yes });
const writes = (...list: readonly (readonly [Ref, Expr])[]): Tree => ({
  id: id++,
  type: 'writes',
  writes: list.map(([to, value]) => ({ to, value })),
});
const choice = (on: Ref, ...cases: readonly Case[]): Tree => ({ id: id++, type: 'choice', on, cases });

const nested = ref('nested');
const fn = ref('fn', valueOf(nested, -1));
const top = ref('a', valueOf(nested, -1));
const isEmpty: Tree = choice(ref('pte'), { values: [0], then: answer(true) }, { values: [1, 2], then: answer(false) });

export const TINY: TransitionSystem = {
  about: ['A stack, */ and a PTE.'],
  variables: [
    { name: 'nested', initial: [0], max: 2, says: 'how many functions are nested', means: 'number' },
    { name: 'fn', initial: [0, 0], max: 7, says: 'by nesting: the function', means: 'function' },
    { name: 'a', initial: [0, 0], max: 300, says: 'by nesting: its argument', means: 'number' },
    { name: 'pte', initial: [0], max: 2, says: 'a PTE', means: 'number' },
    { name: 'state', initial: [1, 0], max: 40_000, says: 'by CPU', means: 'number' },
  ],
  constants: [{ name: 'KMAP_ATOMIC', value: 7, cite: 'highmem.c, v3.9' }],
  moves: [
    {
      says: 'cpu0: enter kmap_atomic(page0)',
      guard: choice(nested, { values: [2], then: answer(false) }, { values: [0, 1], then: answer(true) }),
      parts: [{ says: 'nobody uses it', holds: isEmpty }],
      effect: writes(
        [nested, valueOf(nested, 1)],
        [ref('fn', valueOf(nested)), constant(7)],
        [ref('a', valueOf(nested)), valueOf(ref('pte'), 1)],
      ),
    },
    {
      says: 'cpu0: tick',
      guard: choice(nested, { values: [0], then: answer(false) }, { values: [1, 2], then: answer(true) }),
      parts: [],
      effect: choice(
        fn,
        {
          values: [7],
          then: writes([nested, valueOf(nested, -1)], [fn, constant(0)], [ref('pte'), valueOf(top)]),
          says: 'return vaddr',
        },
        { values: [0], then: { id: id++, type: 'impossible' } },
      ),
    },
    { says: 'cpu0: wait', guard: answer(true), parts: [], effect: writes() },
  ],
  properties: [
    { name: 'no_fault', mood: 'always', says: 'It is empty.', parts: [{ says: 'the PTE', holds: isEmpty }] },
    { name: 'stray_exists', mood: 'sometimes', says: 'It is not.', parts: [] },
    { name: 'not stray(cpu0.slot0)', mood: 'always', says: 'Always so.', parts: [] },
  ],
};
