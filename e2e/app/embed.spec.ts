import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type FrameLocator, type Page } from '@playwright/test';
import { test } from './test.ts';

// In a frame of somebody else's page, from another origin: the stage and time, the way to the whole page, and nothing left behind.

type Message = Readonly<Record<string, unknown>>;
declare global {
  interface Window {
    heard: Message[];
  }
}

let course: Server;
let body = '';
test.beforeEach(async () => {
  course = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>A course</title>${body}
      <script>heard = []; addEventListener('message', (event) => heard.push(event.data));</script>`);
  });
  await new Promise<void>((listening) => course.listen(0, '127.0.0.1', listening));
});
test.afterEach(async () => {
  await new Promise((closed) => course.close(closed).closeAllConnections());
});

/** A page of a course with this in it, on a host of its own (localhost is another origin than 127.0.0.1). */
async function openCourse(page: Page, iframe: string): Promise<FrameLocator> {
  body = iframe;
  await page.goto(`http://localhost:${String((course.address() as AddressInfo).port)}/`);
  const frame = page.frameLocator('iframe');
  await frame.locator('.screen[data-busy="false"] .slot-grid').waitFor();
  return frame;
}

const heading = (frame: FrameLocator) => frame.getByRole('heading', { level: 1 });
const step = (frame: FrameLocator) => frame.getByRole('textbox', { name: 'Go to step' });

test('what the Share dialog gives to paste works where it is pasted', async ({ v, page }) => {
  await v.open('#/s/the-bite/2');
  const dialog = await v.openShare();
  await v.press(dialog.getByRole('button', { name: 'Copy as iframe' }));
  const iframe = await page.evaluate(() => navigator.clipboard.readText());

  const frame = await openCourse(page, iframe);
  await expect(page.locator('iframe')).toHaveAttribute('title', 'The bite (kmapscope)');
  await expect(step(frame)).toHaveValue('2');
  await expect(frame.getByRole('region', { name: 'Stage' })).toBeVisible();
  for (const gone of ['Share', 'Text', 'Help and keys'])
    await expect(frame.getByRole('button', { name: gone, exact: true })).toHaveCount(0);
  await frame.getByRole('button', { name: 'First', exact: true }).click();
  await expect(step(frame)).toHaveValue('0');
  await frame.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(step(frame)).toHaveValue('1');
  await expect(heading(frame)).toHaveText('CPU1 maps page 3');
});

test('by keyboard: the frame’s keys are for time, and open nothing that is not there', async ({ v, page }) => {
  const frame = await openCourse(
    page,
    `<iframe title="x" width="1000" height="700" src="${await address(v.page)}"></iframe>`,
  );
  await frame.getByRole('button', { name: 'Step', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(step(frame)).toHaveValue('1');
  for (const key of ['s', 'o', '?', 'Shift+S']) await page.keyboard.press(key);
  await expect(frame.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(step(frame)).toHaveValue(/^[2-9]$|^\d\d$/);
});

test('what is tried out there stays there: nothing is kept, and the reader’s way back is short', async ({
  v,
  page,
}) => {
  const frame = await openCourse(
    page,
    `<iframe title="x" width="1000" height="700" src="${await address(v.page)}"></iframe>`,
  );
  const entries = await page.evaluate(() => history.length);
  await frame.getByRole('button', { name: 'cpu_down cpu1' }).click();
  await expect(frame.getByRole('button', { name: 'cpu_up cpu1' })).toBeVisible();
  await page.waitForTimeout(600); // the address would have been written by now
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await v.open();
  expect(await v.cursor(), 'the page itself begins as ever').toBe('2 of 12');

  const again = await openCourse(page, body);
  await again.getByRole('button', { name: 'Last', exact: true }).click();
  const opened = page.waitForEvent('popup');
  await again.getByRole('link', { name: 'Open in kmapscope' }).click();
  const whole = await opened;
  await whole.locator('.screen[data-busy="false"] .slot-grid').waitFor();
  expect(whole.url()).not.toContain('embed');
  await expect(whole.getByRole('button', { name: 'Share', exact: true })).toBeVisible();
  await expect(whole.getByRole('textbox', { name: 'Go to step' })).toHaveValue(await step(again).inputValue());
});

test('the way out leads to what is shown, and be it the first thing that is pressed', async ({ v, page }) => {
  await v.open();
  const bare = frameOf(new URL('?embed=1', page.url()).href);
  // On a slow network.
  await page.route(/links-/, async (route) => {
    await new Promise((later) => setTimeout(later, 500));
    await route.continue();
  });
  const frame = await openCourse(page, bare);
  await expect(step(frame)).toHaveValue('2');
  await page.evaluate(() => {
    document.querySelector('iframe')?.contentWindow?.postMessage({ kmapscope: 'goto', at: 7 }, '*');
  });
  await expect(step(frame)).toHaveValue('7');
  const opened = page.waitForEvent('popup');
  await frame.getByRole('link', { name: 'Open in kmapscope' }).click();
  const whole = await opened;
  await whole.locator('.screen[data-busy="false"] .slot-grid').waitFor();
  await expect(whole.getByRole('textbox', { name: 'Go to step' })).toHaveValue('7');
});

test('the page around it may say where to go, and hears where it is', async ({ v, page }) => {
  const frame = await openCourse(
    page,
    `<iframe title="x" width="1000" height="700" src="${await address(v.page)}"></iframe>`,
  );
  const say = (message: Message): Promise<void> =>
    page.evaluate((data) => document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), message);
  await say({ kmapscope: 'goto', at: 3 });
  await expect(step(frame)).toHaveValue('3');
  await say({ kmapscope: 'back' });
  await expect(step(frame)).toHaveValue(/^[0-2]$/);
  await say({ kmapscope: 'theme', theme: 'dark' });
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  for (const nonsense of [
    { kmapscope: 'goto', at: '9' },
    { kmapscope: 'goto', at: Number.NaN },
    { kmapscope: 'theme', theme: '<b>' },
  ])
    await say(nonsense);
  await expect(step(frame)).toHaveValue(/^[0-2]$/);
  const heard = await page.evaluate(() => window.heard);
  expect(heard[0]).toEqual({ kmapscope: 'ready' });
  expect(heard).toContainEqual(expect.objectContaining({ kmapscope: 'step', at: 3 }));
  expect(JSON.stringify(heard)).not.toContain('/r/1');
});

test('ui=player: the run is gone through and not gone on with', async ({ v, page }) => {
  const frame = await openCourse(page, frameOf(await address(v.page, '&ui=player')));
  await expect(frame.getByRole('button', { name: /kmap_atomic|cpu_down/ })).toHaveCount(0);
  await frame.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(heading(frame)).toHaveText('CPU1 maps page 3');
  await expect(frame.getByRole('slider', { name: 'Time' })).toBeVisible();
  const before = await step(frame).inputValue();
  await page.keyboard.press('k');
  await page.keyboard.press('f');
  await expect(step(frame), 'no key does what no button does').toHaveValue(before);
  await expect(frame.getByText('of 9', { exact: true })).toBeVisible();
});

test('ui=min: the sentence, the stage and a row of keys', async ({ v, page }) => {
  const frame = await openCourse(page, frameOf(await address(v.page, '&ui=min')));
  await expect(frame.getByRole('slider', { name: 'Time' })).toBeHidden();
  await frame.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(heading(frame)).toHaveText('CPU1 maps page 3');
  await expect(frame.getByRole('link', { name: 'Open in kmapscope' })).toBeVisible();
});

test('lock=1: the reader looks, and the page around it leads', async ({ v, page }) => {
  const frame = await openCourse(page, frameOf(await address(v.page, '&lock=1')));
  for (const name of ['Step', 'Play', 'kmap_atomic on cpu0'])
    await expect(frame.getByRole('button', { name, exact: true })).toHaveCount(0);
  await frame.getByRole('heading', { level: 1 }).click();
  for (const key of ['ArrowRight', 'End', 'k']) await page.keyboard.press(key);
  await expect(heading(frame)).toHaveText('Just booted');
  await say(page, { kmapscope: 'goto', at: 1 });
  await expect(heading(frame)).toHaveText('CPU1 maps page 3');
  await expect.poll(() => heard(page, 'step')).toContainEqual({ kmapscope: 'step', at: 1, length: 9 });
});

test('a frame says how high it should be, and at that height nothing in it scrolls', async ({ v, page }) => {
  for (const [width, ui] of [
    [1000, 'full'],
    [1000, 'min'],
    [420, 'player'],
  ] as const) {
    const src = await address(v.page, `&ui=${ui}`);
    const frame = await openCourse(page, `<iframe title="x" width="${width}" height="200" src="${src}"></iframe>`);
    await expect.poll(() => heard(page, 'height')).not.toEqual([]);
    await page.evaluate(() => {
      const iframe = document.querySelector('iframe');
      addEventListener('message', ({ data }: MessageEvent<Message>) => {
        if (data['kmapscope'] === 'height' && iframe !== null) iframe.height = String(data['height']);
      });
      for (const { kmapscope, height } of window.heard)
        if (kmapscope === 'height' && iframe !== null) iframe.height = String(height);
    });
    await frame.locator('.screen[data-busy="false"]').waitFor();
    await expect(async () => {
      const scrolls = await frame
        .locator('.embed-desk, .embed-desk .lanes, .embed-desk .stage, html')
        .evaluateAll((all) =>
          all.flatMap((one) => (one.scrollHeight > one.clientHeight + 1 ? [one.getAttribute('class')] : [])),
        );
      expect(scrolls, `${width} ${ui}`).toEqual([]);
    }).toPass({ timeout: 5000 });
    const [first] = await heard(page, 'height');
    expect(Object.keys(first ?? {}).sort()).toEqual(['height', 'kmapscope', 'version']);
    expect(first).toMatchObject({ version: 1 });
    expect((await heard(page, 'height')).length, 'it comes to rest').toBeLessThan(6);
  }
});

const frameOf = (src: string): string => `<iframe title="x" width="1000" height="700" src="${src}"></iframe>`;

const say = (page: Page, message: Message): Promise<void> =>
  page.evaluate((data) => document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), message);

/** What the page around the frame has been told by this name. */
const heard = (page: Page, name: string): Promise<readonly Message[]> =>
  page.evaluate((wanted) => window.heard.filter(({ kmapscope }) => kmapscope === wanted), name);

/** Where the build is, as an address for a frame. */
async function address(page: Page, asked = ''): Promise<string> {
  await page.goto('');
  const url = new URL(page.url());
  return `${url.origin}${url.pathname}?embed=1${asked}#/s/the-bite/0`;
}
