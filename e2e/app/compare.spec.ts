import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { TOUR } from '../../src/lessons/tour.ts';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// One schedule under several kernels: chosen, seen side by side, marked where they differ, sent as a link. And the thread, page by page.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const lane = (page: Page, n: number): Locator => page.getByRole('region', { name: `Lane ${n}`, exact: true });
const lanes = (page: Page): Locator => page.getByRole('region', { name: /^Lane \d$/ });
const slotIn = (page: Page, n: number, cpu: number, slot: number): Locator =>
  lane(page, n).locator(`.cell[data-object="cpu${cpu}.slot${slot}"]`);
const bar = (page: Page): Locator => page.getByRole('region', { name: 'Comparison' });
const tour = (page: Page): Locator => page.getByRole('article', { name: /^The thread/ });

/** The kernel of each lane and how the step ended there. */
async function kernelsOf(page: Page): Promise<readonly string[]> {
  return lanes(page).evaluateAll((all) =>
    all.map((one) => {
      const text = (selector: string): string => one.querySelector(selector)?.textContent.trim() ?? '';
      return `${text('.lane-kernel')}: ${text('.lane-outcome strong')}`;
    }),
  );
}

/** Compares what is open with a suggestion of the dialog. */
async function compareBy(v: Visualizer, suggestion: RegExp): Promise<void> {
  await v.press(v.page.getByRole('button', { name: 'Compare', exact: true }));
  await v.press(v.dialog.getByRole('button', { name: suggestion }));
  await expect(v.dialog).toBeHidden();
}

const findings = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 4).map(({ target, any }) => `${id} at ${target.join(' ')}: ${any[0]?.message ?? ''}`),
  );
};

test('two kernels side by side: one cursor, marked objects with names that say what differs, the first difference one key away', async ({
  v,
}) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.first();
  await compareBy(v, /^With the hotplug callback/);
  expect(await kernelsOf(v.page)).toEqual(['rfc-no-hook: booted', 'rfc-v2: booted']);
  await expect(bar(v.page)).toContainText('They look alike here. They part at step 4.');

  await v.page.keyboard.press('v');
  await v.idle();
  expect(await v.cursor()).toMatch(/^4 of/);
  await expect(bar(v.page)).toContainText('cpu1 slot 0: stray, page 3 in rfc-no-hook; none in rfc-v2.');
  await expect(slotIn(v.page, 1, 1, 0)).toHaveAccessibleName('cpu1 slot 0: stray, page 3; differs: none in rfc-v2');
  await expect(slotIn(v.page, 2, 1, 0)).toHaveAccessibleName(
    /^cpu1 slot 0: none.*; differs: stray, page 3 in rfc-no-hook$/,
  );
  await expect(lane(v.page, 2).locator('.cell .differs-sign')).toHaveCount(1);

  await v.page.keyboard.press('.');
  await v.idle();
  expect(await v.cursor()).toMatch(/^11 of/);
  expect(await kernelsOf(v.page)).toEqual(['rfc-no-hook: fault', 'rfc-v2: no effect']);
  await expect(
    lane(v.page, 1).getByRole('button', { name: /^CPU2: .*TLB cpu1.s0 to p3 \(differs: empty in rfc-v2\)/ }),
  ).toBeVisible();
});

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [1024, 768],
] as const) {
  test(`the stages stand still and level on ${width}×${height}: the same slot of each lane is at the same height, whatever is said above it`, async ({
    v,
  }) => {
    await v.page.setViewportSize({ width, height });
    await v.open('#/s/cpu-dies-with-a-stray');
    await compareBy(v, /^The argument of the mail/);
    const heights = (): Promise<readonly number[]> =>
      v.page.locator('.lane .slot-grid .table').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
    const seen = new Set<number>();
    await v.first();
    while (!/^(\d+) of \1$/.test(await v.cursor())) {
      (await heights()).forEach((y) => seen.add(Math.round(y)));
      await v.step();
    }
    expect(seen.size).toBe(1);
  });
}

test('every lane says what it has cost so far, for lanes that look alike may not cost the same', async ({ v }) => {
  await v.open('#/l/the-thread/5');
  const costOf = async (n: number): Promise<string> =>
    (await lane(v.page, n).locator('.lane-foot').innerText()).replace(/\s+/g, ' ');
  expect(await costOf(1)).toBe('PTE reads 0 PTE writes 65 TLB invalidates 65');
  expect(await costOf(2)).toBe('PTE reads 64 PTE writes 2 TLB invalidates 2');
  await v.first();
  expect(await costOf(1)).toBe(await costOf(2));
});

test('in a room two, three and four lanes fit side by side, and show their page frames whole', async ({ v }) => {
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await v.open('#/s/cpu-dies-with-a-stray/11');
  await compareBy(v, /^With the hotplug callback/);
  await v.theme(/^Projector/);
  const fits = async (count: number): Promise<void> => {
    await expect(lanes(v.page)).toHaveCount(count);
    for (let n = 1; n <= count; n++)
      await expect(lane(v.page, n).locator('.frame[data-object="page7"]')).toBeInViewport({ ratio: 1 });
    const scrolls = await v.page
      .locator('.lanes, .lane, .lane .stage')
      .evaluateAll((all) =>
        all.flatMap((one) =>
          one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
            ? [one.getAttribute('class')]
            : [],
        ),
      );
    expect(scrolls, `${count} lanes`).toEqual([]);
  };
  await fits(2);
  await v.theme(/^Projector/);
  await compareBy(v, /^The argument of the mail/);
  await v.theme(/^Projector/);
  await fits(4);
  await v.page.keyboard.press('Shift+J');
  await expect(lane(v.page, 4)).toHaveAttribute('aria-current', 'true');
  await expect(lane(v.page, 4)).toBeInViewport({ ratio: 0.99 });
  await v.open('#/l/the-thread/3');
  await v.theme(/^Projector/);
  await fits(3);
});

test('what one does is done in every lane, and a lane is swapped and taken away', async ({ v }) => {
  await v.open('#/s/the-bite');
  await v.last();
  await compareBy(v, /^The argument of the mail/);
  await expect(lanes(v.page)).toHaveCount(4);
  await v.map(0, 'page5');
  for (const n of [1, 2, 3, 4])
    await expect(slotIn(v.page, n, 0, 0)).toHaveAccessibleName(/^cpu0 slot 0: live, page 5/);

  await v.hands.choose(lane(v.page, 2).getByRole('button', { name: /^Kernel of lane 2/ }), /^vendor-4.4/);
  await v.idle();
  await v.press(v.page.getByRole('button', { name: /^Remove lane 3/ }));
  expect((await kernelsOf(v.page)).map((text) => text.split(':')[0])).toEqual(['v3.9', 'vendor-4.4', 'v3.9-debug']);
  await v.press(v.page.getByRole('button', { name: 'Close the comparison' }));
  await expect(lanes(v.page)).toHaveCount(0);
  await expect(v.page.getByRole('region', { name: 'Stage', exact: true })).toBeVisible();
});

test('what one kernel refuses and another does is shown as such, and the lanes stay aligned', async ({ v }) => {
  await v.open('#/s/kmap-local-residue');
  const kernels = await v.page.getByRole('button', { name: /^Kernel:/ }).textContent();
  expect(kernels).toContain('v6.1');
  await v.press(v.page.getByRole('button', { name: 'Compare', exact: true }));
  await v.dialog.getByRole('checkbox', { name: /^v3\.9 / }).check();
  await v.press(v.dialog.getByRole('button', { name: 'Compare 2 lanes' }));
  await v.first();
  await v.step();
  expect(await kernelsOf(v.page)).toEqual(['v6.1: done', 'v3.9: refused']);
  await expect(bar(v.page)).toContainText('This step: done in v6.1; refused in v3.9.');
});

test.describe('by the keyboard alone', () => {
  test.use({ hands: 'keyboard' });

  test('four lanes: chosen with a switch changed, walked through, looked at, closed', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.page.keyboard.press('Shift+C');
    await expect(v.dialog).toBeVisible();
    for (const name of [/^rfc-v2 /, /^v3\.9-debug/]) {
      await v.hands.focus(v.dialog.getByRole('checkbox', { name }));
      await v.page.keyboard.press('Space');
    }
    await v.hands.focus(v.dialog.getByRole('combobox', { name: 'kernel' }));
    await v.page.keyboard.type('rfc-v1');
    await v.hands.focus(v.dialog.getByRole('combobox', { name: 'switch' }));
    await v.page.keyboard.type('hotplug');
    await v.hands.focus(v.dialog.getByRole('combobox', { name: 'value' }));
    await v.page.keyboard.press('ArrowDown');
    await v.hands.press(v.dialog.getByRole('button', { name: 'Add this lane' }));
    await v.press(v.dialog.getByRole('button', { name: 'Compare 4 lanes' }));
    await expect(v.dialog).toBeHidden();
    await expect(lanes(v.page)).toHaveCount(4);
    expect((await kernelsOf(v.page)).map((text) => text.replace(/:.*/, ''))).toEqual([
      'rfc-no-hook',
      'rfc-v2',
      'v3.9-debug',
      expect.stringMatching(/^rfc-v1 hotplug_hook=\w+$/),
    ]);

    await v.page.keyboard.press('v');
    await v.idle();
    expect(await v.cursor()).toMatch(/^2 of/);
    await v.page.keyboard.press('.');
    await v.idle();
    expect(await v.cursor()).toMatch(/^4 of/);
    for (const [key, n] of [
      ['j', 2],
      ['j', 3],
      ['Shift+J', 2],
    ] as const) {
      await v.page.keyboard.press(key);
      await expect(lane(v.page, n)).toHaveAttribute('aria-current', 'true');
    }
    await expect(v.story).toContainText('rfc-v2');
    expect(await v.sentence()).toContain('the hook clears');
    await v.press(v.page.getByRole('button', { name: 'Close the comparison' }));
    await expect(v.page.getByRole('button', { name: 'Compare', exact: true })).toBeFocused();
    await expect(lanes(v.page)).toHaveCount(0);
  });

  test('the thread from the first page to the last, and back', async ({ v }) => {
    await v.open();
    await v.page.keyboard.press('r');
    await v.idle();
    for (const [i, { claim, at }] of TOUR.stops.entries()) {
      await expect(tour(v.page).getByRole('heading', { name: claim })).toBeVisible();
      await expect(v.page).toHaveURL(new RegExp(`#/l/the-thread/${i + 1}$`));
      expect(await v.cursor()).toMatch(new RegExp(`^${at} of`));
      if (i + 1 < TOUR.stops.length) await v.page.keyboard.press('>');
      await v.idle();
    }
    await v.page.keyboard.press('<');
    await v.idle();
    await expect(v.page).toHaveURL(new RegExp(`#/l/the-thread/${TOUR.stops.length - 1}$`));
    await v.page.keyboard.press('r');
    await expect(tour(v.page)).toBeHidden();
    await expect(v.page).toHaveURL(/#\/c\/1/);
  });
});

test('the comparison is in the link: presets, switches, cursor; and the address follows', async ({
  v,
  somebodyElse,
}) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await compareBy(v, /^With the hotplug callback/);
  await expect(v.page).toHaveURL(/#\/c\/1/);
  await v.page.keyboard.press('v');
  await v.idle();
  const kernels = await kernelsOf(v.page);
  const other = await somebodyElse();
  await other.openLink(await v.copiedLink());
  expect(await kernelsOf(other.page)).toEqual(kernels);
  expect(await other.cursor()).toBe(await v.cursor());
  await expect(bar(other.page)).toContainText('This is where they part.');
  await expect(slotIn(other.page, 2, 1, 0)).toHaveAccessibleName(/differs: stray/);
  await other.reload();
  expect(await kernelsOf(other.page)).toEqual(kernels);
});

test('a page of the thread has a link of its own, to a step of it too; a run that was changed carries itself', async ({
  v,
  somebodyElse,
}) => {
  await v.open('#/l/the-thread/6');
  await expect(tour(v.page)).toContainText('6 of 8');
  await v.last();
  await expect(v.page).toHaveURL(/#\/l\/the-thread\/6\/\d+$/);
  const other = await somebodyElse();
  await other.openLink(v.page.url());
  expect(await kernelsOf(other.page)).toEqual(['rfc-no-hook: fault', 'rfc-v2: no effect']);
  await expect(tour(other.page)).toContainText('6 of 8');

  await v.flush(0);
  await expect(v.page).toHaveURL(/#\/c\/1/);
  await v.press(tour(v.page).getByRole('button', { name: /Back to this page/ }));
  await expect(v.page).toHaveURL(/#\/l\/the-thread\/6$/);
});

test('in a frame of another page a comparison is shown with its differences, and chosen on the whole page', async ({
  v,
}) => {
  await v.page.setViewportSize({ width: 900, height: 600 });
  await v.open('?embed=1#/l/the-thread/6');
  expect(await kernelsOf(v.page)).toEqual(['rfc-no-hook: done', 'rfc-v2: done']);
  await expect(bar(v.page)).toContainText('cpu1 slot 0: stray, page 3 in rfc-no-hook; none in rfc-v2.');
  await expect(v.page.getByRole('button', { name: 'Kernels…' })).toBeHidden();
  await v.press(v.page.getByRole('button', { name: 'Next difference' }));
  expect(await kernelsOf(v.page)).toEqual(['rfc-no-hook: fault', 'rfc-v2: no effect']);
  const seen = await v.page
    .locator('.lane .slot-grid .table')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom <= innerHeight));
  expect(seen).toEqual([true, true]);
});

test('the history goes through the pages of the thread', async ({ v }) => {
  await v.open('#/l/the-thread/2');
  await v.press(tour(v.page).getByRole('button', { name: 'Next' }));
  await expect(tour(v.page)).toContainText('3 of 8');
  await v.page.goBack();
  await v.idle();
  await expect(tour(v.page)).toContainText('2 of 8');
});

test.describe('on a phone', () => {
  test.use({ ...PHONE, hands: 'touch' });

  test('lanes stand one under the other, and nothing is wider than the screen', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray/4');
    await compareBy(v, /^With the hotplug callback/);
    const boxes = await lanes(v.page).evaluateAll((all) =>
      all.map((one) => {
        const { x, top, bottom } = one.getBoundingClientRect();
        return { x, top, bottom };
      }),
    );
    expect(boxes.map(({ x }) => x)).toEqual([boxes[0]?.x, boxes[0]?.x]);
    expect(boxes[1]?.top).toBeGreaterThanOrEqual(boxes[0]?.bottom ?? Infinity);
    expect(await v.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await findings(v.page)).toEqual([]);
  });

  test('the thread is read above the stages, page by page', async ({ v }) => {
    await v.open('#/l/the-thread/1');
    await v.press(tour(v.page).getByRole('button', { name: 'Next' }));
    await expect(tour(v.page)).toContainText('2 of 8');
    expect(await v.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await findings(v.page)).toEqual([]);
  });
});

test('no page of the thread is wider than the narrowest screen', async ({ v }) => {
  await v.page.setViewportSize({ width: 320, height: 640 });
  for (let page = 1; page <= TOUR.stops.length; page++) {
    await v.open(`#/l/the-thread/${page}`);
    await expect(tour(v.page)).toContainText(`${page} of`);
    expect(await v.page.evaluate(() => document.documentElement.scrollWidth), `page ${page}`).toBeLessThanOrEqual(320);
  }
});

const COLOURS = ['color-contrast', 'link-in-text-block'];
const VIEWS: { readonly [view: string]: (v: Visualizer) => Promise<void> } = {
  'a comparison of four': async (v) => {
    await v.open('#/s/cpu-dies-with-a-stray/11');
    await compareBy(v, /^The argument of the mail/);
  },
  'a page of the thread': (v) => v.open('#/l/the-thread/4'),
};
// Themes differ in their colours only: there a few rules are enough.
for (const [theme, rules] of [['Light'], ['Dark', COLOURS], ['High contrast', COLOURS]] as const) {
  for (const [view, show] of Object.entries(VIEWS)) {
    test(`axe finds nothing in the theme "${theme}": ${view}`, async ({ v }) => {
      await show(v);
      await v.theme(new RegExp(`^${theme}`));
      expect(await findings(v.page, rules)).toEqual([]);
      await v.press(v.page.getByRole('button', { name: 'Compare', exact: true }));
      expect(await findings(v.page, rules), 'with the dialog').toEqual([]);
    });
  }
}
