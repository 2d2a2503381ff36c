import { expect, type Locator } from '@playwright/test';
import { HANDS } from './hands.ts';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// Time goes both ways, exactly, at any speed, by calls or by lines; whoever acts in the past gets another future and keeps the first.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const scrubber = (v: Visualizer): Locator => v.page.getByRole('slider', { name: 'Time' });

/** Everything there is to see at each place where stepping stops, until the key for it says that there is no further. */
async function walk(v: Visualizer, key: 'Step' | 'Step back'): Promise<readonly unknown[]> {
  const button = v.page.getByRole('button', { name: key, exact: true });
  const seen = [await v.everything()];
  while ((await button.getAttribute('aria-disabled')) !== 'true') {
    await v.press(button);
    seen.push(await v.everything());
  }
  return seen;
}

for (const hands of HANDS) {
  test.describe(`by ${hands}`, () => {
    test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

    test('first, step, last, step back, go to: back is exactly what was there', async ({ v }) => {
      await v.open('#/s/the-bite');
      await v.first();
      expect(await v.cursor()).toMatch(/^0 of/);
      const start = await v.everything();
      await v.step(2);
      const there = await v.everything();
      await v.last();
      expect(await v.cursor()).toMatch(/^(\d+) of \1$/);
      await v.goTo(Number.parseInt(there.cursor, 10));
      expect(await v.everything()).toEqual(there);
      await v.stepBack(2);
      expect(await v.everything()).toEqual(start);
    });

    test('next and previous of this kind go from one to the other', async ({ v }) => {
      await v.open('#/s/suspend-forgets-the-mask');
      await v.goTo(1);
      const press = async (name: string): Promise<string> => {
        await v.press(v.page.getByRole('button', { name, exact: true }));
        return v.cursor();
      };
      const there = await v.cursor();
      const next = await press('Next of this kind');
      expect(next).not.toBe(there);
      expect(await press('Previous of this kind')).toBe(there);
    });

    test('the log leads to its steps and shows what each changed, from old to new', async ({ v }) => {
      await v.open();
      const log = v.page.getByRole('region', { name: 'Log' });
      await v.press(log.getByRole('button', { name: /kmap_atomic\(page3\)/ }));
      expect(await v.cursor()).toBe('1 of 12');
      await expect(log.locator('[aria-current="step"]')).toContainText('kmap_atomic(page3)');
      await expect(log).toContainText(/0x6012345f|page3/);
      await expect(v.page.getByRole('region', { name: 'What changed' })).toContainText(
        /cpu1\.slot0\s*none\s*to\s*page3 live/,
      );
    });

    test('the log shows the step at the cursor, and stands still for as long as it can', async ({ v }) => {
      const lines = Array.from({ length: 30 }, () => 'cpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n').join('');
      await v.open();
      await v.dropFile('long.kmap', `kmapscope 1\nmachine kernel=v3.9\n${lines}`);
      await v.goTo(12);
      const tops: number[] = [];
      const sees = (): Promise<boolean> =>
        v.page.locator('.log > ol').evaluate((room) => {
          const [there, step] = [room, room.querySelector('.here')].map((one) => one?.getBoundingClientRect());
          if (there === undefined || step === undefined) return false;
          return step.top >= there.top && (step.bottom <= there.bottom || step.top < there.top + 12);
        });
      for (let n = 0; n < 10; n++) {
        await v.step();
        await expect.poll(sees).toBe(true);
        tops.push(await v.page.locator('.log > ol').evaluate((room) => room.scrollTop));
      }
      expect(new Set(tops).size).toBeLessThan(tops.length);
    });

    test('"why?" gives the chain of earlier steps, and each leads to its step', async ({ v }) => {
      await v.open();
      await v.last();
      await v.look(v.slot(1, 0));
      await v.press(v.page.getByRole('button', { name: /^Why is cpu1.slot0/ }).first());
      const chain = v.page.getByRole('region', { name: /^Why cpu1.slot0/ });
      await expect(chain.getByRole('button').filter({ hasText: 'cpu' })).toContainText([
        'cpu1: kmap_atomic(page3)',
        'cpu1: kunmap_atomic()',
      ]);
      await v.press(chain.getByRole('button', { name: /kunmap_atomic/ }));
      expect(await v.cursor()).toMatch(/^[23] of 12/);
    });

    test('another future is listed, switched to, deleted, and brought back', async ({ v }) => {
      await v.open();
      await v.stepBack();
      await v.map(3, 'page7');
      const branches = v.page.getByRole('button', { name: /^Branch/ });
      const fork = await v.everything();

      await v.hands.choose(branches, /^Delete/);
      await v.idle();
      await expect(v.toast).toBeVisible();
      await expect(branches).toBeHidden();
      await v.press(v.toast.getByRole('button', { name: 'Undo' }));
      await expect(branches).toContainText('2 futures');
      await expect(v.toast).toBeHidden();
      await expect(v.page.getByRole('button', { name: 'Play' })).toBeFocused();
      expect(await v.everything()).toEqual(fork);
      await v.page.keyboard.press(']');
      await v.idle();
      expect(await v.cursor()).toMatch(/of 12$/);
    });
  });
}

test('starts paused: nothing moves until asked, however long one looks', async ({ v }) => {
  await v.page.clock.install();
  await v.open();
  const before = await v.everything();
  await v.page.clock.fastForward('01:00');
  await v.idle();
  expect(await v.everything()).toEqual(before);
  await expect(v.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('plays to the end by itself and pauses there; acting pauses it at once', async ({ v }) => {
  await v.open('#/s/the-bite');
  await v.page.getByRole('combobox', { name: 'Speed of playing' }).selectOption('4');
  await v.play();
  await expect(v.page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect(v.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect(await v.cursor()).toMatch(/^(\d+) of \1$/);

  await v.play();
  await v.page.keyboard.press('ArrowLeft');
  await expect(v.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('the keys of the help do it all: time, a remote clicker, the story of the mail', async ({ v }) => {
  const keys = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) await v.page.keyboard.press(name);
    await v.idle();
  };
  await v.open();
  await keys('Home', 'PageDown');
  expect(await v.cursor()).toMatch(/^1 of/);
  await keys('PageUp', 'End', 'ArrowLeft', 'ArrowRight');
  expect(await v.cursor()).toMatch(/^(\d+) of \1$/);

  await keys('Home', '1', 'k', 'u', 'd', '0', 'f', 't', '2', 'x');
  await expect(v.fault).toBeVisible();
  expect(await v.log.allInnerTexts()).toEqual([
    'cpu1: kmap_atomic(page0)',
    'cpu1: kunmap_atomic()',
    'cpu0: cpu_down(cpu1)',
    'cpu0: kmap_atomic_flush_unused()',
    'cpu0: secure_protect(page0)',
    'cpu2: speculate(cpu1.slot0)',
  ]);

  await keys('c');
  await expect(v.toast).toContainText('Link copied');
  await keys('?');
  await expect(v.dialog).toBeVisible();
  await keys('Escape');
  await expect(v.dialog).toBeHidden();
});

test('forwards and back over the whole run, by calls and by lines, one sees the same', async ({ v }) => {
  await v.open('#/s/the-hook-helps');
  await v.first();
  const calls = await walk(v, 'Step');
  expect(calls.length).toBeGreaterThan(4);
  const backwards = await walk(v, 'Step back');
  expect(backwards.toReversed()).toEqual(calls);

  await v.page.keyboard.press('l');
  await expect(v.page.getByRole('radio', { name: 'lines' })).toBeChecked();
  await v.step();
  await expect(v.story).toContainText('line 1');
  await expect(v.story.locator('[aria-current="step"]')).toHaveCount(1);
  await v.stepBack();
  expect(await v.cursor()).toMatch(/^0 of/);
});

test('time can be dragged, and moved with the arrow keys of a slider', async ({ v }) => {
  await v.open();
  await scrubber(v).focus();
  await v.page.keyboard.press('End');
  await v.idle();
  await expect(scrubber(v)).toHaveAttribute('aria-valuenow', '12');
  await v.page.keyboard.press('ArrowLeft');
  await v.idle();
  await expect(scrubber(v)).toHaveAttribute('aria-valuenow', '11');
  await expect(scrubber(v)).toHaveAttribute('aria-valuetext', /step 11 of 12/);

  const lanes = await v.page.getByRole('group', { name: 'The steps, a lane for each CPU' }).boundingBox();
  const { x = 0, y = 0, width = 0, height = 0 } = lanes ?? {};
  await v.page.mouse.move(x + width - 20, y + height / 2);
  await v.page.mouse.down();
  await v.page.mouse.move(x + 60, y + height / 2, { steps: 6 });
  await v.page.mouse.up();
  await v.idle();
  expect(await v.cursor()).toBe('0 of 12');
  expect(await v.mapped()).toEqual([]);
});

test('another future is a fork over the lanes, after the step where it begins, and leads there', async ({ v }) => {
  await v.open();
  await v.stepBack();
  const before = await v.cursor();
  await v.map(3, 'page7');
  const fork = v.page.getByRole('button', { name: /^Another future after step/ });
  await expect(fork).toHaveAccessibleName(/“.+”, 12 steps$/);
  await fork.hover();
  await expect(v.page.getByRole('tooltip')).toContainText('Another future');
  await fork.click();
  await v.idle();
  expect(await v.cursor()).toMatch(/of 12$/);
  expect(before).toMatch(/of 12$/);
  await fork.focus();
  await v.page.keyboard.press('Enter');
  await v.idle();
  expect(await v.cursor()).not.toMatch(/of 12$/);
});

test('suspend is seen on the lane of every CPU that it takes down', async ({ v }) => {
  await v.open('#/s/suspend-forgets-the-mask');
  const hatched = v.page.locator('.ribbon .away path');
  await expect(hatched).toHaveAttribute('d', /^(M[^M]+){3}$/);
});

test('the keys of time say why they cannot be used: at both ends, and in a run without steps', async ({ v }) => {
  await v.open('#/s/the-bite');
  await v.first();
  const tip = v.page.getByRole('tooltip');
  await v.page.getByRole('button', { name: 'Step back', exact: true }).hover();
  await expect(tip).toHaveText('This is the start.');
  await v.last();
  await v.page.getByRole('button', { name: 'Step', exact: true }).hover();
  await expect(tip).toHaveText('This is the end of the run.');
});
