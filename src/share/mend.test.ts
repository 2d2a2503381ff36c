import { expect, test } from 'vitest';
import { GOLDEN_1 } from './golden.ts';
import { decodeLink, openLink } from './link.ts';

const LINK = GOLDEN_1[3]?.link ?? '';
const URL = `https://example.org/kmapscope/#${LINK}`;
const half = Math.floor(URL.length / 2);
const wrapAt = (text: string, width: number, glue: string): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(glue);
const encodeAll = (text: string): string =>
  Array.from(text, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const SAFE = 'https://eur01.safelinks.protection.outlook.com/?url=';
const TAIL = '&data=05%7C01%7Cme%40example.org%7C0%7C0&sdata=abc%3D&reserved=0';

test.each([
  ['the URL as it is', URL],
  ['the fragment', `#${LINK}`],
  ['the fragment without #', LINK],
  ['without the slash behind #', `#${LINK.slice(1)}`],
  ['the payload alone', LINK.slice(3)],
  ['the payload behind #', `#${LINK.slice(3)}`],
  ['a hash-bang', `https://example.org/#!${LINK}`],
  ['a query in front', `https://example.org/?embed=1&theme=dark#${LINK}`],
  ['%23 for #', URL.replace('#', '%23')],
  ['%2523 for #', URL.replace('#', '%2523')],
  ['the whole fragment percent-encoded', `https://example.org/%23${encodeURIComponent(LINK)}`],
  ['percent-encoded twice', `https://example.org/${encodeURIComponent(encodeURIComponent(`#${LINK}`))}`],
  ['every character percent-encoded', encodeAll(URL)],
  ['Safe Links around it', `${SAFE}${encodeURIComponent(URL)}${TAIL}`],
  ['Safe Links around %23', `${SAFE}${encodeURIComponent(URL.replace('#', '%23'))}${TAIL}`],
  ['Safe Links around %2523', `${SAFE}${encodeURIComponent(URL.replace('#', '%2523'))}${TAIL}`],
  ['a redirecting search engine', `https://www.google.com/url?q=${encodeURIComponent(URL)}&sa=D&usg=AOv`],
  ['spaces around it', `  ${URL}\n`],
  ['soft-wrapped mail', wrapAt(URL, 60, '\n')],
  ['mail wrapped with CRLF and indented', wrapAt(URL, 40, '\r\n    ')],
  ['a quoted reply', wrapAt(`> ${URL}`, 40, '\n> ')],
  ['a reply quoted twice', wrapAt(`>> ${URL}`, 40, '\n>> ')],
  ['quoted-printable', wrapAt(URL, 75, '=\r\n')],
  ['a zero-width space inside', `${URL.slice(0, half)}\u200b${URL.slice(half)}`],
  ['an encoded zero-width space inside', `${URL.slice(0, half)}%E2%80%8B${URL.slice(half)}`],
  ['a soft hyphen and a byte order mark', `\ufeff${URL.slice(0, half)}\u00ad${URL.slice(half)}`],
  ['a non-breaking space behind', `${URL}\u00a0`],
  ['%20 and %0A inside', `${URL.slice(0, half)}%0A%20${URL.slice(half)}`],
  ...['.', ',', ')', ']', '>', '"', "'", '/', '!', '?', ';', ':', '*', '_', '”', '»', '。', '>.', ').', '/).'].map(
    (end) => [`${end} behind it`, URL + end],
  ),
  ['angle brackets', `<${URL}>`],
  ['Markdown', `[the stray mapping](${URL})`],
  ['chat markup', `<${URL}|the stray mapping>`],
  ['a sentence around it', `Look at ${URL}, where it faults.`],
  ['a tracker behind it', `${URL}?utm_source=mail&fbclid=IwAR0`],
  ['another tracker behind it', `${URL}&utm_source=mail`],
  ['the # lost', URL.replace('#', '')],
  ['dots behind a whole link', `${URL} ...`],
])('mends %s', (_, text) => {
  expect(decodeLink(text)).toEqual(decodeLink(LINK));
  expect(decodeLink(text).ok).toBe(true);
});

test.each([
  ['', 'not a link'],
  ['   \n', 'not a link'],
  ['#', 'not a link'],
  ['https://example.org/', 'not a link'],
  ['https://example.org/#section-3', 'not a link'],
  ['https://example.org/#/about/us', 'not a link'],
  ['https://example.org/r/f/c/', 'truncated'],
  ['kmapscope 1\ncpu0: kmap_atomic(page3)', 'not a link'],
  ['%', 'not a link'],
  ['%%%23%', 'not a link'],
  ['#/r/', 'truncated'],
  ['#/r/1', 'truncated'],
  ['#/c/1KAAAA', 'truncated'],
  ['#/s/', 'damaged'],
  ['#/s/UPPER', 'damaged'],
  ['#/l/../../etc', 'damaged'],
  ['x'.repeat(65_537), 'too big'],
])('%j is answered with: %s', (text, kind) => {
  expect(openLink(text)).toMatchObject({ ok: false, error: { kind } });
});

test('every answer is a sentence that says how to go on', () => {
  const texts = ['', '#/r/1', `#${LINK.slice(0, 40)}…`, `#${LINK.replace('A', 'B')}`, '#/s/', 'x'.repeat(65_537)];
  for (const text of texts) {
    const opened = openLink(text);
    expect(opened.ok ? '' : opened.error.message).toMatch(/^[A-Z].*[a-z…]\.$/);
  }
});

test('a text made of nothing but beginnings of links is answered at once', () => {
  for (const text of ['/r/1', '#/r/1______', '#/c/1K', '%23/r/', '%25', '/#'])
    expect(openLink(text.repeat(Math.floor(65_536 / text.length))).ok).toBe(false);
});
