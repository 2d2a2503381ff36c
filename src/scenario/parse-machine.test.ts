import { expect, test } from 'vitest';
import { KERNEL_NAMES, SETTING_KEYS } from './settings.ts';
import { pictureOfLine } from './testing/pictures.ts';

const KERNELS = KERNEL_NAMES.join(', ');
const SETTINGS = SETTING_KEYS.join(', ');

/** Mistakes on the machine line: the line, and the picture of its mistake. */
test.each([
  [
    'no setting',
    'machine',
    `s:2:8: what machine? Write machine kernel=v3.9 cpus=4
  machine
         ^`,
  ],
  [
    'a key without a value',
    'machine kernel',
    `s:2:9: 'kernel' needs a value: write kernel=v3.9
  machine kernel
          ^^^^^^`,
  ],
  [
    'no value behind =',
    'machine cpus=',
    `s:2:14: the value of cpus is missing: write cpus=1
  machine cpus=
               ^`,
  ],
  [
    'no key before =',
    'machine =4',
    `s:2:9: unexpected '=': settings are key=value with a space between them, as in kernel=v3.9 cpus=4
  machine =4
          ^`,
  ],
  [
    'an unknown kernel near a known one',
    'machine kernel=rfc_no_hook',
    `s:2:16: unknown kernel 'rfc_no_hook': did you mean rfc-no-hook? Kernels: ${KERNELS}
  machine kernel=rfc_no_hook
                 ^^^^^^^^^^^`,
  ],
  [
    'an unknown kernel like none',
    'machine kernel=zzzzzzzzzzz',
    `s:2:16: unknown kernel 'zzzzzzzzzzz'. Kernels: ${KERNELS}
  machine kernel=zzzzzzzzzzz
                 ^^^^^^^^^^^`,
  ],
  [
    'an unknown setting near a known one',
    'machine cpu=4',
    `s:2:9: unknown setting 'cpu': did you mean cpus? Settings: ${SETTINGS}
  machine cpu=4
          ^^^`,
  ],
  [
    'an unknown value near a known one',
    'machine flush=checkd',
    `s:2:15: 'checkd' is no value of flush: did you mean checked? It is one of none, unconditional, checked, checked_range
  machine flush=checkd
                ^^^^^^`,
  ],
  [
    'an unknown value like none',
    'machine flush=maybe',
    `s:2:15: 'maybe' is no value of flush: it is one of none, unconditional, checked, checked_range
  machine flush=maybe
                ^^^^^`,
  ],
  [
    'a size out of range',
    'machine cpus=64',
    `s:2:14: cpus=64 is out of range: cpus is 1 to 32 (CPUs)
  machine cpus=64
               ^^`,
  ],
  [
    'a frame number out of range',
    'machine pfn_base=0x100000',
    `s:2:18: pfn_base=0x100000 is out of range: pfn_base is 0x0 to 0xfffff (page frame number)
  machine pfn_base=0x100000
                   ^^^^^^^^`,
  ],
  [
    'a size that is no number',
    'machine cpus=four',
    `s:2:14: 'four' is not a number: cpus is 1 to 32 (CPUs)
  machine cpus=four
               ^^^^`,
  ],
  [
    'a setting twice',
    'machine cpus=2 cpus=4',
    `s:2:16: cpus is set twice: remove one, cpus=2 stands before
  machine cpus=2 cpus=4
                 ^^^^`,
  ],
  [
    'commas between settings',
    'machine cpus=2, pages=4',
    `s:2:15: unexpected ',': settings are key=value with a space between them, as in kernel=v3.9 cpus=4
  machine cpus=2, pages=4
                ^`,
  ],
  [
    'text among settings',
    'machine kernel=v3.9 "x"',
    `s:2:21: unexpected '"x"': settings are key=value with a space between them, as in kernel=v3.9 cpus=4
  machine kernel=v3.9 "x"
                      ^^^`,
  ],
  [
    'several mistakes are all told',
    'machine cpus=99 pages=0 flush=no',
    `s:2:14: cpus=99 is out of range: cpus is 1 to 32 (CPUs)
  machine cpus=99 pages=0 flush=no
               ^^

s:2:23: pages=0 is out of range: pages is 1 to 1024 (highmem pages)
  machine cpus=99 pages=0 flush=no
                        ^

s:2:31: 'no' is no value of flush: it is one of none, unconditional, checked, checked_range
  machine cpus=99 pages=0 flush=no
                                ^^`,
  ],
])('%s: one sentence, at its place', (_, line, picture) => {
  expect(pictureOfLine(line)).toBe(picture);
});
