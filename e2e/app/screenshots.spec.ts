import { expect } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// A few pictures of what matters most, compared with the page as it is. Two of them are those of the README, so that it never shows another
// page than this one. Fonts come with the page; edges may be drawn a little differently elsewhere, hence the tolerance.
// Looked at a change and it is for the better? npm run test:e2e -- screenshots --update-snapshots

/** The story of the mail at its end: the CPU is gone, its stray is exposed, another CPU has speculated through it. */
async function openAtTheFault(v: Visualizer): Promise<void> {
  await v.open();
  await v.page.keyboard.press('End');
  await v.idle();
  await expect(v.fault).toBeVisible();
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`for those whose system is ${colorScheme}`, () => {
    test.use({ colorScheme });

    test(`the screen of the README, ${colorScheme}`, async ({ v }) => {
      await openAtTheFault(v);
      await expect(v.page).toHaveScreenshot(['public', `screen-${colorScheme}.png`]);
    });
  });
}

test('a flush: what it wrote, what it skipped, whom it did not reach', async ({ v }) => {
  await v.open();
  await v.map(2, 'page6');
  await v.unmap(2);
  await v.cpuDown(1);
  await v.map(0, 'page1');
  await v.flush(3);
  await v.story.hover();
  await expect(v.page.getByRole('region', { name: 'Stage' })).toHaveScreenshot(pathOf('flush'));
});

test('time: a lane for each CPU, the IPIs, and the one that does not arrive', async ({ v }) => {
  await openAtTheFault(v);
  await expect(v.page.getByRole('region', { name: 'Timeline' })).toHaveScreenshot(pathOf('time'));
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the fault', async ({ v }) => {
    await openAtTheFault(v);
    await expect(v.page).toHaveScreenshot(pathOf('phone'));
  });
});

const pathOf = (name: string): string[] => ['e2e', 'app', '__screenshots__', `${name}.png`];
