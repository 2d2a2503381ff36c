import { expect } from '@playwright/test';
import { HANDS } from './hands.ts';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// What is sent is chosen: how much of the run, under which title, and where it opens. Whoever gets it sees exactly that.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What the Share dialog puts on the clipboard. */
async function copied(v: Visualizer, what: string): Promise<string> {
  const { page } = v;
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await v.press(v.dialog.getByRole('button', { name: `Copy as ${what}` }));
  await expect(v.dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

for (const hands of HANDS) {
  test.describe(`by ${hands}`, () => {
    test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

    test('a title and a beginning of one’s own', async ({ v, somebodyElse }) => {
      await v.open();
      await v.map(2, 'page6');
      const dialog = await v.openShare();
      await expect(dialog.getByRole('button', { name: 'Copy as link' })).toBeFocused();
      await v.hands.focus(dialog.getByRole('textbox', { name: 'Title' }));
      await v.page.keyboard.press('ControlOrMeta+a');
      await v.page.keyboard.type('Watch page 6');
      const start = dialog.getByRole('radio', { name: 'At the start' });
      if (hands === 'keyboard') {
        await v.hands.focus(dialog.getByRole('radio', { name: /^At step/ }));
        await v.page.keyboard.press('ArrowDown');
      } else await v.hands.press(start);
      await expect(start).toBeChecked();
      const link = await copied(v, 'link');

      const other = await somebodyElse();
      await other.openLink(link);
      expect(await other.cursor()).toMatch(/^0 of /);
      await expect(other.page).toHaveTitle('Watch page 6 · kmapscope');
      await expect(other.banner).toBeHidden();
      await other.last();
      expect(await other.mapped()).toContain('cpu2 slot 0: live, page 6');
      await v.close();
      await expect(v.page, 'the run itself keeps its title').not.toHaveTitle(/Watch page 6/);
    });
  });
}

test('of several futures one may be sent, or all, or only what was done up to here', async ({ v, somebodyElse }) => {
  await v.open('#/s/the-bite/2');
  await v.map(3, 'page7');
  await v.unmap(3);
  await v.stepBack();
  const other = await somebodyElse();
  const futuresOf = async (name: RegExp): Promise<readonly [string, boolean]> => {
    const dialog = await v.openShare();
    await v.press(dialog.getByRole('radio', { name }));
    const link = await copied(v, 'link');
    await v.close();
    await other.openLink(link);
    return [await other.cursor(), await other.page.getByRole('button', { name: /^Branch: / }).isVisible()];
  };
  expect(await futuresOf(/^All 2 futures/)).toEqual(['3 of 4', true]);
  expect(await futuresOf(/^This future, 4 steps/)).toEqual(['3 of 4', false]);
  expect(await futuresOf(/^Up to here, 3 steps/)).toEqual(['3 of 3', false]);
});

test('what ships has a readable address, a QR code, and a form for every place', async ({ v }) => {
  await v.open('#/s/the-bite/2');
  const dialog = await v.openShare();
  const link = dialog.getByRole('textbox', { name: 'Link' });
  await expect(link).toHaveValue(/#\/s\/the-bite\/2$/);
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(dialog).toContainText(/gold \d+ characters/i);
  const address = await link.inputValue();
  expect(await copied(v, 'Markdown')).toBe(`[The bite](${address})`);
  expect(await copied(v, 'iframe')).toContain(
    `src="${address.replace('#', '?embed=1#')}" title="The bite (kmapscope)"`,
  );
  expect(await copied(v, 'command')).toBe(`kmapscope open '${address}'`);
});

/** A run that does not repeat itself, so that it does not pack well; with short lines there is room for more of them in a text. */
function restless(steps: number, short = false): string {
  let seed = 1;
  const some = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const verb = (): string => ['tick', 'finish', 'irq', 'irq_return'][some(4)] ?? 'tick';
  const line = (): string => `cpu${some(4)}: ${some(2) === 0 ? 'evict' : 'speculate'}(cpu${some(4)}.slot${some(16)})`;
  const lines = Array.from({ length: steps }, () => (short ? `cpu${some(4)}: ${verb()}` : line()));
  return `kmapscope 1\nmachine kernel=v3.9\n${lines.join('\n')}\n`;
}

test('the meter says how far a link travels, who would cut it, and when only a file is left', async ({ v }) => {
  await v.open('#/s/the-bite');
  const tierOf = async (text: string): Promise<string> => {
    await v.dropFile('run.kmap', text);
    const dialog = await v.openShare();
    const said = (await dialog.locator('.tier p, .share-none').innerText()).toLowerCase();
    await v.close();
    return said;
  };
  expect(await tierOf(restless(400))).toMatch(/^green [\d,]+ characters/);
  const amber = await tierOf(restless(3000));
  expect(amber).toMatch(/^amber [\d,]+ characters.*some chats cut it/);
  expect(amber).toMatch(/discord/);
  expect(await tierOf(restless(18_000, true))).toMatch(/^red .*save it as a file/);
});
