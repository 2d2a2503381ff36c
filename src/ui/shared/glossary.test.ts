import { expect, test } from 'vitest';
import { entryOf, GLOSSARY, piecesOf } from './glossary.ts';
import { MEANINGS } from './meanings.ts';

/** `[stray]` for each word that is explained. */
const marked = (text: string): string =>
  piecesOf(text)
    .map((piece) => (piece.entry === null ? piece.text : `[${piece.text}]`))
    .join('');

test('each word of the page is marked once, in any of its forms, and nothing of the text is lost', () => {
  expect(marked('CPU0 unmaps page 1; its PTE stays: slot 0 is now a stray. Strays of other slots stay.')).toBe(
    'CPU0 unmaps page 1; its [PTE] stays: [slot] 0 is now a [stray]. Strays of other slots stay.',
  );
  expect(marked('The secure world takes page 3; 1 PTE still maps it: it is exposed.')).toBe(
    'The [secure world] takes page 3; 1 [PTE] still maps it: it is [exposed].',
  );
});

test('names of the kernel and objects of the scenario are left alone', () => {
  for (const text of ['cpu1.slot0', 'flush()', 'kmap_atomic_flush_unused', 'cpu2.tlb', 'slots_per_cpu'])
    expect(marked(text)).toBe(text);
});

test('no two entries claim the same word, and each meaning is one sentence', () => {
  const forms = GLOSSARY.flatMap(({ term, forms: others = [] }) => [term, ...others]);
  expect(new Set(forms.map((form) => form.toLowerCase())).size).toBe(forms.length);
  for (const meaning of Object.values(MEANINGS)) expect(meaning).toMatch(/^\S[^?!]*[.]$/);
});

test('a word is found whatever its case; another one is not', () => {
  expect(entryOf('STRAYS')?.term).toBe('stray');
  expect(entryOf('banana')).toBeUndefined();
});
