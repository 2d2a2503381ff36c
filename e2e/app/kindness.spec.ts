import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// What a newcomer, a teacher with a remote clicker and somebody who listens have stumbled over, each once.

const focused = (v: Visualizer) => v.page.locator(':focus');
const radio = (v: Visualizer, name: string) => v.page.getByRole('radio', { name, exact: true });

test('the first press of the key that the story names leads on from where the page opens', async ({ v }) => {
  await v.open();
  const [before, at] = [await v.sentence(), await v.cursor()];
  await v.page.keyboard.press('ArrowRight');
  await v.idle();
  expect(await v.sentence()).not.toBe(before);
  expect(await v.announced()).toBe(await v.sentence());
  expect(await v.cursor()).not.toBe(at);
});

test('who points at a slot, a page, a choice of time or the speed goes on with the keys of a clicker and of the story', async ({
  v,
}) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  const goesOn = async (what: string, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      const before = await v.cursor();
      await v.page.keyboard.press(key);
      await v.idle();
      expect(await v.cursor(), `${key} after ${what}`).not.toBe(before);
    }
  };
  await v.goTo(4);
  await v.slot(1, 0).click();
  await goesOn('a slot', 'PageDown', 'ArrowRight', 'PageUp');
  await v.page.locator('.frame[data-frame="3"]').click();
  await goesOn('a page', 'ArrowLeft', 'PageDown');
  await v.page.locator('.segments label').filter({ hasText: 'dec' }).click();
  await goesOn('a radix', 'ArrowLeft', 'PageDown');
  await expect(radio(v, 'dec')).toBeChecked();
  await v.page.getByRole('slider', { name: 'Time' }).focus();
  await goesOn('the lanes', 'PageUp', 'PageDown');
  await v.page.getByRole('combobox', { name: 'Speed of playing' }).focus();
  await goesOn('the speed', 'PageUp', 'PageDown');
  await expect(v.page.getByRole('combobox', { name: 'Speed of playing' })).toHaveValue('1');

  await v.page.locator('.segments label').filter({ hasText: 'lines' }).click();
  await v.first();
  await v.page.keyboard.press('ArrowRight');
  await v.idle();
  await expect(v.story).toContainText('line 1');
  await expect(radio(v, 'lines')).toBeChecked();
});

test('the first word that is asked for with a key is explained, with nothing else touched before', async ({ v }) => {
  await v.open();
  await v.page.keyboard.press('g');
  await expect(v.page.getByRole('tooltip')).toHaveText(/^[A-Z].*: [A-Z]/);
  await expect(focused(v)).toHaveAttribute('aria-describedby', 'tip');
});

test('a branch that begins is said, and so is which one is shown', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.page.keyboard.press('k');
  await v.idle();
  expect(await v.announced()).toMatch(/ A new branch begins here; the other is kept\.$/);
  await v.page.keyboard.press(']');
  await v.idle();
  expect(await v.announced()).toMatch(/^Branch “main”: /);
});

test.describe('with the keyboard alone', () => {
  test.use({ hands: 'keyboard' });

  test('the focus is not lost with what had it: a branch named and deleted, an answer followed, a step taken', async ({
    v,
  }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.page.keyboard.press('k');
    await v.idle();
    const branch = v.page.getByRole('button', { name: /^Branch:/ });
    await v.hands.choose(branch, /^Rename/);
    await expect(v.dialog).toBeVisible();
    await v.page.keyboard.press('Escape');
    await expect(v.dialog).toBeHidden();
    await expect(branch).toBeFocused();
    await v.hands.choose(branch, /^Delete/);
    await v.idle();
    await expect(branch).toBeHidden();
    await expect(v.page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();

    await v.last();
    await v.press(v.page.getByRole('button', { name: /^Why is cpu2.abort/ }));
    await v.press(v.page.getByRole('region', { name: /^Why cpu2.abort/ }).getByRole('button', { name: /^1 cpu1/ }));
    await expect(v.story).toBeFocused();
    await v.hands.focus(v.page.getByRole('button', { name: /^Why is cpu1.slot0/ }).first());
    await v.page.keyboard.press('PageDown');
    await v.page.keyboard.press('PageDown');
    await v.idle();
    await expect(v.page.locator('body')).not.toBeFocused();
  });

  test('what a key opens is read next', async ({ v }) => {
    await v.open();
    await v.page.keyboard.press('e');
    await expect(v.page.getByRole('heading', { name: 'Can this ever fault?' })).toBeFocused();
    await v.page.keyboard.press('e');
    await expect(v.page.getByRole('button', { name: 'Explore', exact: true })).toBeFocused();
    await v.reload();
    await v.page.keyboard.press('$');
    await expect(v.page.getByRole('heading', { name: 'What it costs' })).toBeFocused();
  });

  test('a key that chooses says what, and one that finds nothing says so', async ({ v }) => {
    await v.open();
    for (const [key, says] of [
      ['p', 'page1 is chosen.'],
      ['3', 'CPU3 is chosen.'],
      ['+', 'Speed 2×.'],
      ['z', 'No branch was deleted.'],
      ['>', 'The tour is closed: r opens it.'],
    ] as const) {
      await v.page.keyboard.press(key);
      await expect(v.toast).toContainText(says);
    }
  });
});

test('the size of a machine is typed as one types: nothing in between is put right, what is none is refused', async ({
  v,
}) => {
  await v.open('#/s/the-bite');
  const cpus = (await v.openMachine()).getByRole('spinbutton', { name: /CPUs/ });
  await cpus.focus();
  await v.page.keyboard.press('ControlOrMeta+a');
  await v.page.keyboard.press('Backspace');
  await expect(cpus).toHaveValue('');
  await v.page.keyboard.type('99');
  await v.page.keyboard.press('Enter');
  await expect(v.dialog).toBeVisible();
  expect(await cpus.evaluate((input: HTMLInputElement) => input.validationMessage)).not.toBe('');
  await cpus.fill('6');
  await v.page.keyboard.press('Enter');
  await expect(v.dialog).toBeHidden();
  await expect(v.page.getByRole('button', { name: /^Machine: 6 CPUs/ })).toBeVisible();
});

test('in the smallest room no word on a CPU is cut', async ({ v }) => {
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.last();
  const cut = await v.page
    .locator('.cpu .chip, .cpu button, .cpu .depth, .cpu .cpu-state')
    .evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth > 0).map((one) => one.textContent),
    );
  expect(cut).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, hands: 'touch' });

  test('the lens is chosen beside the theme, for its own button has no room', async ({ v }) => {
    await v.open();
    await v.theme(/^Beginner/);
    await expect(v.page.locator('.screen')).toHaveAttribute('data-lens', 'beginner');
  });

  test('the way on through the tour is above the transport', async ({ v }) => {
    await v.open('#/l/the-thread/1');
    const next = await v.page
      .getByRole('navigation', { name: 'Pages of the tour' })
      .getByRole('button', { name: 'Next' })
      .boundingBox();
    const time = await v.page.getByRole('button', { name: 'Play', exact: true }).boundingBox();
    expect((next?.y ?? Infinity) + (next?.height ?? 0)).toBeLessThanOrEqual(time?.y ?? 0);
  });
});

test.describe('in the few colours of the system', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce', forcedColors: 'active' } });

  test('what is chosen and what cannot be used is told from the rest', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    const look = (of: string, property: string): Promise<string> =>
      v.page
        .locator(of)
        .first()
        .evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), property);
    for (const [chosen, other] of [
      ['.transport .segments label:has(:checked)', '.transport .segments label:not(:has(:checked))'],
      ['.log .here > button', '.log .ahead > button'],
    ] as const)
      expect(await look(chosen, 'background-color')).not.toBe(await look(other, 'background-color'));
    expect(await look('.operation[aria-disabled="true"]', 'color')).not.toBe(
      await look('.operation:not([aria-disabled="true"])', 'color'),
    );
  });
});

/** Views that no other scan goes to. */
const VIEWS: { readonly [view: string]: (v: Visualizer) => Promise<unknown> } = {
  'a name for a branch': async (v) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.page.keyboard.press('k');
    await v.idle();
    await v.hands.choose(v.page.getByRole('button', { name: /^Branch:/ }), /^Rename/);
  },
  'a deleted branch that can come back': async (v) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.page.keyboard.press('k');
    await v.idle();
    await v.hands.choose(v.page.getByRole('button', { name: /^Branch:/ }), /^Delete/);
    await expect(v.toast).toContainText('Undo');
  },
  'a frame in a course page': (v) => v.open('?embed=1#/s/the-bite'),
  'a player in a course page': (v) => v.open('?embed=1&ui=player&lock=1#/s/the-bite'),
  'what is printed': async (v) => {
    await v.open('#/s/cpu-dies-with-a-stray/12');
    await v.page.emulateMedia({ media: 'print' });
  },
  'a step refused': async (v) => {
    await v.open('#/s/the-bite');
    await v.page.keyboard.press('u');
    await expect(v.page.getByRole('alert')).toBeVisible();
  },
};

for (const [view, show] of Object.entries(VIEWS)) {
  test(`axe finds nothing in any theme: ${view}`, async ({ v }) => {
    await show(v);
    for (const theme of ['light', 'dark', 'contrast']) {
      await v.page.evaluate((name) => void (document.documentElement.dataset['theme'] = name), theme);
      const { violations } = await new AxeBuilder({ page: v.page }).options({ resultTypes: ['violations'] }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ') ?? ''}`),
        theme,
      ).toEqual([]);
    }
  });
}
