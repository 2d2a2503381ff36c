import { expect, test } from 'vitest';
import { lintPicture } from './testing/pictures.ts';

test('a mistake is underlined where its operand stands, however it is written', () => {
  expect(
    lintPicture(`kmapscope 1
machine kernel=v3.14 pages=4
cpu0 : dma_clean( page00 .. page04 )  # page04
cpu0: read(0XFFE00000)
cpu4: kmap_atomic(page9)
`),
  ).toBe(`s:3:29: there is no page4: this machine has page0 to page3; pages=5 on the machine line makes room
  cpu0 : dma_clean( page00 .. page04 )  # page04
                              ^^^^^^

s:4:12: 0xffe00000 is in no window of this machine: the slots 0xfff00000 to 0xfff3ffff, pkmap 0xbfe00000 to 0xbfffffff, lowmem 0xc0000000 to 0xc0001fff
  cpu0: read(0XFFE00000)
             ^^^^^^^^^^

s:5:1: there is no CPU 4: this machine has CPUs 0 to 3
  cpu4: kmap_atomic(page9)
  ^^^^`);
});
