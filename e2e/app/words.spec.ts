import { expect, type Locator } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// Every word of the page is explained where it stands: to a pointer that rests on it, to a finger, and to somebody who has keys only. What
// the picture leaves out is said beside what it concerns, and what cannot be done says why.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const tip = (v: Visualizer): Locator => v.page.getByRole('tooltip');
const wordIn = (room: Locator, word: string): Locator => room.locator('.term').filter({ hasText: word }).first();

test('a word of the sentence is explained to a pointer that rests on it, and no longer', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.goTo(2);
  await wordIn(v.story, 'stray').hover();
  await expect(tip(v)).toHaveText(/^Stray: a slot whose PTE is still there/i);
  await v.page.getByRole('heading', { level: 1 }).hover();
  await expect(tip(v)).toBeHidden();
});

test('a slot of the picture says what its look means, once a pointer rests on it', async ({ v }) => {
  await v.open();
  await v.last();
  await v.slot(1, 0).hover();
  await expect(tip(v)).toHaveText(/^Exposed: /);
});

test('one key goes from word to word all over the page, another one back; Escape hides the explanation', async ({
  v,
}) => {
  await v.open();
  await v.last();
  const seen = new Set<string>();
  const words = await v.page.locator('.term').count();
  expect(words).toBeGreaterThan(20);
  for (let word = 0; word < words; word++) {
    await v.page.keyboard.press('g');
    await v.idle();
    seen.add(/^[^:]*/.exec(await tip(v).innerText())?.[0] ?? '');
  }
  for (const word of ['Slot', 'TLB', 'Depth', 'Online', 'Offline', 'Page table', 'Physical memory', 'Secure world'])
    expect([...seen]).toContain(word);
  const here = await v.page.evaluate(() => document.activeElement?.textContent);
  await v.page.keyboard.press('g');
  await v.idle();
  await v.page.keyboard.press('Shift+G');
  await v.idle();
  expect(await v.page.evaluate(() => document.activeElement?.textContent)).toBe(here);
  await v.page.keyboard.press('Escape');
  await expect(tip(v)).toBeHidden();
});

test('words are in no tab order: it would be a desert', async ({ v }) => {
  await v.open();
  await v.last();
  await expect(v.page.locator('.term[tabindex="0"]')).toHaveCount(0);
});

test.describe('with a finger', () => {
  test.use({ hands: 'touch', ...PHONE });

  test('a word is explained by a tap, and a tap on the explanation hides it', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.goTo(2);
    await wordIn(v.story, 'PTE').tap();
    await expect(tip(v)).toHaveText(/^PTE: Page table entry/);
    await expect(tip(v)).toBeInViewport({ ratio: 1 });
    await tip(v).tap();
    await expect(tip(v)).toBeHidden();
  });

  test('what cannot be done says why when it is tapped', async ({ v }) => {
    await v.open();
    await v.first();
    await v.tryToPress(await v.operation(0, 'kunmap_atomic'));
    await expect(tip(v)).toHaveText(/[a-z].{10,}\./);
  });
});

test('what the picture leaves out is said beside the table, memory, time, the routine and a speculation', async ({
  v,
}) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.goTo(1);
  const says = async (room: Locator, what: RegExp): Promise<void> => {
    await room.getByText('what is left out').first().hover();
    await expect(tip(v)).toHaveText(what);
  };
  const stage = v.page.getByRole('region', { name: 'Stage' });
  await says(stage, /leaves out: User mappings/);
  await stage.getByText('what is left out').nth(1).hover();
  await expect(tip(v)).toHaveText(/Caches hold no data/);
  await says(v.page.getByRole('region', { name: 'Timeline' }), /not a duration/);
  await says(v.page.getByRole('region', { name: /^The routine/ }), /weak memory order/);
  await v.cpu(0).getByText('TLB', { exact: true }).hover();
  await expect(tip(v)).toHaveText(/^TLB: .*What this picture leaves out: A CPU’s own accesses/);
  await v.last();
  await says(v.story, /does no speculative walks/);
});

test('a tip is over a dialog, not under it', async ({ v }) => {
  await v.open();
  await v.openShare();
  const close = v.dialog.getByRole('button', { name: 'Close' });
  await close.evaluate((button) => button.setAttribute('data-tip', 'A tip for the test.'));
  await v.page.mouse.move(0, 0);
  await close.hover();
  await expect(tip(v)).toHaveText('A tip for the test.');
  expect(await tip(v).evaluate((element) => element.matches(':popover-open'))).toBe(true);
});

test('why an abort is pending: the access of that CPU, and everything that led to it', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.last();
  await v.press(v.page.getByRole('button', { name: /^Why is cpu2.abort/ }));
  const chain = v.page.getByRole('region', { name: /^Why cpu2.abort/ });
  await expect(chain).toContainText('the firewall refused');
  await expect(chain.getByRole('button').filter({ hasText: 'cpu' })).toContainText([
    'cpu1: kmap_atomic(page3)',
    'cpu1: kunmap_atomic()',
    'cpu0: cpu_down(cpu1)',
  ]);
});

test('where things stand is said with one key: what is dangerous first', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.last();
  await v.page.keyboard.press('a');
  await expect(v.toast).toContainText(
    'CPU2 was refused page 3. CPU1 slot 0: stray, page 3, exposed. Page 3 is secure. CPU1 is offline.',
  );
  await expect(v.page.locator('.toast-room')).toHaveAttribute('aria-live', 'polite');
});
