import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { derivedWord } from '../../src/arm/derivation.ts';
import { decodeFields, encodeFields } from '../../src/arm/fields.ts';
import { hex32 } from '../../src/arm/hex.ts';
import { LINUX_MAIR0, LINUX_MAIR1 } from '../../src/arm/mair.ts';
import type { PteFormatId } from '../../src/arm/pte-format.ts';
import { extOf, hardwareSteps, kmapWords, pfnOf, pteFormat } from '../../src/arm/pte-format.ts';
import { LINUX_NMRR, LINUX_PRRR } from '../../src/arm/tex-remap.ts';
import { pfn, vaddr } from '../../src/arm/units.ts';

/**
 * ptewords/*.jsonl: every distinct pair of Linux and hardware attributes that the live page tables of a real kernel held (user, modules,
 * pkmap, vmalloc, fixmap, vectors), with the registers that say what the attributes mean. With LPAE (k310L) there is one word, `w`.
 */
type Pte = {
  readonly type: 'pte';
  readonly area: string;
  readonly va: string;
  readonly lx: string;
  readonly hw: string;
};
type LpaePte = { readonly type: 'pte'; readonly area: string; readonly va: string; readonly w: string };
type Registers = { readonly regs: Readonly<Record<string, string>>; readonly kernel: string };

/** TASK_SIZE with VMSPLIT_3G: modules begin there. */
const TASK_SIZE = 0xbf000000;

function capture(name: string): readonly [Registers, ...(Pte | LpaePte)[]] {
  const lines = readFileSync(new URL(`./ptewords/ptewords-${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const [head, ...rest] = lines.map(
    (line) => JSON.parse(line) as Registers | Pte | LpaePte | { readonly type: string },
  );
  return [head as Registers, ...rest.filter((line): line is Pte | LpaePte => 'type' in line && line.type === 'pte')];
}

/** Pairs in each capture: a capture that lost lines would otherwise pass. */
const CAPTURES: readonly (readonly [name: string, format: PteFormatId, pairs: number])[] = [
  ['k310', 'short_3_10', 11],
  ['k318', 'short_6_1', 11],
  ['k61', 'short_6_1', 9],
  ['k310L', 'lpae_3_10', 11],
];

describe.each(CAPTURES)('%s', (name, id, pairs) => {
  const format = pteFormat(id);
  const [head, ...ptes] = capture(name);
  const words = ptes.map((pte) => ({
    ...pte,
    linux: 'w' in pte ? pte.w : pte.lx,
    hardware: 'w' in pte ? pte.w : pte.hw,
  }));

  test('the capture is whole', () => {
    expect(ptes).toHaveLength(pairs);
  });

  test('the registers are those that the decoders assume', () => {
    expect(head.regs).toMatchObject(
      format.bits === 32
        ? { PRRR: hex32(LINUX_PRRR), NMRR: hex32(LINUX_NMRR) }
        : { MAIR0: hex32(LINUX_MAIR0), MAIR1: hex32(LINUX_MAIR1) },
    );
  });

  test.each(words)('$area $va: $linux becomes $hardware', ({ va, linux, hardware }) => {
    const ext = extOf(vaddr(parseInt(va, 16)), TASK_SIZE);
    expect(derivedWord(hardwareSteps(format, linux, ext))).toBe(hardware);
  });

  test.each(words)(
    '$area $va: both words survive decoding and encoding, and name the same frame',
    ({ linux, hardware }) => {
      expect(encodeFields(format.linuxFields, decodeFields(format.linuxFields, linux))).toBe(linux);
      expect(encodeFields(format.hardwareFields, decodeFields(format.hardwareFields, hardware))).toBe(hardware);
      expect(pfnOf(format, linux)).toBe(pfnOf(format, hardware));
    },
  );

  test('what kmap and kmap_atomic wrote is exactly kmap_prot', () => {
    const kmapped = words.filter(({ area }) => area === 'P' || area === 'F');
    for (const { linux, hardware } of kmapped) {
      expect(kmapWords(format, pfn(pfnOf(format, linux) ?? 0))).toEqual({ linux, hardware });
    }
    expect(kmapped.map(({ area }) => area)).toEqual(name === 'k61' ? [] : ['P', 'F']);
  });
});
