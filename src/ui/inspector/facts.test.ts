import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { preset } from '../../model/eras.ts';
import { frameFromText } from '../../viz/gallery-frames.ts';
import { factsOf } from './facts.ts';

const { switches, sizes } = present(preset('v3.9'), 'v3.9');
const CONFIG = { switches, sizes };
const FRAME = frameFromText('cpu0 online depth=1 | page2*\ncpu1 dead depth=0 | page3~\nsecure page3');
const NOTHING = new Map<number, number>();

test('a slot is shown with the arithmetic of its address and both its words', () => {
  const facts = present(factsOf('cpu1.slot0', FRAME, CONFIG, NOTHING), 'facts');
  expect(facts.summary).toBe('stray, maps page3, exposed');
  expect(facts.terms.map(({ text }) => text)).toEqual(['0 + 16 × 1 = 16', '0xfff00000 + 16 × 0x1000 = 0xfff10000']);
  expect(facts.words.map(({ title, word }) => `${title} ${word}`)).toEqual(['Linux 6012365f', 'hardware 6012345f']);
});

test('an empty slot has words of zeros', () => {
  const facts = present(factsOf('cpu0.slot5', FRAME, CONFIG, NOTHING), 'facts');
  expect(facts.words.map(({ word }) => word)).toEqual(['00000000', '00000000']);
  expect(facts.page).toBeNull();
});

test('what the step wrote is compared with what was there', () => {
  const facts = present(factsOf('cpu0.slot0', FRAME, CONFIG, new Map([[0, 0]])), 'facts');
  expect(facts.words[0]?.before?.every(({ value }) => value === 0)).toBe(true);
});

test('a page says who maps it', () => {
  expect(factsOf('page3', FRAME, CONFIG, NOTHING)?.summary).toBe('secure, mapped by cpu1.slot0');
  expect(factsOf('page7', FRAME, CONFIG, NOTHING)?.summary).toBe('not secure, mapped by no slot');
});

test('an object the machine does not have has no facts', () => {
  expect(factsOf('cpu9.slot0', FRAME, CONFIG, NOTHING)).toBeNull();
});

test('a pkmap entry that is free still has its words, so that nothing moves when it is given back', () => {
  const facts = present(factsOf('pkmap1', FRAME, CONFIG, NOTHING), 'facts');
  expect(facts.summary).toBe('pkmap_count 0: free');
  expect(facts.words.map(({ word }) => word)).toEqual(['00000000', '00000000']);
  expect(factsOf('pkmap9999', FRAME, CONFIG, NOTHING)).toBeNull();
});
