import { expect, test } from 'vitest';
import { plainName } from './printing.ts';
import { promelaOf } from './promela.ts';
import { TINY } from './testing/tiny-system.ts';

test('a transition system as Promela', () => {
  expect(promelaOf(TINY)).toMatchInlineSnapshot(`
    "/*
     * A stack, * / and a PTE.
     * spin -o2 -a kmap.pml; gcc -O2 -DSAFETY -DNOREDUCE -DNOSTUTTER -o pan pan.c; ./pan -n -m1000000 -N states
     */

    #define KMAP_ATOMIC 7 /* highmem.c, v3.9 */

    byte nested = 0; /* how many functions are nested */
    byte fn[2] = 0; /* by nesting: the function */
    short a[2] = 0; /* by nesting: its argument */
    byte pte = 0; /* a PTE */
    int state[2] = {1, 0}; /* by CPU */

    #define P0 (pte == 0) /* nobody uses it */

    active proctype machine() {
    end:
      do
      :: d_step { /* cpu0: enter kmap_atomic(page0) */
          !(nested == 2) && P0 ->
          fn[nested] = KMAP_ATOMIC;
          a[nested] = pte + 1;
          nested = nested + 1;
        }
      :: d_step { /* cpu0: tick */
          !(nested == 0) ->
          if
          :: fn[nested - 1] == KMAP_ATOMIC -> /* return vaddr */
             fn[nested - 1] = 0;
             pte = a[nested - 1];
             nested = nested - 1;
          :: else ->
             assert(false) /* the export is mistaken */
          fi
        }
      :: d_step { /* cpu0: wait */
          true ->
          skip
        }
      od
    }

    never states {
      do
      :: true
      od
    }

    /* It is empty. The assertion fails where it is violated. */
    never no_fault {
      do
      :: assert(P0)
      od
    }

    /* It is not. The assertion fails where it is found. */
    never stray_exists {
      do
      :: assert(!(false))
      od
    }

    /* Always so. The assertion fails where it is violated. */
    never property_2 {
      do
      :: assert(true)
      od
    }
    "
  `);
});

test('a property whose name is no name has a number for one', () => {
  expect(TINY.properties.map((_, i) => plainName(TINY, i))).toEqual(['no_fault', 'stray_exists', 'property_2']);
});

test('numbers that would have to be exchanged are not written one after the other', () => {
  const [index, zero] = [
    { id: 900, at: null, plus: 0 },
    { id: 901, at: null, plus: 0 },
  ];
  const [x, y] = [
    { id: 902, variable: 'nested', index },
    { id: 903, variable: 'pte', index: zero },
  ];
  const writes = [
    { to: x, value: { id: 904, at: y, plus: 0 } },
    { to: y, value: { id: 905, at: x, plus: 0 } },
  ];
  const effect = { id: 906, type: 'writes', writes } as const;
  const guard = { id: 907, type: 'answer', yes: true } as const;
  expect(() => promelaOf({ ...TINY, moves: [{ says: 'exchange', guard, parts: [], effect }] })).toThrow('exchanged');
});
