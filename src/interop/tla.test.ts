import { expect, test } from 'vitest';
import { TINY } from './testing/tiny-system.ts';
import { configuration, tlaOf } from './tla.ts';

test('a transition system as a TLA+ module, with what TLC wants besides', () => {
  expect(tlaOf(TINY)).toMatchInlineSnapshot(`
    "---------------------------- MODULE kmap ----------------------------

    \\* A stack, */ and a PTE.

    EXTENDS Integers, TLC

    KMAP_ATOMIC == 7 \\* highmem.c, v3.9

    VARIABLE s
    \\* s.nested: how many functions are nested
    \\* s.fn: by nesting: the function
    \\* s.a: by nesting: its argument
    \\* s.pte: a PTE
    \\* s.state: by CPU

    Init == s = [
      nested |-> 0,
      fn |-> [i \\in 0..1 |-> 0],
      a |-> [i \\in 0..1 |-> 0],
      pte |-> 0,
      state |-> [i \\in 0..1 |-> CASE i = 0 -> 1 [] i = 1 -> 0]]

    \\* nobody uses it
    P0 == s.pte = 0

    \\* cpu0: enter kmap_atomic(page0)
    Move0 ==
      /\\ ~(s.nested = 2)
      /\\ P0
      /\\ s' =
           [s EXCEPT !.nested = s.nested + 1, !.fn[s.nested] = KMAP_ATOMIC, !.a[s.nested] = s.pte + 1]

    \\* cpu0: tick
    Move1 ==
      /\\ ~(s.nested = 0)
      /\\ s' =
           IF s.fn[s.nested - 1] = KMAP_ATOMIC THEN
             \\* return vaddr
             [s EXCEPT !.nested = s.nested - 1, !.fn[s.nested - 1] = 0, !.pte = s.a[s.nested - 1]]
           ELSE
           IF Assert(FALSE, "the export is mistaken") THEN s ELSE s

    \\* cpu0: wait
    Move2 ==
      /\\ s' =
           s

    Next ==
      \\/ Move0
      \\/ Move1
      \\/ Move2

    Spec == Init /\\ [][Next]_s

    \\* It is empty.
    no_fault == P0

    \\* It is not.
    never_stray_exists == ~(FALSE)

    \\* Always so.
    property_2 == TRUE

    \\* kmap.cfg, for TLC:
    \\*   SPECIFICATION Spec
    \\*   CHECK_DEADLOCK FALSE
    \\*   INVARIANT no_fault
    \\*   INVARIANT never_stray_exists
    \\*   INVARIANT property_2

    =============================================================================
    "
  `);
});

test('what is looked for is denied, for TLC to refute', () => {
  expect(configuration(TINY)).toEqual([
    'SPECIFICATION Spec',
    'CHECK_DEADLOCK FALSE',
    'INVARIANT no_fault',
    'INVARIANT never_stray_exists',
    'INVARIANT property_2',
  ]);
});
