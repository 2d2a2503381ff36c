import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// What a run costs: over its steps, as a table that sorts, at other sizes; and as files.

/** The mail's one stray, flushed twice by the form that looks first; nine steps, the expectations among them. */
const RUN = '#/s/the-check';

const panel = (v: Visualizer): Locator => v.page.getByRole('region', { name: 'What it costs' });
const table = (v: Visualizer): Locator => panel(v).getByRole('table', { name: /^Costs / });
const plot = (v: Visualizer): Locator => panel(v).getByRole('slider', { name: 'Step, on the plot of costs' });

/** The rows of the table without its head: each cell's text. */
const rowsOf = async (v: Visualizer): Promise<readonly string[]> =>
  (await table(v).locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());

async function openCosts(v: Visualizer): Promise<void> {
  await v.open(RUN);
  await v.last();
  await v.press(v.page.getByRole('button', { name: 'Costs', exact: true }));
  await expect(table(v).locator('tbody tr')).not.toHaveCount(0);
}

/** The plots of scaling are there: every point has been run. */
const scaled = (v: Visualizer): Promise<void> =>
  expect(panel(v).getByRole('figure')).toHaveCount(3, { timeout: 45_000 });

async function download(v: Visualizer, button: string, within: Locator): Promise<{ name: string; text: string }> {
  const waiting = v.page.waitForEvent('download');
  await v.press(within.getByRole('button', { name: button }));
  const file = await waiting;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('the table counts the run by kernel, CPU and kind of step, up to here, in this step, in all', async ({ v }) => {
  await openCosts(v);
  expect(await rowsOf(v)).toEqual(['rfc-v2 6,892 2 128 0 2 0 6 6 0']);
  await panel(v).getByText('by kind of step').click();
  expect(await rowsOf(v)).toEqual(['rfc-v2 map 190 1 0 0 1 0 3 0 0', 'rfc-v2 flush 6,702 1 128 0 1 0 3 6 0']);
  await v.goTo(3);
  await panel(v).getByText('this step').click();
  expect(await rowsOf(v)).toEqual(['rfc-v2 map 0 0 0 0 0 0 0 0 0', 'rfc-v2 flush 3,446 1 64 0 1 0 3 3 0']);
  await panel(v).getByText('by CPU').click();
  expect((await rowsOf(v)).map((row) => row.split(' ').slice(1, 3).join(' '))).toEqual([
    'cpu0 3,064',
    'cpu1 254',
    'cpu2 64',
    'cpu3 64',
  ]);
});

for (const hands of ['mouse', 'keyboard'] as const) {
  test.describe(`with the ${hands}`, () => {
    test.use({ hands });

    test('the table sorts by any column, both ways, and says which', async ({ v }) => {
      await openCosts(v);
      if (hands === 'mouse') await panel(v).getByText('by CPU').click();
      else {
        await v.hands.focus(panel(v).getByRole('radio', { name: 'by kernel' }));
        await v.page.keyboard.press('ArrowRight');
      }
      const cpus = async (): Promise<readonly string[]> => (await rowsOf(v)).map((row) => row.split(' ')[1] ?? '');
      expect(await cpus()).toEqual(['cpu0', 'cpu1', 'cpu2', 'cpu3']);
      const head = (name: string): Locator => table(v).getByRole('columnheader', { name });
      const sort = (name: string): Promise<void> => v.press(head(name).getByRole('button'));
      await sort('PTE writes');
      await expect(head('PTE writes')).toHaveAttribute('aria-sort', 'descending');
      expect((await cpus())[0]).toBe('cpu1');
      await sort('PTE writes');
      await expect(head('PTE writes')).toHaveAttribute('aria-sort', 'ascending');
      expect((await cpus()).at(-1)).toBe('cpu1');
      await sort('CPU');
      await expect(head('PTE writes')).toHaveAttribute('aria-sort', 'none');
      await sort('CPU');
      expect(await cpus()).toEqual(['cpu3', 'cpu2', 'cpu1', 'cpu0']);
    });

    test('the plot is a way through the run', async ({ v }) => {
      await openCosts(v);
      await expect(plot(v)).toHaveAttribute('aria-valuetext', 'after step 9 of 9: rfc-v2: 6,892 modelled cycles');
      if (hands === 'mouse') {
        const box = await plot(v).boundingBox();
        if (box === null) throw new Error('no plot');
        await v.page.mouse.click(box.x + 44, box.y + box.height / 2);
      } else {
        await v.hands.focus(plot(v));
        await v.page.keyboard.press('Home');
      }
      await v.idle();
      expect(await v.cursor()).toBe('0 of 9');
      await plot(v).focus();
      await v.page.keyboard.press('ArrowRight');
      await v.idle();
      expect(await v.cursor()).toBe('1 of 9');
      await expect(plot(v)).toHaveAttribute('aria-valuetext', 'after step 1 of 9: rfc-v2: 190 modelled cycles');
    });
  });
}

test('a key opens the costs and puts the stage back, and so does Escape', async ({ v }) => {
  await v.open();
  await v.page.keyboard.press('$');
  await expect(panel(v)).toBeVisible();
  await v.page.keyboard.press('$');
  await expect(panel(v)).toBeHidden();
  await expect(v.cpu(0)).toBeVisible();
  await v.page.keyboard.press('$');
  await v.close();
  await expect(panel(v)).toBeHidden();
});

test('the remark of the mail is seen at a glance, counted by the model', async ({ v }) => {
  await v.open();
  await v.page.keyboard.press('$');
  const remark = panel(v).getByRole('table', { name: 'One stray, one flush, one CPU' });
  const rows = async (): Promise<readonly string[]> =>
    (await remark.locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
  await expect(remark).toBeVisible({ timeout: 20_000 });
  expect(await rows()).toEqual([
    'unconditional the first form of the patch 0 16 16',
    'checked “I’ll add a check” (Laura Abbott) 16 1 1',
    'times 4 CPUs, a stray on each',
    'unconditional 0 64 64',
    'checked 64 4 4',
  ]);
  await expect(remark.locator('.units.pte_writes').first().locator('i')).toHaveCount(16);
});

test('lanes are lines of their own, and what is measured can be changed', async ({ v }) => {
  await openCosts(v);
  await scaled(v);
  await panel(v).getByRole('slider', { name: 'uses between flushes' }).fill('1');
  await scaled(v);
  await v.press(panel(v).getByRole('button', { name: 'Open this load as a run' }));
  await expect(panel(v).locator('.cost-plot .plot-name')).toHaveCount(3);
  expect(await rowsOf(v)).toEqual([
    '1 v3.9 kunmap_clears=always 1,520 8 0 0 8 0 24 0 0',
    '2 rfc-v2 4,776 8 64 0 8 0 24 3 0',
    '3 rfc-v1 15,920 68 0 0 68 0 204 3 0',
  ]);
  await panel(v).getByRole('combobox', { name: 'Measure' }).selectOption({ label: 'PTE writes' });
  await expect(plot(v)).toHaveAttribute(
    'aria-valuetext',
    'after step 9 of 9: 1 v3.9 kunmap_clears=always: 8 PTE writes; 2 rfc-v2: 8 PTE writes; 3 rfc-v1: 68 PTE writes',
  );
});

test('weights are the reader’s: cycles follow them, and they go back', async ({ v }) => {
  await openCosts(v);
  const ipis = panel(v).getByRole('spinbutton', { name: 'IPIs' });
  await ipis.fill('0');
  expect(await rowsOf(v)).toEqual(['rfc-v2 892 2 128 0 2 0 6 6 0']);
  // A link does not carry them: what one takes away says them.
  await expect(panel(v)).toContainText('a link does not carry them');
  await expect(panel(v).getByText('--weights ipis=0')).toBeVisible();
  await expect(plot(v)).toHaveAttribute('aria-valuetext', /892 modelled cycles, own weights$/);
  const run = panel(v).getByRole('region', { name: 'This run' });
  expect((await download(v, 'Save plot (SVG)', run)).text).toContain('>Weights: ipis=0.<');
  expect((await download(v, 'Save numbers (CSV)', run)).text.split('\r\n')[0]).toMatch(/,modelled_cycles ipis=0$/);
  await v.press(panel(v).getByRole('button', { name: 'Back to our assumption' }));
  await expect(ipis).toHaveValue('1000');
  expect(await rowsOf(v)).toEqual(['rfc-v2 6,892 2 128 0 2 0 6 6 0']);
});

test('while loads are priced the run goes on: nobody waits for it', async ({ v }) => {
  await openCosts(v);
  await scaled(v);
  const load = (name: string, n: number): Promise<void> => panel(v).getByRole('slider', { name }).fill(String(n));
  // The largest load there is: seconds of work on any machine, while a step is answered within one.
  await load('uses between flushes', 24);
  await load('CPUs', 32);
  await load('strays on each', 16);
  await expect(panel(v).getByRole('progressbar')).toBeVisible();
  await v.first();
  expect(await v.cursor()).toBe('0 of 9');
  await v.step(2);
  expect(await v.cursor()).toBe('2 of 9');
  await expect(panel(v).getByRole('progressbar')).toBeVisible();
  await load('strays on each', 1);
  await load('uses between flushes', 1);
  await load('CPUs', 4);
  await expect(panel(v).getByRole('progressbar')).toBeHidden({ timeout: 30_000 });
  await expect(panel(v).getByRole('figure')).toHaveCount(3);
});

test('plots are saved as SVG with the link below, numbers as CSV', async ({ v }) => {
  await openCosts(v);
  await scaled(v);
  const run = panel(v).getByRole('region', { name: 'This run' });
  const svg = await download(v, 'Save plot (SVG)', run);
  expect(svg.name).toBe('costs.svg');
  expect(svg.text).toMatch(/^<\?xml[^>]*\?>\n<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg.text).toContain('rfc-v2  6,892');
  expect(svg.text).toContain(v.page.url().replaceAll('&', '&amp;'));
  expect(svg.text).not.toContain('class=');
  const numbers = await download(v, 'Save numbers (CSV)', run);
  expect(numbers.name).toBe('costs.csv');
  expect(numbers.text.split('\r\n').slice(1, 3)).toEqual([
    'rfc-v2,1,map p3,cpu1,1,0,0,1,0,3,0,0,190',
    'rfc-v2,3,flush,cpu0,0,16,0,0,0,0,3,0,3064',
  ]);
  const scaling = panel(v).getByRole('region', { name: 'Scaling' });
  const plots = await download(v, 'Save plots (SVG)', scaling);
  expect(plots.text.match(/<svg /g)).toHaveLength(4);
  // What they show is not the run that is open: its link is not below them, but what was run.
  expect(plots.text).not.toContain('#/');
  const words = plots.text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '); // in as many lines as there is room for
  expect(words).toContain('4 CPUs, 1 stray on each CPU');
  expect((await download(v, 'Save numbers (CSV)', scaling)).text.split('\r\n')).toHaveLength(2 + 4 * (15 + 17 + 24));
});

for (const theme of ['Light', 'Dark', 'High contrast']) {
  test(`axe finds nothing in the theme "${theme}"`, async ({ v }) => {
    await openCosts(v);
    await v.theme(new RegExp(`^${theme}`));
    await scaled(v);
    const { violations } = await new AxeBuilder({ page: v.page }).options({ resultTypes: ['violations'] }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual(
      [],
    );
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, hands: 'touch' });

  test('nothing is wider than the screen, and everything can be tapped', async ({ v }) => {
    await v.open();
    await v.press(v.page.getByRole('button', { name: 'Costs', exact: true }));
    await scaled(v);
    expect(await v.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const small = await panel(v)
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.flatMap((button) => {
          const { width, height } = button.getBoundingClientRect();
          return width < 24 || height < 24 ? [`${button.textContent}: ${Math.round(width)}×${Math.round(height)}`] : [];
        }),
      );
    expect(small).toEqual([]);
  });
});
