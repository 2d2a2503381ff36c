import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivedWord } from './derivation.ts';
import { isWord } from './fields.ts';
import { memoryTypeText } from './memory-type.ts';
import type { PteFormatId } from './pte-format.ts';
import {
  PTE_FORMAT_IDS,
  extOf,
  hardwareSteps,
  kmapWords,
  memoryTypeOf,
  pfnOf,
  pteFormat,
  pteNone,
} from './pte-format.ts';
import { pteOffsets } from './pte-table.ts';
import { pfn, vaddr } from './units.ts';

/** The two words of a kmap PTE of frame 0x60123 in every format. */
test.each([
  ['short_2_6_32', '601236df', '6012345e'],
  ['short_2_6_32_up', '601232cf', '6012301e'],
  ['short_3_6', '6012365f', '6012345f'],
  ['short_3_6_up', '6012324f', '6012301f'],
  ['short_3_10', '6012365f', '6012345f'],
  ['short_3_10_up', '6012324f', '6012301f'],
  ['short_6_1', '6012365f', '6012345f'],
  ['short_6_1_up', '6012324f', '6012301f'],
  ['lpae_3_6', '00c000006012371f', '00c000006012371f'],
  ['lpae_3_10', '00c000006012371f', '00c000006012371f'],
  ['lpae_6_1', '00c000006012371f', '00c000006012371f'],
] as const)('%s: frame 0x60123 is %s, hardware %s', (id, linux, hardware) => {
  const format = pteFormat(id);
  expect(format.id).toBe(id);
  expect(kmapWords(format, pfn(0x60123))).toEqual({ linux, hardware });
  expect(pfnOf(format, linux)).toBe(0x60123);
  expect(pfnOf(format, hardware)).toBe(0x60123);
});

// [linux, hardware] of PTE changes in the recorded traces of that build.
test.each([
  ['k310-A', 'short_3_10', '7f98565f', '7f98545f'],
  ['k310-A', 'short_3_10', '7f98765f', '7f98745f'],
  ['k318-A', 'short_6_1', '7f91d65f', '7f91d45f'],
  ['k61-A', 'short_6_1', '7ff0f65f', '7ff0f45f'],
  ['k61-B', 'short_6_1', '7ff1165f', '7ff1145f'],
  ['k310-L', 'lpae_3_10', '00c000007f8c271f', '00c000007f8c271f'],
] as const)('%s: the recorded words come out of their frame', (_, id, linux, hardware) => {
  const format = pteFormat(id);
  const frame = pfnOf(format, linux);
  expect(frame).not.toBeNull();
  expect(kmapWords(format, pfn(frame ?? 0))).toEqual({ linux, hardware });
});

test('where the words stand: the hardware half first in 2.6.32, second since, one word with LPAE', () => {
  const offsets = (id: PteFormatId) => pteOffsets(pteFormat(id).tableLayout, vaddr(0xfff00000));
  expect(offsets('short_2_6_32')).toEqual({ linux: 0xc00, hardware: 0x400 });
  for (const id of ['short_3_6', 'short_3_10', 'short_6_1'] as const)
    expect(offsets(id)).toEqual({ linux: 0x400, hardware: 0xc00 });
  for (const id of ['lpae_3_6', 'lpae_3_10', 'lpae_6_1'] as const)
    expect(offsets(id)).toEqual({ linux: 0x800, hardware: 0x800 });
});

test('a format says which versions its tables are of', () => {
  const kinds = PTE_FORMAT_IDS.map((id) => {
    const { version, bits, linuxFields, hardwareFields } = pteFormat(id);
    expect([linuxFields.bits, hardwareFields.bits]).toEqual([bits, bits]);
    return `${version.kind} ${version.of} ${String(bits)}`;
  });
  expect([...new Set(kinds)]).toEqual([
    'short 2.6.32 32',
    'short 3.6 32',
    'short 3.10 32',
    'short 3.14 32',
    'lpae 3.6 64',
    'lpae 3.10 64',
    'lpae 6.1 64',
  ]);
});

test('an empty PTE names no frame', () => {
  expect(pteNone(pteFormat('short_3_10'))).toEqual({ linux: '00000000', hardware: '00000000' });
  expect(pteNone(pteFormat('lpae_3_10'))).toEqual({ linux: '0000000000000000', hardware: '0000000000000000' });
  for (const id of PTE_FORMAT_IDS) expect(pfnOf(pteFormat(id), pteNone(pteFormat(id)).linux)).toBeNull();
});

test('a word that is not a word of the format is refused', () => {
  expect(() => pfnOf(pteFormat('short_3_10'), '00c000007f8c271f')).toThrow('is a word of Linux PTE, 3.10');
  expect(() => hardwareSteps(pteFormat('lpae_3_10'), '7f98565f', 0)).toThrow("'7f98565f' is a word of lpae_3_10");
});

describe.each(PTE_FORMAT_IDS)('%s', (id) => {
  const format = pteFormat(id);
  const frames = fc.integer({ min: 0, max: format.bits === 32 ? 0xfffff : 0xfffffff });

  test('every frame can be read back from either word', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const { linux, hardware } = kmapWords(format, pfn(frame));
        expect([pfnOf(format, linux), pfnOf(format, hardware)]).toEqual([frame, frame]);
        expect(isWord(format.linuxFields, linux) && isWord(format.hardwareFields, hardware)).toBe(true);
        expect(derivedWord(hardwareSteps(format, linux, 0))).toBe(hardware);
      }),
    );
  });

  test('a frame too far up does not fit', () => {
    const first = format.bits === 32 ? 0x100000 : 0x10000000;
    expect(() => kmapWords(format, pfn(first))).toThrow(`${String(first)} fits pfn`);
  });

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(format))).toEqual(format);
  });

  test('a kmap page is write-back and may be speculated into', () => {
    const { hardware } = kmapWords(format, pfn(0x60123));
    expect(memoryTypeText(memoryTypeOf(format, hardware))).toBe(
      id.endsWith('_up')
        ? 'normal memory, write-back, non-shareable'
        : 'normal memory, write-back write-allocate, inner shareable',
    );
  });
});

test('user addresses are not global, kernel addresses are', () => {
  expect(extOf(vaddr(0xbeffffff), 0xbf000000)).toBe(0x800);
  expect(extOf(vaddr(0xbf000000), 0xbf000000)).toBe(0);
  expect(derivedWord(hardwareSteps(pteFormat('short_6_1'), '8299a7df', 0x800))).toBe('8299ae7f');
  expect(derivedWord(hardwareSteps(pteFormat('lpae_3_10'), '00c000006012371f', 0x800))).toBe('00c0000060123f1f');
});
