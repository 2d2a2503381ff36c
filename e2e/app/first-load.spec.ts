import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { root } from '../scripts/system.mjs';
import { test } from './test.ts';

// What a first visit costs before anything is pressed, as `npm run bench -- first-load` counts it: markup, styles and code, the model's worker
// included, packed as a host packs them. Bytes are the same on every machine; how long it takes is a matter for the bench.

/** 200 kB, of which each answer's head is a part. */
const MOST_BYTES = 200_000;
const HEAD_BYTES = 250;

/** Bytes over the wire of each of them, by its name. */
async function packed(urls: ReadonlySet<string>, base: string): Promise<ReadonlyMap<string, number>> {
  const files = [...urls].map((url) => new URL(url).pathname.slice(new URL(base).pathname.length) || 'index.html');
  const code = files.filter((file) => ['.html', '.js', '.css'].includes(extname(file)));
  const sizes = code.map(async (file): Promise<[string, number]> => {
    const bytes = await readFile(join(root, 'dist', file));
    return [file, gzipSync(bytes, { level: 9 }).length + HEAD_BYTES];
  });
  return new Map(await Promise.all(sizes));
}

test('before anything is pressed no more than 200 kB of markup, styles and code are fetched', async ({
  v,
  context,
  baseURL,
}) => {
  const asked = new Set<string>();
  context.on('request', (request) => void asked.add(request.url()));
  await v.open();
  await v.page.waitForFunction(() => document.fonts.size > 0); // what comes last
  await v.page.waitForLoadState('networkidle');
  const sizes = await packed(asked, String(baseURL));
  const names = [...sizes.keys()].join(' ');
  expect(names, 'the model is among them').toContain('session.worker');
  expect(names, 'and so is the screen').toContain('screen');
  const sum = [...sizes.values()].reduce((total, size) => total + size, 0);
  expect(sum, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(MOST_BYTES);
});

test('with that much the page is no mere picture: without any connection it steps on; the address follows when it is back', async ({
  v,
  context,
  complaints,
}) => {
  await v.open();
  await v.page.waitForLoadState('networkidle');
  const at = v.page.getByRole('textbox', { name: 'Go to step' });
  await expect(at).toHaveValue('2');
  await context.setOffline(true);
  await v.page.keyboard.press('ArrowLeft');
  await expect(at).toHaveValue('1');
  await v.press(v.page.getByRole('button', { name: 'Step', exact: true }));
  await expect(at).toHaveValue('3');
  await v.page.keyboard.press('End');
  await expect(v.toast).toContainText('The address does not follow any more.');
  await expect(v.fault).toBeVisible();
  await context.setOffline(false);
  await v.page.keyboard.press('ArrowLeft');
  await expect(v.page).toHaveURL(/#\/r\/1/);
  // The browser says of each file that it could not have it.
  complaints.splice(0);
});
