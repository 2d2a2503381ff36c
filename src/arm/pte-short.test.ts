import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedWord } from './derivation.ts';
import { hex32 } from './hex.ts';
import type { LinuxPteVersion } from './pte-linux.ts';
import { PTE_EXT_NG, SHORT_SMALL_PAGE, setPteExtSteps } from './pte-short.ts';
import { tablePicture } from './testing/table-picture.ts';

test('the hardware word is a small page as the architecture lays it out', () => {
  expect(tablePicture(SHORT_SMALL_PAGE)).toBe(`31:12 base
11 nG: global | this address space only
10 S: not shareable | shareable
9 AP[2]: as AP[1:0] says | read-only
8:7 TEX[2:1]
6 TEX[0]: 0 | 1
5:4 AP[1:0]: nobody | kernel | kernel; user read-only | kernel and user
3 C: 0 | 1
2 B: 0 | 1
1 PTE_TYPE_SMALL: no small page | small page
0 XN: executable | execute never`);
  expect(SHORT_SMALL_PAGE.title).toBe('hardware small page');
  expect(SHORT_SMALL_PAGE.source).toContain('pgtable-2level-hwdef.h');
  expect(PTE_EXT_NG).toBe(0x800);
});

const hardware = (version: LinuxPteVersion, linux: number, ext = 0) => derivedWord(setPteExtSteps(version, linux, ext));
const words = (version: LinuxPteVersion, linux: number, ext = 0) =>
  setPteExtSteps(version, linux, ext).map((step) => step.word);

test('the worked example: a kmap PTE of frame 0x60123 on v7 SMP, step by step', () => {
  expect(words('3.10', 0x6012365f)).toEqual([
    '6012340f', // bits 9:4 cleared
    '6012340c', // type cleared
    '6012341e', // AP[0], small page
    '6012345e', // TEX[0]
    '6012345f', // XN
  ]);
});

test('every step says why', () => {
  const linux = [0x6012365f, 0x8299a75f, 0];
  const steps = linux.flatMap((word) => [...setPteExtSteps('3.10', word, 0x800), ...setPteExtSteps('2.6.32', word, 0)]);
  for (const { why } of steps) expect(why).toMatch(/^[A-Z].{8,}\.$/);
  expect(new Set(steps.map(({ why }) => why)).size).toBe(10);
});

test('on a uniprocessor the same page is write-back and not shared', () => {
  expect(hardware('3.10', 0x6012324f)).toBe('6012301f');
});

test('a user page, read-only, XN, shared, nG: the pair a 4.9 kernel printed in an oops (OP-TEE optee_os issue 3023)', () => {
  expect(hardware('3.14', 0x8299a7df, PTE_EXT_NG)).toBe('8299ae7f');
});

test('in 2.6.32 a kmap page is executable, and a user page that user may not write can still be written by the kernel', () => {
  expect(hardware('2.6.32', 0x601236df)).toBe('6012345e');
  expect(hardware('2.6.32', 0x601232cf)).toBe('6012301e');
  // USER, not WRITE: AP[2:0] is 010 instead of 111.
  expect(words('2.6.32', 0x6012375f).slice(-3)).toEqual(['6012365e', '6012367e', '6012346e']);
  expect(hardware('3.10', 0x601235df)).toBe('6012367e');
});

test('an empty Linux word gives an empty hardware word, with and without ext', () => {
  for (const version of ['2.6.32', '3.6', '3.10', '3.14'] as const) {
    expect(hardware(version, 0)).toBe('00000000');
    expect(hardware(version, 0, PTE_EXT_NG)).toBe('00000000');
  }
});

/** One bit of the kmap word of frame 1 changed at a time. */
test.each([
  ['PRESENT clear', 0x165e, '00000000'],
  ['YOUNG clear', 0x165d, '00000000'],
  ['DIRTY clear', 0x161f, '0000165f'],
  ['RDONLY set', 0x16df, '0000165f'],
  ['USER set', 0x175f, '0000147f'],
  ['XN clear', 0x145f, '0000145e'],
  ['SHARED clear', 0x125f, '0000105f'],
  ['NONE set', 0x1e5f, '00000000'],
  ['MT uncached', 0x1643, '00001413'],
  ['MT bufferable', 0x1647, '00001417'],
  ['MT write-through', 0x164b, '0000141b'],
  ['MT write-back', 0x164f, '0000141f'],
  ['MT device', 0x1653, '00001453'],
  ['MT vectors', 0x167f, '0000145f'], // bit 5 of the Linux word does not reach the hardware
])('3.14: %s', (_, linux, expected) => {
  expect(hardware('3.14', linux)).toBe(expected);
});

test.each([
  ['PRESENT clear', 0x16de, '00000000'],
  ['YOUNG clear', 0x16dd, '00000000'],
  ['DIRTY clear', 0x169f, '0000165e'],
  ['WRITE clear', 0x165f, '0000165e'],
  ['EXEC clear', 0x14df, '0000145f'],
  ['USER set', 0x17df, '0000147e'],
  ['USER set, WRITE clear', 0x175f, '0000146e'],
  ['USER set, DIRTY clear', 0x179f, '0000146e'],
])('2.6.32: %s', (_, linux, expected) => {
  expect(hardware('2.6.32', linux)).toBe(expected);
});

test('before L_PTE_NONE bit 11 was carried into nG; since then it makes the hardware word 0', () => {
  expect(hardware('2.6.32', 0x1edf)).toBe('00001c5e');
  expect(hardware('3.6', 0x1e5f)).toBe('00001c5f');
  expect(hardware('3.10', 0x1e5f)).toBe('00000000');
  expect(hardware('3.14', 0x1e5f)).toBe('00000000');
});

/** cpu_v7_set_pte_ext() of 3.10 as arithmetic on whole words, instruction by instruction: an independent second opinion. */
function asTheAssemblerDoes(linux: number, ext: number): number {
  const dirty = (linux & 0x40) !== 0;
  const rdonly = (linux & 0x80) !== 0;
  let word = ((linux & ~0x3f0 & ~3) | ext | 0x10 | 2) >>> 0;
  if (linux & 0x10) word |= 0x40;
  if (rdonly || !dirty) word |= 0x200;
  if (linux & 0x100) word |= 0x20;
  if (linux & 0x200) word |= 1;
  return (linux & 0x803) === 3 ? word >>> 0 : 0;
}

test('for every Linux word the steps end where the assembler ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0, PTE_EXT_NG), (linux, ext) => {
      expect(hardware('3.10', linux, ext)).toBe(hex32(asTheAssemblerDoes(linux, ext)));
    }),
    { numRuns: 2000 },
  );
});
