import { expect, test } from 'vitest';
import { pictureOfLine } from './testing/pictures.ts';

/** Mistakes in what a line is: the line, and the picture of its mistake. */
test.each([
  [
    'a mistyped statement',
    'titel "x"',
    `s:2:1: cannot read 'titel': did you mean title? A line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)
  titel "x"
  ^^^^^`,
  ],
  [
    'a CPU in capitals',
    'CPU12: kmap_atomic(page3)',
    `s:2:1: cannot read 'CPU12': did you mean cpu12? A line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)
  CPU12: kmap_atomic(page3)
  ^^^^^`,
  ],
  [
    'an operation of nobody',
    'kmap_atomic(page3)',
    `s:2:1: which CPU does this? Write cpu0: kmap_atomic(page3)
  kmap_atomic(page3)
  ^^^^^^^^^^^`,
  ],
  [
    'a verb of nobody',
    'tick',
    `s:2:1: which CPU does this? Write cpu0: tick
  tick
  ^^^^`,
  ],
  [
    'a CPU without its number',
    'cpu: tick',
    `s:2:1: 'cpu' needs its number: write cpu0: kmap_atomic(page3)
  cpu: tick
  ^^^`,
  ],
  [
    'the head again',
    'kmapscope 1',
    `s:2:1: 'kmapscope 1' stands on the first line and nowhere else: remove this line
  kmapscope 1
  ^^^^^^^^^`,
  ],
  [
    'somebody who is no CPU',
    'tz: protect(page3)',
    `s:2:1: cannot read 'tz': a line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)
  tz: protect(page3)
  ^^`,
  ],
  [
    'punctuation',
    '!!!',
    `s:2:1: cannot read '!': a line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)
  !!!
  ^`,
  ],
  [
    'a number',
    '12',
    `s:2:1: cannot read '12': a line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)
  12
  ^^`,
  ],
  [
    'text alone',
    '"hello"',
    `s:2:1: cannot read '"hello"': a line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)
  "hello"
  ^^^^^^^`,
  ],
  [
    'a title without quotes',
    'title A CPU dies',
    `s:2:7: the title goes between straight double quotes: title "A stray mapping"
  title A CPU dies
        ^`,
  ],
  [
    'a title in curly quotes',
    'title “A CPU dies”',
    `s:2:7: the title goes between straight double quotes: title "A stray mapping"
  title “A CPU dies”
        ^`,
  ],
  [
    'no title',
    'title',
    `s:2:6: the title goes between straight double quotes: title "A stray mapping"
  title
       ^`,
  ],
  [
    'a number for a note',
    'note 5',
    `s:2:6: the note goes between straight double quotes: note "A stray mapping"
  note 5
       ^`,
  ],
  [
    'a text without its end',
    'title "A CPU dies',
    `s:2:7: the text has no end: put a " after its last word
  title "A CPU dies
        ^^^^^^^^^^^`,
  ],
  [
    'an unknown escape',
    'title "a\\qb"',
    `s:2:9: unknown escape \\q: write \\\\ for a backslash; \\" \\n \\r and \\t are known
  title "a\\qb"
          ^^`,
  ],
  [
    'an escape at the end',
    'title "a\\',
    `s:2:7: the text has no end: put a " after its last word
  title "a\\
        ^^^`,
  ],
  [
    'something behind a title',
    'title "x" y',
    `s:2:11: unexpected 'y' after the title: one statement per line, comments begin with #
  title "x" y
            ^`,
  ],
])('%s: one sentence, at its place', (_, line, picture) => {
  expect(pictureOfLine(line)).toBe(picture);
});
