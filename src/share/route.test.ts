import { expect, test } from 'vitest';
import { openLink } from './link.ts';
import { formatRoute } from './route.ts';
import type { Route } from './route.ts';

const ROUTES: readonly (readonly [string, Route])[] = [
  ['/s/stray-after-kunmap', { type: 'scenario', id: 'stray-after-kunmap', step: null }],
  ['/s/stray-after-kunmap/3', { type: 'scenario', id: 'stray-after-kunmap', step: 3 }],
  ['/s/x/0', { type: 'scenario', id: 'x', step: 0 }],
  ['/l/stray-mapping/2', { type: 'lesson', id: 'stray-mapping', page: 2, step: null }],
  ['/l/the-thread/2/5', { type: 'lesson', id: 'the-thread', page: 2, step: 5 }],
  ['/l/what-is-highmem', { type: 'lesson', id: 'what-is-highmem', page: null, step: null }],
];

test.each(ROUTES)('%s is an address both ways', (link, route) => {
  expect(formatRoute(route)).toBe(link);
  expect(openLink(`https://example.org/kmapscope/#${link}`)).toEqual({ ok: true, value: route });
  expect(link).toMatch(/^\/[sl]\/[a-z0-9][a-z0-9/-]*[a-z0-9]$/);
});

test.each([
  'https://example.org/#/s/stray-after-kunmap/3.',
  'https://example.org/#/s/stray-after-kunmap/3/',
  'https://example.org/%23/s/stray-after-kunmap/3',
  'https://example.org/%2523%2Fs%2Fstray-after-kunmap%2F3',
  '(see #/s/stray-after-kunmap/3)',
  '/s/stray-after-kunmap/3',
  'https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F%23%2Fs%2Fstray-after-kunmap%2F3&data=05',
])('%s leads there too', (text) => {
  expect(openLink(text)).toEqual({ ok: true, value: { type: 'scenario', id: 'stray-after-kunmap', step: 3 } });
});

test.each([
  '#/s/1kmap',
  '#/s/Stray',
  '#/s/stray_after',
  '#/s/-stray',
  `#/s/${'x'.repeat(61)}`,
  '#/s/stray/3000000',
  '#/s/stray/3/4',
  '#/l/stray/3/4/5',
])('%s names nothing', (text) => {
  expect(openLink(text)).toMatchObject({ ok: false, error: { kind: 'damaged' } });
});
