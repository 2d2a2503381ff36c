import { expect, test } from 'vitest';
import { pictureOfLine } from './testing/pictures.ts';
import { PREDICATE_NAMES } from './vocabulary.ts';

const PREDICATES = PREDICATE_NAMES.join(', ');

/** Mistakes in expectations: the line, and the picture of its mistake. */
test.each([
  [
    'nothing expected',
    'expect',
    `s:2:7: what is expected? Write expect stray(cpu1.slot0)
  expect
        ^`,
  ],
  [
    'nothing denied',
    'expect not',
    `s:2:11: what is expected? Write expect stray(cpu1.slot0)
  expect not
            ^`,
  ],
  [
    'a mistyped predicate gets the near one and the list',
    'expect straay(cpu1.slot0)',
    `s:2:8: unknown predicate 'straay': did you mean stray? Predicates: ${PREDICATES}
  expect straay(cpu1.slot0)
         ^^^^^^`,
  ],
  [
    'a predicate without expect',
    'stray(cpu1.slot0)',
    `s:2:1: a check begins with expect: write expect stray…
  stray(cpu1.slot0)
  ^^^^^`,
  ],
  [
    'a slot of nobody',
    'expect stray(slot0)',
    `s:2:14: slot0 of which CPU? No CPU acts here: write cpu1.slot0
  expect stray(slot0)
               ^^^^^`,
  ],
  [
    'no parentheses',
    'expect stray',
    `s:2:13: missing '(': write stray(cpu1.slot0)
  expect stray
              ^`,
  ],
  [
    'no place',
    'expect stray()',
    `s:2:14: a place is missing: it is cpu1.slot0, pkmap1, linear(low0), dma(page3) or an address such as 0xfff10000
  expect stray()
               ^`,
  ],
  [
    'no closing parenthesis',
    'expect stray(cpu1.slot0',
    `s:2:24: missing ')': write stray(cpu1.slot0)
  expect stray(cpu1.slot0
                         ^`,
  ],
  [
    'a number where none belongs',
    'expect stray(cpu1.slot0)=1',
    `s:2:25: unexpected '=' after the expectation: one statement per line, comments begin with #
  expect stray(cpu1.slot0)=1
                          ^`,
  ],
  [
    'no number',
    'expect depth(cpu1)',
    `s:2:19: missing '=': write depth(cpu1)=0
  expect depth(cpu1)
                    ^`,
  ],
  [
    'no number behind =',
    'expect depth(cpu1)=',
    `s:2:20: the number after '=' is missing: write depth(cpu1)=0
  expect depth(cpu1)=
                     ^`,
  ],
  [
    'a word for a number',
    'expect depth(cpu1)=x',
    `s:2:20: 'x' is not a number: write depth(cpu1)=0
  expect depth(cpu1)=x
                     ^`,
  ],
  [
    'a number for a CPU',
    'expect depth(1)=0',
    `s:2:14: '1' is not a CPU: write cpu1
  expect depth(1)=0
               ^`,
  ],
  [
    'a place without a page',
    'expect maps(cpu1.slot0)',
    `s:2:23: expected ',' instead of ')': write maps(cpu1.slot0, page3)
  expect maps(cpu1.slot0)
                        ^`,
  ],
  [
    'a CPU for a page',
    'expect maps(cpu1.slot0, cpu1)',
    `s:2:25: 'cpu1' is not a page: a page is page0, page1, … (highmem) or low0, low1, … (lowmem)
  expect maps(cpu1.slot0, cpu1)
                          ^^^^`,
  ],
  [
    'no CPU',
    'expect online()',
    `s:2:15: a CPU is missing: write cpu1
  expect online()
                ^`,
  ],
  [
    'a comma too many',
    'expect online(cpu1,)',
    `s:2:20: a CPU is missing: write cpu1
  expect online(cpu1,)
                     ^`,
  ],
  [
    'a place for a CPU',
    'expect cached(cpu1.slot0)',
    `s:2:19: expected ',' instead of '.': write cached(cpu1, cpu1.slot0)
  expect cached(cpu1.slot0)
                    ^`,
  ],
  [
    'a mistyped cost',
    'expect cost(pte_wirtes)=1',
    `s:2:13: 'pte_wirtes' is not counted: did you mean pte_writes? Costs: pte_writes, pte_reads, tlb_flushes, ipis, notifiers, barriers
  expect cost(pte_wirtes)=1
              ^^^^^^^^^^`,
  ],
  [
    'a cost that nobody counts',
    'expect cost(writes)=1',
    `s:2:13: 'writes' is not counted. Costs: pte_writes, pte_reads, tlb_flushes, ipis, notifiers, barriers
  expect cost(writes)=1
              ^^^^^^`,
  ],
  [
    'no cost',
    'expect cost()=1',
    `s:2:13: ')' is not counted. Costs: pte_writes, pte_reads, tlb_flushes, ipis, notifiers, barriers
  expect cost()=1
              ^`,
  ],
  [
    'a number for a pkmap entry',
    'expect pkmap_count(1)=1',
    `s:2:20: '1' is not a pkmap entry: write pkmap1
  expect pkmap_count(1)=1
                     ^`,
  ],
  [
    'an argument for a predicate without',
    'expect fault(cpu1)',
    `s:2:14: fault takes no argument: write expect fault
  expect fault(cpu1)
               ^^^^`,
  ],
])('%s: one sentence, at its place', (_, line, picture) => {
  expect(pictureOfLine(line)).toBe(picture);
});
