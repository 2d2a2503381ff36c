import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// What one sees is whole: no word is cut in the middle, no frame is open at a side, no name lies over the next.

/** The words of an element as they are seen: whole, cut, or on a line that is not shown. */
const wordsOf = (element: Locator): Promise<readonly string[]> =>
  element.evaluate((box) => {
    const room = box.getBoundingClientRect();
    const node = box.firstChild;
    if (node === null) return [];
    return [...(node.textContent ?? '').matchAll(/\S+/g)].map((word) => {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      if (top >= room.bottom - 1) return `${word[0]}: on the next line`;
      const fits = left >= room.left && right <= room.right && (top + bottom) / 2 < room.bottom;
      return `${word[0]}: ${fits ? 'whole' : 'cut'}`;
    });
  });

for (const [width, height, seen] of [
  [1440, 900, ['abort: whole', 'pending: whole']],
  [1280, 720, ['abort: whole', 'pending: whole']],
  [1217, 760, ['abort: whole', 'pending: whole']],
] as const)
  test(`that an abort is pending is said in whole words on ${String(width)} pixels`, async ({ v }) => {
    await v.page.setViewportSize({ width, height });
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.last();
    expect(await wordsOf(v.cpu(2).locator('.chip.abort'))).toEqual(seen);
  });

/** The colours along a line of pixels, outwards from the middle of a side of an element. */
async function coloursBeyond(page: Page, element: Locator, side: 'left' | 'right' | 'top' | 'bottom') {
  const box = await element.boundingBox();
  if (box === null) throw new Error('it is not there');
  const [x, y] = [Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2)];
  const far = 6;
  const clip = {
    left: { x: Math.floor(box.x) - far, y, width: far, height: 1 },
    right: { x: Math.ceil(box.x + box.width), y, width: far, height: 1 },
    top: { x, y: Math.floor(box.y) - far, width: 1, height: far },
    bottom: { x, y: Math.ceil(box.y + box.height), width: 1, height: far },
  }[side];
  const source = `data:image/png;base64,${(await page.screenshot({ clip })).toString('base64')}`;
  return page.evaluate(async (src) => {
    const image = Object.assign(new Image(), { src });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const drawing = canvas.getContext('2d');
    drawing?.drawImage(image, 0, 0);
    const data = [...(drawing?.getImageData(0, 0, image.width, image.height).data ?? [])];
    return data.flatMap((_, i) => (i % 4 === 0 ? [data.slice(i, i + 3).join(' ')] : []));
  }, source);
}

test('the frame of stop_machine is closed at all four sides of every CPU', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.goTo(3);
  await v.page.keyboard.press('l');
  const held = v.page.locator('.cpu.held-still');
  for (let line = 0; line < 40 && (await held.count()) === 0; line++) {
    await v.page.keyboard.press('ArrowRight');
    await v.idle();
  }
  await expect(held).toHaveCount(4);
  const frame = await held.first().evaluate((cpu) => getComputedStyle(cpu).outlineColor.replace(/[^\d ]/g, ''));
  for (const cpu of await held.all())
    for (const side of ['left', 'right', 'top', 'bottom'] as const)
      expect(await coloursBeyond(v.page, cpu, side), side).toContain(frame);
});

test('beside the explorer every field of a PTE still has its whole name, and none lies over the next', async ({
  v,
}) => {
  await v.open();
  await v.look(v.slot(1, 0));
  const inspector = v.page.getByRole('region', { name: 'Inspector' });
  const names = (): Promise<readonly string[]> => inspector.locator('.pte-bits .field').allTextContents();
  const before = await names();
  expect(before).toContain('PRESENT');
  await v.press(v.page.getByRole('button', { name: 'Explore', exact: true }));
  await expect(v.page.getByRole('region', { name: 'Can this ever fault?' })).toBeVisible();
  expect(await names()).toEqual(before);
  const overlaps = await inspector.locator('.pte-bits').evaluateAll((words) =>
    words.flatMap((word) => {
      const boxes = [...word.querySelectorAll('.field')].map((name) => name.getBoundingClientRect());
      return boxes.flatMap((box, i) => ((boxes[i + 1]?.left ?? Infinity) < box.right ? [i] : []));
    }),
  );
  expect(overlaps).toEqual([]);
});

test('the error number that a routine returns stays in one piece', async ({ v }) => {
  await v.open();
  await v.cpuDown(0);
  const numbers = v.story.locator('.code .whole');
  await expect(numbers).toContainText(['-EBUSY', '-EINVAL', '-EPERM']);
  expect(await numbers.evaluateAll((all) => all.map((one) => one.getClientRects().length))).toEqual([1, 1, 1]);
});

test('the table of costs is whole on a projector that shows 1280 pixels', async ({ v }) => {
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await v.open('#/s/the-check');
  await v.last();
  await v.press(v.page.getByRole('button', { name: 'Costs', exact: true }));
  const panel = v.page.getByRole('region', { name: 'What it costs' });
  await expect(panel.getByRole('columnheader', { name: 'notifier calls' })).toBeInViewport({ ratio: 1 });
  await expect(panel.getByRole('columnheader', { name: 'invalidates' })).toBeInViewport({ ratio: 1 });
});

/** Where a run ends with an expectation. */
async function openAtTheEnd(v: Visualizer): Promise<void> {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.last();
}

test('the sign of the step one stands on is on the handle, in a room too', async ({ v }) => {
  const isOn = (): Promise<boolean> =>
    v.page.evaluate(() => {
      const [handle, held] = ['.handle', '.held'].map((name) => document.querySelector(name)?.getBoundingClientRect());
      if (handle === undefined || held === undefined) return false;
      return held.width > 4 && held.left > handle.left && held.right < handle.right && held.bottom < handle.bottom;
    });
  await openAtTheEnd(v);
  expect(await isOn()).toBe(true);
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await v.theme(/^Projector/);
  expect(await isOn()).toBe(true);
  await v.goTo(11);
  expect(await isOn()).toBe(false);
});
