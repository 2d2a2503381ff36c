import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './test.ts';

// What the last row of a room is to read, what a teacher reaches there, and words that stay whole where letters stand wider apart.

const widthOf = async (element: Locator): Promise<number> => (await element.boundingBox())?.width ?? 0;

test('in a room the QR code fills the window at a press, and Escape takes back that before the dialog', async ({
  v,
}) => {
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await v.open('#/s/the-bite');
  await v.theme(/^Projector/);
  const dialog = await v.openShare();
  const code = dialog.getByRole('img', { name: 'QR code of the link' });
  expect(await widthOf(code)).toBeGreaterThan(200);
  const small = await widthOf(code);
  await v.press(dialog.getByRole('button', { name: 'Show it large' }));
  expect(await widthOf(code)).toBeGreaterThan(560);
  await expect(code).toBeInViewport({ ratio: 1 });
  await v.page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  expect(await widthOf(code)).toBe(small);
  await v.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test.describe('with the keyboard alone', () => {
  test.use({ hands: 'keyboard' });

  test('in a room a branch is renamed and deleted', async ({ v }) => {
    await v.page.setViewportSize({ width: 1280, height: 720 });
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.theme(/^Projector/);
    await v.page.keyboard.press('k');
    await v.idle();
    const branch = v.page.getByRole('button', { name: /^Branch:/ });
    await expect(branch).toBeInViewport({ ratio: 1 });
    await v.hands.choose(branch, /^Rename/);
    await v.page.keyboard.press('ControlOrMeta+a');
    await v.page.keyboard.type('another order');
    await v.page.keyboard.press('Enter');
    await expect(v.page.getByRole('button', { name: 'Branch: another order' })).toBeVisible();
    await v.hands.choose(branch, /^Delete/);
    await v.idle();
    await expect(branch).toBeHidden();
  });
});

/** What a reader may ask for who reads more easily so (WCAG 2.2, 1.4.12), put over the rules of the page. */
const spaced = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    const all = 'line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;';
    sheet.replaceSync(`* { ${all} } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
  });

/** Letters of these elements that are cut: beyond an edge of what cuts them off. */
const cutIn = (room: Locator): Promise<readonly string[]> =>
  room.evaluateAll((all) =>
    all.flatMap((element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      const { left, right, top, bottom } = words.getBoundingClientRect();
      for (let around: Element | null = element; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const edge = around.getBoundingClientRect();
        // Behind the last letter its own spacing is empty.
        const isWhole =
          left >= edge.left && right - 1.5 <= edge.right && top >= edge.top - 4 && bottom <= edge.bottom + 4;
        if (!isWhole) return [element.textContent];
      }
      return [];
    }),
  );

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
] as const)
  test(`words of the CPUs are whole on ${String(width)} pixels, though letters stand wider apart`, async ({ v }) => {
    await v.page.setViewportSize({ width, height });
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.last();
    await spaced(v.page);
    expect(await cutIn(v.page.locator('.cpu :is(.chip.abort, .operation, .cpu-name, .cpu-state, .depth)'))).toEqual([]);
  });

for (const width of [1280, 1217])
  test(`the way out of an interrupt is a whole word on ${String(width)} pixels`, async ({ v }) => {
    await v.page.setViewportSize({ width, height: 760 });
    await v.open('#/s/nested-in-an-interrupt');
    await v.goTo(3);
    const back = await v.operation(0, 'irq_return');
    await expect(back).toHaveText('return');
    expect(await cutIn(v.cpu(0).locator('.operation'))).toEqual([]);
  });

test('the margin of the text counts lines as its mistakes do, and steps in boxes of their own', async ({ v }) => {
  await v.open('#/s/the-bite');
  await v.openText();
  await v.page.keyboard.press('ControlOrMeta+End');
  await v.page.keyboard.type('cpu1: frobnicate');
  const place = v.page.getByRole('button', { name: /^line \d+, column \d+$/ });
  const [, line] = /^line (\d+)/.exec(await place.innerText()) ?? [];
  const middle = async (element: Locator): Promise<number> => {
    const box = await element.boundingBox();
    return (box?.y ?? NaN) + (box?.height ?? NaN) / 2;
  };
  const number = v.page.locator('.cm-lineNumbers .cm-gutterElement').getByText(line ?? 'none', { exact: true });
  const typed = v.page.locator('.cm-line', { hasText: 'frobnicate' });
  expect(Math.abs((await middle(number)) - (await middle(typed)))).toBeLessThan(3);
  await v.press(v.page.locator('.cm-steps').getByText('9', { exact: true }));
  expect(await v.cursor()).toBe('9 of 9');
});

for (const width of [1280, 390])
  test(`the address of every scenario is whole in the library on ${String(width)} pixels`, async ({ v }) => {
    await v.page.setViewportSize({ width, height: 800 });
    await v.open();
    const dialog = await v.openLibrary();
    await spaced(v.page);
    const addresses = dialog.locator('.card code');
    expect(await addresses.count()).toBeGreaterThan(50);
    expect(
      await addresses.evaluateAll((all) =>
        all.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.textContent] : [])),
      ),
    ).toEqual([]);
  });
