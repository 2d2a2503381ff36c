import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { GALLERY } from './gallery.ts';
import { drawPicture, type PictureData } from './picture.ts';
import { wrapped } from './printed.ts';
import { thumbnail } from './thumbnail.ts';

const fault = present(
  GALLERY.find(({ name }) => name === 'another CPU speculates'),
  'the picture',
).data;
const picture = (rest: Partial<PictureData> = {}): PictureData => ({
  title: 'The bite: step 3 of 3',
  sentence: 'cpu2 speculated through cpu1.slot0 into secure page 3.',
  link: 'https://example.org/#/s/the-bite/3',
  lanes: [{ caption: 'kernel v3.9', stage: fault }],
  time: { outline: [], cpus: 4, at: 0, into: 0, forks: [], parted: [] },
  ...rest,
});

function drawn(data: PictureData) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const size = drawPicture(svg, data);
  return { svg, size, words: [...svg.querySelectorAll('text')].map(({ textContent }) => textContent) };
}

test('a picture says what it shows, in words and where it comes from', () => {
  const { svg, words, size } = drawn(picture());
  expect(words).toContain('The bite: step 3 of 3');
  expect(words).toContain('https://example.org/#/s/the-bite/3');
  expect(words).toContain('p3 exposed');
  expect(words.filter((text) => /^CPU\d$/.test(text))).toEqual(['CPU0', 'CPU1', 'CPU2', 'CPU3']);
  expect(svg.querySelector('.head.dead .state')?.textContent).toBe('offline');
  expect(svg.querySelector('desc')?.textContent).toContain('https://example.org/#/s/the-bite/3');
  expect(svg.getAttribute('viewBox')).toBe(`0 0 ${String(size.width)} ${String(size.height)}`);
});

test('lanes that are compared stand below each other', () => {
  const one = drawn(picture()).size.height;
  const lanes = ['v3.9', 'rfc-v2'].map((kernel) => ({ caption: `kernel ${kernel}`, stage: fault }));
  const two = drawn(picture({ lanes }));
  expect(two.words).toContain('kernel rfc-v2');
  expect(two.size.height).toBeGreaterThan(one + 400);
});

test('a long link is printed in lines; a very long one stands in the description alone', () => {
  const long = `https://example.org/#/r/1${'x'.repeat(900)}`;
  const lines = drawn(picture({ link: long })).svg.querySelectorAll('.picture-link');
  expect([...lines].map(({ textContent }) => textContent).join('')).toBe(long);
  const longer = `https://example.org/#/r/1${'x'.repeat(4000)}`;
  const { words, svg } = drawn(picture({ link: longer }));
  expect(words.some((text) => text.includes('4025 characters'))).toBe(true);
  expect(svg.querySelector('desc')?.textContent).toContain(longer);
});

test('words are wrapped between words', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('', 7)).toEqual(['']);
});

test.each(GALLERY.map(({ name, data }) => [name, data] as const))('%s, as small as a stamp', (_, { frame }) => {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  thumbnail(root, { width: 248, height: 132 }).update(frame, []);
  const mapped = frame.slots.filter(({ state, slot }) => state !== 'none' && slot < 8);
  expect(root.querySelectorAll('.maps path')).toHaveLength(mapped.length);
  expect(root.querySelectorAll('.heads .away')).toHaveLength(
    frame.cpus.filter(({ state }) => state !== 'online').length,
  );
  expect(root.querySelectorAll('.page.secure')).toHaveLength(
    frame.pages.filter(({ secure, low }) => secure && !low).length,
  );
  expect(root.querySelectorAll('.struck')).toHaveLength(frame.fault === null ? 0 : 1);
});
