import { expect, test } from 'vitest';
import { hardwareText, translates } from './access.ts';
import { PTE_FORMAT_IDS, kmapWords, pteFormat, pteNone } from './pte-format.ts';
import { pfn } from './units.ts';

const text = (id: (typeof PTE_FORMAT_IDS)[number], hardware: string) => hardwareText(pteFormat(id), hardware);

test('a kmap page: the kernel may read and write it, it is normal memory, and the entry is global', () => {
  const expected =
    'kernel may read and write; execute never; normal memory, write-back write-allocate, inner shareable; global';
  for (const id of ['short_3_6', 'short_3_10', 'short_6_1', 'lpae_3_6', 'lpae_3_10', 'lpae_6_1'] as const) {
    expect(text(id, kmapWords(pteFormat(id), pfn(0x60123)).hardware), id).toBe(expected);
  }
  expect(text('short_2_6_32', '6012345e')).toBe(expected.replace('execute never', 'executable'));
});

test('nothing translates through an empty PTE', () => {
  for (const id of PTE_FORMAT_IDS) {
    const format = pteFormat(id);
    expect(translates(format, pteNone(format).hardware)).toBe(false);
    expect(translates(format, kmapWords(format, pfn(1)).hardware)).toBe(true);
  }
  expect(text('short_3_10', '00000000')).toBe('translation fault');
  expect(text('lpae_3_10', '0000000000000000')).toBe('translation fault');
});

test('with LPAE both low bits must be set', () => {
  for (const id of ['lpae_3_6', 'lpae_3_10', 'lpae_6_1'] as const) {
    const translating = ['0', '1', '2', '3'].filter((low) => translates(pteFormat(id), `00c000006012371${low}`));
    expect(translating, id).toEqual(['3']);
  }
});

test.each([
  ['60123002', 'no access'],
  ['60123012', 'kernel may read and write'],
  ['60123022', 'kernel may read and write, user may read'],
  ['60123032', 'kernel and user may read and write'],
  ['60123202', 'reserved permission'],
  ['60123212', 'kernel may read'],
  ['60123222', 'kernel and user may read'],
  ['60123232', 'kernel and user may read'],
])('AP of %s: %s', (hardware, permission) => {
  expect(text('short_3_10', hardware)).toBe(
    `${permission}; executable; strongly-ordered memory, outer shareable; global`,
  );
});

test.each([
  ['lpae_3_10', '000000006012371f', 'kernel may read and write'],
  ['lpae_3_10', '000000006012375f', 'kernel and user may read and write'],
  ['lpae_3_10', '000000006012379f', 'kernel may read'],
  ['lpae_3_6', '00000000601237df', 'kernel and user may read'],
  ['lpae_6_1', '000000006012379f', 'kernel may read'],
  ['lpae_6_1', '040000006012371f', 'kernel may read and write'], // RDONLY in bit 58 is software's alone
] as const)('%s, AP of %s: %s', (id, hardware, permission) => {
  expect(text(id, hardware)).toBe(
    `${permission}; executable; normal memory, write-back write-allocate, inner shareable; global`,
  );
});

test('a user page belongs to one address space', () => {
  expect(text('short_6_1', '8299ae7f')).toBe(
    'kernel and user may read; execute never; normal memory, write-back write-allocate, inner shareable; one address space',
  );
  expect(text('lpae_3_10', '00c000007f40bf5f')).toContain(
    '; execute never; normal memory, write-back write-allocate, inner shareable; one address space',
  );
});
