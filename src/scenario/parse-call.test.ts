import { expect, test } from 'vitest';
import { pictureOfLine } from './testing/pictures.ts';
import { OPERATION_NAMES } from './vocabulary.ts';

const OPERATIONS = OPERATION_NAMES.join(', ');

/** Mistakes in what a CPU does: the line, and the picture of its mistake. */
test.each([
  [
    'a mistyped operation gets the near one and the list',
    'cpu1: kmap_atomc(page3)',
    `s:2:7: unknown operation 'kmap_atomc': did you mean kmap_atomic? Operations: ${OPERATIONS}
  cpu1: kmap_atomc(page3)
        ^^^^^^^^^^`,
  ],
  [
    'an operation that is like none gets the list',
    'cpu1: frobnicate()',
    `s:2:7: unknown operation 'frobnicate'. Operations: ${OPERATIONS}
  cpu1: frobnicate()
        ^^^^^^^^^^`,
  ],
  [
    "the kernel's spelling is kept, case included",
    'cpu1: handle_ipi',
    `s:2:7: unknown operation 'handle_ipi': did you mean handle_IPI? Operations: ${OPERATIONS}
  cpu1: handle_ipi
        ^^^^^^^^^^`,
  ],
  [
    'a CPU that does nothing',
    'cpu1:',
    `s:2:6: what does cpu1 do? Write cpu1: kmap_atomic(page3)
  cpu1:
       ^`,
  ],
  [
    'an entry into nothing',
    'cpu1: enter',
    `s:2:12: what does cpu1 do? Write cpu1: enter kmap_atomic(page3)
  cpu1: enter
             ^`,
  ],
  [
    'an entry into what is not a call',
    'cpu1: enter tick',
    `s:2:13: only a call can be entered: tick stands alone, as in cpu1: tick
  cpu1: enter tick
              ^^^^`,
  ],
  [
    'no colon',
    'cpu1 kmap_atomic(page3)',
    `s:2:6: expected ':' instead of 'kmap_atomic': write cpu1: kmap_atomic(page3)
  cpu1 kmap_atomic(page3)
       ^^^^^^^^^^^`,
  ],
  [
    'an argument for a verb without',
    'cpu1: tick(5)',
    `s:2:12: expected ')' instead of '5': write tick
  cpu1: tick(5)
             ^`,
  ],
  [
    'something behind a verb',
    'cpu1: tick 5',
    `s:2:12: unexpected '5' after the step: one statement per line, comments begin with #
  cpu1: tick 5
             ^`,
  ],
  [
    'a call without parentheses',
    'cpu1: kmap_atomic',
    `s:2:18: missing '(': write kmap_atomic(page3)
  cpu1: kmap_atomic
                   ^`,
  ],
  [
    'an argument without parentheses',
    'cpu1: kmap_atomic page3',
    `s:2:19: expected '(' instead of 'page3': write kmap_atomic(page3)
  cpu1: kmap_atomic page3
                    ^^^^^`,
  ],
  [
    'no closing parenthesis',
    'cpu1: kmap_atomic(page3',
    `s:2:24: missing ')': write kmap_atomic(page3)
  cpu1: kmap_atomic(page3
                         ^`,
  ],
  [
    'no closing parenthesis, with more behind',
    'cpu1: kmap_atomic(page3, KM_USER0',
    `s:2:34: missing ')': write kmap_atomic(page3)
  cpu1: kmap_atomic(page3, KM_USER0
                                   ^`,
  ],
  [
    'no argument',
    'cpu1: kmap_atomic()',
    `s:2:19: kmap_atomic needs a page: write kmap_atomic(page3)
  cpu1: kmap_atomic()
                    ^`,
  ],
  [
    'one argument too few',
    'cpu1: copy_highpage(page3)',
    `s:2:26: copy_highpage needs a page more: write copy_highpage(page3, page4)
  cpu1: copy_highpage(page3)
                           ^`,
  ],
  [
    'no comma',
    'cpu1: copy_highpage(page3 page4)',
    `s:2:27: expected ',' instead of 'page4': write copy_highpage(page3, page4)
  cpu1: copy_highpage(page3 page4)
                            ^^^^^`,
  ],
  [
    'an argument where none belongs',
    'cpu1: kmap_flush_unused(page3)',
    `s:2:25: unexpected 'page3': kmap_flush_unused takes no argument, as in kmap_flush_unused()
  cpu1: kmap_flush_unused(page3)
                          ^^^^^`,
  ],
  [
    'an argument too many',
    'cpu1: kmap_atomic(page3, KM_USER0, page4)',
    `s:2:34: unexpected ',': kmap_atomic takes 1 or 2 arguments, as in kmap_atomic(page3)
  cpu1: kmap_atomic(page3, KM_USER0, page4)
                                   ^`,
  ],
  [
    'a page without its number',
    'cpu1: kmap_atomic(page)',
    `s:2:19: 'page' needs its number: write page1
  cpu1: kmap_atomic(page)
                    ^^^^`,
  ],
  [
    'a number without its page',
    'cpu1: kmap_atomic(3)',
    `s:2:19: '3' is not a page: did you mean page3? A page is page0, page1, … (highmem) or low0, low1, … (lowmem)
  cpu1: kmap_atomic(3)
                    ^`,
  ],
  [
    'a place where a page belongs',
    'cpu1: kmap_atomic(cpu1.slot0)',
    `s:2:19: 'cpu1' is not a page: a page is page0, page1, … (highmem) or low0, low1, … (lowmem)
  cpu1: kmap_atomic(cpu1.slot0)
                    ^^^^`,
  ],
  [
    'a number with too many digits',
    'cpu1: kmap_atomic(page12345678901)',
    `s:2:19: the number in 'page12345678901' is too large: at most 9 digits
  cpu1: kmap_atomic(page12345678901)
                    ^^^^^^^^^^^^^^^`,
  ],
  [
    'a km_type that 2.6.32 does not know',
    'cpu1: kmap_atomic(page3, KM_USER9)',
    `s:2:26: 'KM_USER9' is not a km_type: did you mean KM_USER0?
  cpu1: kmap_atomic(page3, KM_USER9)
                           ^^^^^^^^`,
  ],
  [
    'a km_type that is none',
    'cpu1: kmap_atomic(page3, 5)',
    `s:2:26: '5' is not a km_type: one of KM_BOUNCE_READ, KM_SKB_SUNRPC_DATA, KM_SKB_DATA_SOFTIRQ, KM_USER0, KM_USER1, KM_BIO_SRC_IRQ, KM_BIO_DST_IRQ, KM_PTE0, KM_PTE1, KM_IRQ0, KM_IRQ1, KM_SOFTIRQ0, KM_SOFTIRQ1, KM_L2_CACHE
  cpu1: kmap_atomic(page3, 5)
                           ^`,
  ],
  [
    'a missing km_type',
    'cpu1: kmap_atomic(page3,)',
    `s:2:25: a km_type is missing: one of KM_BOUNCE_READ, KM_SKB_SUNRPC_DATA, KM_SKB_DATA_SOFTIRQ, KM_USER0, KM_USER1, KM_BIO_SRC_IRQ, KM_BIO_DST_IRQ, KM_PTE0, KM_PTE1, KM_IRQ0, KM_IRQ1, KM_SOFTIRQ0, KM_SOFTIRQ1, KM_L2_CACHE
  cpu1: kmap_atomic(page3,)
                          ^`,
  ],
  [
    'a CPU that is only a number',
    'cpu1: cpu_down(2)',
    `s:2:16: '2' is not a CPU: write cpu2
  cpu1: cpu_down(2)
                 ^`,
  ],
  [
    'a CPU without its number',
    'cpu1: cpu_down(cpu)',
    `s:2:16: 'cpu' needs its number: write cpu1
  cpu1: cpu_down(cpu)
                 ^^^`,
  ],
  [
    'a call without its CPU',
    'cpu1: cpu_down()',
    `s:2:16: cpu_down needs a CPU: write cpu_down(cpu1)
  cpu1: cpu_down()
                 ^`,
  ],
  [
    'a task that is only a number',
    'cpu1: schedule(4)',
    `s:2:16: '4' is not a task: write task4
  cpu1: schedule(4)
                 ^`,
  ],
  [
    'a task without its number',
    'cpu1: schedule(task)',
    `s:2:16: 'task' needs its number: write task1
  cpu1: schedule(task)
                 ^^^^`,
  ],
  [
    'a range that runs backwards',
    'cpu1: dma_clean(page7..page3)',
    `s:2:17: the range runs backwards: write page3..page7
  cpu1: dma_clean(page7..page3)
                  ^^^^^^^^^^^^`,
  ],
  [
    'a range across highmem and lowmem',
    'cpu1: dma_clean(page7..low3)',
    `s:2:17: a buffer lies in highmem or in lowmem, not across both
  cpu1: dma_clean(page7..low3)
                  ^^^^^^^^^^^`,
  ],
  [
    'a range without an end',
    'cpu1: dma_clean(page0..)',
    `s:2:24: a page is missing: it is page0, page1, … (highmem) or low0, low1, … (lowmem)
  cpu1: dma_clean(page0..)
                         ^`,
  ],
  [
    'a range with a dash',
    'cpu1: dma_clean(page0-page7)',
    `s:2:22: unexpected '-': dma_clean takes one argument, as in dma_clean(page0..page7)
  cpu1: dma_clean(page0-page7)
                       ^`,
  ],
  [
    'two steps on one line',
    'cpu1: kmap_atomic(page3); kunmap_atomic()',
    `s:2:25: unexpected ';' after the step: one statement per line, comments begin with #
  cpu1: kmap_atomic(page3); kunmap_atomic()
                          ^`,
  ],
])('%s: one sentence, at its place', (_, line, picture) => {
  expect(pictureOfLine(line)).toBe(picture);
});
