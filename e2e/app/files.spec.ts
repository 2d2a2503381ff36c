import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { root } from '../scripts/system.mjs';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// A run as a file: saved with a key or a button, opened by dropping it anywhere or by choosing it. What is no run gets one sentence.

async function saved(v: Visualizer): Promise<{ readonly name: string; readonly text: string }> {
  const waiting = v.page.waitForEvent('download');
  await v.page.keyboard.press('Shift+S');
  const download = await waiting;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('a run that was saved is dropped on another page, and everything is there again', async ({ v, somebodyElse }) => {
  await v.open();
  await v.map(2, 'page6');
  await v.stepBack();
  const before = await v.everything();
  const { name, text } = await saved(v);
  expect(name).toBe('a-cpu-dies-with-a-stray-mapping-step-2.kmapscope.json');
  expect(JSON.parse(text), 'people can read it').toMatchObject({ format: 'kmapscope', version: 1 });

  const other = await somebodyElse();
  await other.open('#/s/the-bite');
  await other.dropFile(name, text);
  expect(await other.everything()).toEqual(before);
  await other.step();
  await expect(other.page, 'and it is in the address now').toHaveURL(/#\/r\/1/);
});

for (const way of ['key', 'library'] as const) {
  test(`a file is chosen (${way})`, async ({ v }) => {
    const waiting = v.page.waitForEvent('filechooser'); // before anything else: to catch it the browser must have been told
    await v.open();
    if (way === 'key') await v.page.keyboard.press('Shift+O');
    else await (await v.openLibrary()).getByRole('button', { name: 'Open a file' }).click();
    const chooser = await waiting;
    const text = 'kmapscope 1\ntitle "From a file"\nmachine kernel=v3.9\ncpu1: kmap_atomic(page3)\n';
    await chooser.setFiles({ name: 'run.kmap', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await expect(v.page).toHaveTitle('From a file · kmapscope');
    await expect(v.dialog).toBeHidden();
  });
}

test('while something is held over the page, the page says what letting go does', async ({ v }) => {
  await v.open();
  await v.holdFile();
  expect(await v.page.evaluate(() => getComputedStyle(document.documentElement, '::after').content)).toContain('open');
  await expect.poll(() => v.page.evaluate(() => 'dropping' in document.documentElement.dataset)).toBe(false);
});

test('recordings of a real kernel are held against the model', async ({ v }) => {
  await v.open();
  const before = await v.everything();
  const traces = gunzipSync(await readFile(join(root, 'e2e/kernel/traces/natural-k318.jsonl.gz'))).toString();
  await v.dropFile('natural.jsonl', traces);
  await expect(v.banner).toContainText(/recorded operations replayed as .*observations compared, and the model agrees/);
  expect(await v.everything()).toEqual(before);
});

for (const { file, title, shows, strays } of [
  {
    file: 'ptdump-k310-stray.txt',
    title: 'Slots of a page-table dump',
    shows: /9 kmap slots of 4 CPUs hold a PTE in this page-table dump/,
    strays: 9,
  },
  {
    file: 'ftrace-k318-demo.txt',
    title: 'Recorded with ftrace',
    shows: /All 12 addresses that kmap_atomic gave are where the model puts them/,
    strays: 6,
  },
]) {
  test(`what a kernel wrote is dropped, and its strays are there (${file})`, async ({ v }) => {
    await v.open();
    await v.dropFile(file, await readFile(join(root, 'e2e/kernel/captures', file), 'utf8'));
    await expect(v.story.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(v.story).toContainText(shows);
    expect((await v.mapped()).filter((slot) => slot.includes('stray'))).toHaveLength(strays);
    await expect(v.banner).toBeHidden();
    await v.stepBack();
    await expect(v.story.getByRole('heading', { level: 1 }), 'a step like any other').not.toHaveText(title);
  });
}

test('where a dump is cut off is said', async ({ v }) => {
  await v.open();
  const dump = await readFile(join(root, 'e2e/kernel/captures/ptdump-k310-stray.txt'), 'utf8');
  await v.dropFile('dump.txt', dump.slice(0, -100));
  await expect(v.banner).toContainText(/“dump.txt” cannot be opened: line \d+, column 1: /);
});

test.describe('what is no run', () => {
  const files: readonly { readonly what: string; readonly text: string; readonly says: RegExp }[] = [
    {
      what: 'a mistake in a scenario',
      text: 'kmapscope 1\ncpu9: tick\n',
      says: /“f” cannot be opened: line 2, column 1: there is no CPU 9/,
    },
    { what: 'something else', text: '{"name": "package"}', says: /no kmapscope file/ },
    { what: 'a program', text: '<script>alert(1)</script>', says: /no kmapscope file/ },
    { what: 'a binary', text: '\u0000\u0001\uFFFDELF', says: /no kmapscope file/ },
    { what: 'cut off', text: '{"format": "kmapscope", "version": 1, "scenario": ["kmap', says: /cut off/ },
    {
      what: 'hostile',
      text: '{"format":"kmapscope","version":1,"__proto__":{"admin":true},"scenario":[]}',
      says: /__proto__|scenario|branches/,
    },
    { what: 'far too big', text: `kmapscope 1\n${'cpu0: irq\n'.repeat(30_000)}`, says: /may have/ },
  ];
  for (const { what, text, says } of files) {
    test(`${what}: one sentence, and the work there is stays`, async ({ v }) => {
      await v.open();
      const before = await v.everything();
      await v.dropFile('f', text);
      await expect(v.banner).toHaveRole('alert');
      await expect(v.banner).toContainText(says);
      expect(await v.everything()).toEqual(before);
      await v.press(v.banner.getByRole('button', { name: 'Dismiss' }));
      await v.step();
    });
  }
});
