import { expect, test } from 'vitest';
import { pictureOfLine } from './testing/pictures.ts';

/** Mistakes in places: the line, and the picture of its mistake. */
test.each([
  [
    'a page where a place belongs',
    'cpu1: speculate(page3)',
    `s:2:17: 'page3' is a page, not a place: a place is cpu1.slot0, pkmap1, linear(low0), dma(page3) or an address such as 0xfff10000
  cpu1: speculate(page3)
                  ^^^^^`,
  ],
  [
    'no place',
    'cpu1: speculate()',
    `s:2:17: a place is missing: it is cpu1.slot0, pkmap1, linear(low0), dma(page3) or an address such as 0xfff10000
  cpu1: speculate()
                  ^`,
  ],
  [
    'no parentheses',
    'cpu1: speculate',
    `s:2:16: missing '(': write speculate(cpu1.slot0)
  cpu1: speculate
                 ^`,
  ],
  [
    'a slot without its number',
    'cpu1: kunmap_atomic(slot)',
    `s:2:21: 'slot' needs its number: write slot1
  cpu1: kunmap_atomic(slot)
                      ^^^^`,
  ],
  [
    'a CPU without its slot',
    'cpu1: kunmap_atomic(cpu1)',
    `s:2:25: expected '.' instead of ')': write cpu1.slot0
  cpu1: kunmap_atomic(cpu1)
                          ^`,
  ],
  [
    'a page of a CPU',
    'cpu1: kunmap_atomic(cpu1.page3)',
    `s:2:26: 'page3' is not a slot: write slot1
  cpu1: kunmap_atomic(cpu1.page3)
                           ^^^^^`,
  ],
  [
    'an address without 0x',
    'cpu1: kunmap_atomic(fff10000)',
    `s:2:21: 'fff10000' is not a place: did you mean the address 0xfff10000?
  cpu1: kunmap_atomic(fff10000)
                      ^^^^^^^^`,
  ],
  [
    'a decimal address',
    'cpu1: kunmap_atomic(12)',
    `s:2:21: '12' is not an address: an address is 0x and one to eight hexadecimal digits, such as 0xfff10000
  cpu1: kunmap_atomic(12)
                      ^^`,
  ],
  [
    'an address of more than 32 bits',
    'cpu1: read(0xfff1000000)',
    `s:2:12: '0xfff1000000' is not an address: an address is 0x and one to eight hexadecimal digits, such as 0xfff10000
  cpu1: read(0xfff1000000)
             ^^^^^^^^^^^^`,
  ],
  [
    'a mistyped place',
    'cpu1: kunmap_atomic(lniear(low0))',
    `s:2:21: 'lniear' is not a place: did you mean linear? A place is cpu1.slot0, pkmap1, linear(low0), dma(page3) or an address such as 0xfff10000
  cpu1: kunmap_atomic(lniear(low0))
                      ^^^^^^`,
  ],
  [
    'the linear map without parentheses',
    'cpu1: kunmap_atomic(linear low0)',
    `s:2:28: expected '(' instead of 'low0': write linear(low0)
  cpu1: kunmap_atomic(linear low0)
                             ^^^^`,
  ],
  [
    'a place like none',
    'cpu1: read(top)',
    `s:2:12: 'top' is not a place: a place is cpu1.slot0, pkmap1, linear(low0), dma(page3) or an address such as 0xfff10000
  cpu1: read(top)
             ^^^`,
  ],
  [
    'a missing place',
    'cpu1: read()',
    `s:2:12: read needs a place: write read(cpu1.slot0)
  cpu1: read()
             ^`,
  ],
])('%s: one sentence, at its place', (_, line, picture) => {
  expect(pictureOfLine(line)).toBe(picture);
});
