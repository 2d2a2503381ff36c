import { readFile } from 'node:fs/promises';
import { expect, type Download, type Page } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// A picture of this moment, to be put on a slide: complete in itself, with the link printed under it.

async function downloaded(
  page: Page,
  act: () => Promise<void>,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const waiting = page.waitForEvent('download');
  await act();
  const download: Download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** At the end of the story of the mail, where there is most to see. */
async function atTheFault(v: Visualizer): Promise<string> {
  await v.open();
  await v.last();
  return v.sentence();
}

test('as SVG: it stands alone, says what it shows, and has the link under it', async ({ v }) => {
  const sentence = await atTheFault(v);
  const dialog = await v.openShare();
  const { name, bytes } = await downloaded(v.page, () => v.press(dialog.getByRole('button', { name: 'Picture, SVG' })));
  expect(name).toBe('a-cpu-dies-with-a-stray-mapping-step-12.svg');
  await expect(v.toast).toContainText(name);

  const svg = bytes.toString();
  expect(svg).toContain('A CPU dies with a stray mapping: step 12 of 12');
  expect(svg).toContain(sentence);
  expect(svg).toContain('p3 exposed');
  expect(svg).toMatch(/>http:\/\/127\.0\.0\.1:\d+\/some\/sub\/path\/#\/s\/cpu-dies-with-a-stray\/12</);
  expect(svg, 'the fonts are in it').toMatch(/@font-face\{font-family:"IBM Plex Mono";font-weight:600;src:url\("data:/);
  expect(svg, 'nothing of the page is').not.toMatch(/class=|tabindex|aria-|<script|foreignObject|var\(--/);
  const elsewhere = [...svg.matchAll(/(?:href|url)\s*[=(]\s*"?([^")#][^")]{0,20})/g)].map(([, to = '']) => to);
  expect(
    elsewhere.filter((to) => !/^(data:|&quot;#)/.test(to)),
    'it fetches nothing',
  ).toEqual([]);
});

test('a run of one’s own has its whole link under it', async ({ v }) => {
  await v.open('#/s/the-bite/3');
  await v.map(0, 'page5');
  const dialog = await v.openShare();
  const { bytes } = await downloaded(v.page, () => v.press(dialog.getByRole('button', { name: 'Picture, SVG' })));
  expect(bytes.toString()).toMatch(/>http:\/\/127\.0\.0\.1:\d+\/some\/sub\/path\/#\/r\/1[\w-]+</);
});

test('as PNG: sharp enough for a slide, in the colours of the page', async ({ v }) => {
  await atTheFault(v);
  await v.theme(/^Dark/);
  const { name, bytes } = await downloaded(v.page, () => v.page.keyboard.press('Shift+E'));
  expect(name).toMatch(/\.png$/);
  const picture = await v.page.evaluate(async (base64) => {
    const binary = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([binary], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    const colours = new Set<number>();
    for (let i = 0; i < data.length; i += 4)
      colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    const corner = [...data.slice(0, 3)];
    return { width: image.width, height: image.height, colours: colours.size, corner, exposed: colours.has(0xff6b85) };
  }, bytes.toString('base64'));
  expect(picture).toMatchObject({ corner: [0x14, 0x17, 0x1a], exposed: true });
  expect(picture.width).toBeGreaterThan(2000);
  expect(picture.colours, 'it is not an empty sheet').toBeGreaterThan(50);
});

test('the picture of an exported file is what was exported', async ({ v }) => {
  await atTheFault(v);
  await v.theme(/^Light/);
  const dialog = await v.openShare();
  const { bytes } = await downloaded(v.page, () => v.press(dialog.getByRole('button', { name: 'Picture, SVG' })));
  await v.page.setViewportSize({ width: 1224, height: 960 });
  await v.page.goto(`data:image/svg+xml;base64,${bytes.toString('base64')}`);
  await expect(v.page).toHaveScreenshot(['e2e', 'app', '__screenshots__', 'export.png'], {
    // The address at the foot differs from run to run: the port.
    clip: { x: 0, y: 0, width: 1224, height: 890 },
  });
});

test('on paper: the picture of this moment with its link, then the text of the run, and none of the page', async ({
  v,
}) => {
  await v.page.clock.install();
  const sentence = await atTheFault(v);
  await v.page.clock.fastForward('00:10');
  const paper = v.page.locator('.paper');
  // What goes on paper is fetched by now, and comes when it comes.
  await expect(async () => {
    await v.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect(paper).toHaveCount(1, { timeout: 100 });
  }).toPass();
  await v.page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
  await expect(paper).toContainText(sentence);
  await expect(paper).toContainText(/#\/s\/cpu-dies-with-a-stray\/12/);
  await expect(paper.locator('pre')).toContainText('cpu0: cpu_down(cpu1)');
  const picture = await paper.locator('svg.picture').boundingBox();
  expect(picture?.height, 'the picture has a sheet for itself: 178 mm').toBeGreaterThan(660);
  await expect(v.page.locator('.screen')).toBeHidden();
  await v.page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await v.page.emulateMedia({ media: 'screen', reducedMotion: 'reduce' });
  await expect(paper).toHaveCount(0);
  await expect(v.page.locator('.screen')).toBeVisible();
});

test('who prints with keys has pressed one before: what goes on paper comes with it', async ({ v }) => {
  await v.page.clock.install();
  await v.open();
  const coming = v.page.waitForResponse(/Paper-.*js/);
  await v.page.keyboard.press('Control');
  await coming;
});

test('on paper before what goes there has come: what happened, the picture and the run below each other, and nothing to press', async ({
  v,
}) => {
  await v.page.route(/Paper-/, (route) => route.abort());
  await v.open('#/s/cpu-dies-with-a-stray/12');
  // A copy, which nothing lays out again: a page is printed as it stands.
  await v.page.locator('.screen').evaluate((screen) => screen.replaceWith(screen.cloneNode(true)));
  await v.page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
  // A sheet in landscape, in pixels of CSS.
  await v.page.setViewportSize({ width: 1032, height: 703 });
  const parts = ['.lead', '.cpus', '.stage-picture', '.ribbon-room', '.log'];
  let below = 0;
  for (const part of parts) {
    const box = await v.page.locator(part).boundingBox();
    expect(box?.y, `${part} begins below what stands before it`).toBeGreaterThanOrEqual(below - 1);
    expect(box?.height, `${part} is there`).toBeGreaterThan(20);
    expect((box?.x ?? 0) + (box?.width ?? 0), `${part} ends on the sheet`).toBeLessThanOrEqual(1032);
    below = (box?.y ?? 0) + (box?.height ?? 0);
  }
  for (const control of ['Step', 'kmap_atomic on cpu0', 'Share'])
    await expect(v.page.getByRole('button', { name: control, exact: true })).toHaveCount(0);
});
