import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { explorer } from './explorer.ts';
import { HANDS } from './hands.ts';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// "Can this ever fault?": the question, the answer, the run that shows it on the stage, and the way back; the map, the table, what prevents it.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const hands of HANDS) {
  test.describe(`by ${hands}`, () => {
    test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

    test('a newcomer asks, sees a counterexample on the stage, sends it and comes back', async ({
      v,
      somebodyElse,
    }) => {
      await v.open();
      const x = explorer(v);
      await x.open();
      await x.ask();

      const violated = x.property('No valid PTE maps a secure page.');
      await expect(violated).toContainText(/violated with 2 CPUs, 2 pages, 2 slots: \d+ lines/);
      await expect(x.property('No BUG_ON fires.')).toContainText(
        /no violation with 2 CPUs, 2 pages, 2 slots: all [\d,]+ states, [\d,]+ transitions, depth \d+/,
      );
      await expect(x.panel).not.toContainText('proved');
      await expect(x.told).toHaveText(/^Explored rfc-no-hook: 3 properties are violated in all [\d,]+ states\.$/);
      const link = await x.copyLink('counterexample of no_pte_maps_secure');

      await x.show('counterexample of no_pte_maps_secure');
      await expect(v.fault).toBeVisible();
      await expect(v.toast).toContainText('a branch of your run');
      expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 0, exposed']);
      await expect(v.page.getByRole('button', { name: /^Branch/ })).toBeVisible();

      const other = await somebodyElse();
      await other.openLink(link);
      await expect(other.fault).toBeVisible();
      expect(await other.mapped()).toEqual(['cpu1 slot 0: stray, page 0, exposed']);
      await expect(other.banner).toBeHidden();

      if (!(await x.panel.isVisible())) await x.open();
      await x.comeBack();
      expect(await v.cursor()).toBe('2 of 12');
      expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 3']);
    });
  });
}

test('while it explores the stage answers keys, and it can be stopped', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await v.page.keyboard.press('e');
  await x.pick('CPUs', '3');
  await x.pick('pages', '3');
  await x.start();
  await expect(x.panel.getByRole('progressbar')).toBeVisible();
  await v.page.keyboard.press('ArrowRight');
  await v.idle();
  await expect(x.stop).toBeVisible();
  expect(await v.cursor()).toBe('6 of 12');
  await v.press(x.stop);
  await x.answered();
  // Whoever hears it says what he has found so far; whoever does not hear it in time, on a busy machine, is ended.
  await expect(x.told).toHaveText(/^(Not finished: rfc-no-hook: |Stopped at once)/);
  await expect(x.panel.getByRole('button', { name: 'Visit every state' })).toBeVisible();
});

test('the explorer goes on while one is back at the story, and says there that it has ended', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.start();
  await v.page.keyboard.press('Escape');
  await expect(x.panel).toBeHidden();
  await expect(v.story).toBeVisible();
  await expect(v.toast).toContainText('Explored rfc-no-hook', { timeout: 50_000 });
  await x.open();
  await expect(x.property('No valid PTE maps a secure page.')).toBeVisible();
});

test('closed by Escape, the explorer hands the focus to the button that brings it back', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.panel.getByLabel('Kernel', { exact: true }).focus();
  await v.page.keyboard.press('Escape');
  await expect(x.panel).toBeHidden();
  await expect(v.page.getByRole('button', { name: 'Explore', exact: true })).toBeFocused();
});

test('where there are more cores all explorers look into one large question, and the answer is the same', async ({
  somebodyElse,
}) => {
  const answers: string[] = [];
  for (const cores of [1, 4]) {
    const v = await somebodyElse();
    await v.page.addInitScript((count) => {
      Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => count });
    }, cores);
    await v.open();
    const x = explorer(v);
    await x.open();
    await x.choose('Kernel', 'fixed');
    await x.pick('CPUs', '3');
    await x.pick('pages', '1');
    await expect(x.panel).toContainText(/Roughly [1-9]\d\d,\d{3} states/);
    await x.ask();
    expect(v.page.workers()).toHaveLength(1 + Math.max(1, cores - 1));
    answers.push(await x.panel.innerText());
    await v.page.context().close();
  }
  expect(answers[0]).toContain('All 202,991 states');
  expect(answers[1]).toBe(answers[0]);
});

test('what hardware may do is asked one by one: who may not use a stale TLB entry is not hurt by it', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('vendor-4.4');
  await x.pick('CPUs', '2');
  const hardware = x.panel.getByRole('group', { name: 'The hardware may' });
  await expect(hardware.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await expect(hardware.getByRole('checkbox', { name: 'walk PTEs' })).toHaveAccessibleDescription(
    /any valid PTE, unasked/,
  );
  await x.ask();
  const never = x.property('The firewall never refuses an access.');
  await expect(never).toContainText(/violated with 2 CPUs.*, by the TLB of another CPU, and no PTE/);
  await v.press(x.panel.locator('.question > summary'));
  const stale = hardware.getByRole('checkbox', { name: 'use TLB entries' });
  await stale.focus();
  await v.page.keyboard.press('Space');
  await expect(stale).not.toBeChecked();
  await expect(x.panel).toContainText(/[\d,]+ states: they have been counted\./);
  await x.ask();
  await expect(x.panel).toContainText('hardware may walk PTEs and evict TLB entries, but not use TLB entries');
  await expect(never).toContainText('no violation with 2 CPUs');
});

test('which single change prevents it, with its cost; and the same run under that kernel', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('v3.9');
  await x.ask();
  await x.prevent('no_fault');
  const cleared = x
    .property('The firewall never refuses an access.')
    .getByRole('listitem')
    .filter({ hasText: 'kunmap_clears=always' });
  await expect(cleared).toContainText(/No violation in all [\d,]+ states.*\+1 PTE write/);
  await v.press(cleared.getByRole('button', { name: 'Show the same run with kunmap_clears=always' }));
  await expect(v.page.locator('.title-button')).toContainText('v3.9 with kunmap_clears=always');
  await expect(v.fault).toBeHidden();
  await x.another('no_fault');
  await expect(x.property('The firewall never refuses an access.')).toContainText(/no other cause with 1 CPU/);
});

test('before anything is asked the table shows what ships, with its runs', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.tab('Every kernel');
  await expect(x.panel.getByRole('rowheader')).toHaveCount(18);
  await v.press(x.panel.getByRole('button', { name: /^v3\.9, no_pte_maps_secure: violated/ }));
  await expect(v.page.locator('.title-button')).toContainText('Every interleaving');
  await expect(v.fault).toBeVisible();
  await expect(x.panel).toContainText(
    /Your run is kept: .* What is shown is of v3\.9, not of rfc-no-hook, so it is no branch/,
  );
  await x.comeBack();
  await v.press(x.panel.getByRole('button', { name: /^rfc-no-hook, no_pte_maps_secure: violated/ }));
  await expect(v.fault).toBeVisible();
  await expect(x.panel).toContainText('What is shown is a branch of your run');
});

test('every kernel, every property: a cell with a run behind it opens that run', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('v3.9');
  await x.tab('Every kernel');
  await x.askAllKernels();
  const row = x.panel.getByRole('row').filter({ has: v.page.getByRole('rowheader', { name: 'v3.14', exact: true }) });
  await expect(row.getByRole('button')).not.toHaveCount(0);
  await expect(x.panel.getByRole('rowheader')).toHaveCount(18);
  await expect(x.told).toHaveText(/^18 of 18 kernels have been asked/);
  await x.tab('One kernel');
  await x.pick('CPUs', '3');
  await x.tab('Every kernel');
  await expect(x.panel, 'what was asked, not what the form says now').toContainText(
    /Asked with 1 CPU, 1 page, .*without interrupts/,
  );
  await v.press(row.getByRole('button', { name: /no_pte_maps_secure: violated/ }));
  await expect(v.fault).toBeVisible();
  await expect(v.page.locator('.title-button')).toContainText('v3.14: a valid PTE maps a secure page');
});

test('the map says where the faults are, where one is, and what one has not tried', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('v3.9');
  await x.ask();
  await expect(x.panel).toContainText('The run on the stage is of another kernel (rfc-no-hook, not v3.9)');
  await expect(x.panel).not.toContainText('you are here');
  await x.show('counterexample of no_pte_maps_secure');
  await expect(x.tile(10)).toContainText('you are here');
  await expect(x.tile(10)).toHaveClass(/fault/);
  await expect(x.tile(10).locator('title')).toHaveText(/one access away from a fault/);
  await expect(x.panel).toContainText(/In the red region, [\d,]+ states, one access is enough for a fault\./);
  await v.page.keyboard.press('Home');
  await v.idle();
  await expect(x.tile(0)).toContainText('you are here');
  const untried = x.panel.getByRole('group').filter({ hasText: /^What you have not tried at the start/ });
  await v.press(untried.locator('summary'));
  await v.press(untried.getByRole('button', { name: 'Try cpu0: irq' }));
  expect(await v.cursor()).toBe('1 of 1');
  await expect(v.page.getByRole('button', { name: /^Branch/ })).toBeVisible();
});

test('a kernel that never faults says what was searched, and nothing more', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('fixed');
  await x.ask();
  await expect(x.panel.getByRole('heading', { name: 'No violation', exact: true })).toBeVisible();
  await expect(x.panel).toContainText('The red region, where one access is enough for a fault, is never reached.');
  await v.page.keyboard.press('End');
  await v.idle();
  await expect(x.panel, 'the run on the stage is of another kernel').not.toContainText('you are here');
  await expect(x.panel).not.toContainText('proved');
  await v.press(x.panel.locator('.question > summary'));
  await x.choose('The page’s owner', 'careless');
  await expect(x.panel, 'what was answered, not what the form says now').toContainText(
    'The owner keeps every promise.',
  );
  await x.close();
  await expect(v.page.getByRole('button', { name: 'Explore', exact: true })).toBeFocused();
});

test('the mistake of a predicate of one’s own stands below it, and a good one is asked', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('v3.9');
  const own = x.panel.getByRole('textbox', { name: 'and always' });
  await own.fill('not stray(cpu9.slot0)');
  await expect(x.panel).toContainText('there is no CPU 9');
  await x.tryToStart();
  await expect(x.stop).toBeHidden();
  await own.fill('not stray(cpu0.slot0)');
  await x.ask();
  await expect(x.property('Always: not stray(cpu0.slot0).')).toContainText('violated with 1 CPU');
});

test('the steps of the run on the stage, in any order', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  const x = explorer(v);
  await x.open();
  await x.choose('What happens', 'run');
  await x.ask();
  await expect(x.panel).toContainText('each CPU does what the scenario has it do, in every order');
  await expect(x.property('The firewall never refuses an access.')).toContainText('violated');
  await x.show('counterexample of no_fault');
  await expect(v.toast).toContainText('a branch of your run');
  await expect(v.page.locator('.title-button')).toContainText('A CPU dies with a stray mapping');
  await expect(v.page.getByRole('button', { name: /^Branch/ })).toBeVisible();
  await expect(v.fault).toBeVisible();
  const shown = x.panel.getByRole('button', { name: 'Show the counterexample of no_fault on the stage' });
  await expect(shown).toHaveAttribute('aria-pressed', 'true');
  await v.page.keyboard.press('[');
  await v.idle();
  await expect(shown, 'the main run is on the stage again').toHaveAttribute('aria-pressed', 'false');
});

test('of the steps of a run it is asked too which single change prevents it, and whether there is another cause', async ({
  v,
}) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  const x = explorer(v);
  await x.open();
  await x.choose('What happens', 'run');
  await x.ask();
  const never = x.property('The firewall never refuses an access.');
  await x.prevent('no_fault');
  const helps = never.getByRole('listitem').filter({ hasText: 'hotplug_hook=dying' }).first();
  await expect(helps).toContainText(/No violation in all [\d,]+ states\. Its cost: .*taking a CPU down/);
  await v.press(helps.getByRole('button', { name: 'Show the same run with hotplug_hook=dying', exact: true }));
  await expect(v.page.locator('.title-button')).toContainText('rfc-no-hook with hotplug_hook=dying');
  await expect(v.fault).toBeHidden();
  await x.comeBack();
  await x.another('no_fault');
  await expect(never).toContainText(/(no )?other cause with \d CPUs/);
});

/** Everything there is to see, with little to wait for. */
async function showAll(v: Visualizer): Promise<void> {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('v3.9');
  await x.ask();
  await x.prevent('no_fault');
  for (const summary of await x.panel.locator('summary').all()) await summary.click();
  await v.press(x.panel.getByRole('button', { name: 'Text of the counterexample of no_fault' }));
}

async function findings(v: Visualizer): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: v.page }).options({ resultTypes: ['violations'] }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 4).map(({ target, any }) => `${id} at ${target.join(' ')}: ${any[0]?.message ?? ''}`),
  );
}

for (const theme of ['Light', 'Dark', 'High contrast']) {
  test(`axe finds nothing in the theme "${theme}"`, async ({ v }) => {
    await showAll(v);
    await v.theme(new RegExp(`^${theme}`));
    expect(await findings(v), 'one kernel').toEqual([]);
    const x = explorer(v);
    await x.tab('Every kernel');
    await x.askAllKernels();
    expect(await findings(v), 'every kernel').toEqual([]);
  });
}

for (const width of [320, 390, 768, 1080, 1440]) {
  test(`nothing is wider than a window of ${width}`, async ({ v }) => {
    await v.page.setViewportSize({ width, height: 800 });
    await showAll(v);
    const x = explorer(v);
    const widest = (): Promise<number> =>
      x.panel.evaluate((panel) =>
        Math.max(
          document.documentElement.scrollWidth - innerWidth,
          ...[...panel.querySelectorAll('*')]
            .filter((element) => element.closest('.verdict-table, .map-words') === null && element.checkVisibility())
            .map((element) => element.getBoundingClientRect().right - panel.getBoundingClientRect().right),
        ),
      );
    expect(await widest()).toBeLessThanOrEqual(1);
    await x.tab('Every kernel');
    await x.askAllKernels();
    expect(await widest(), 'with the table').toBeLessThanOrEqual(1);
  });
}
