import { expect } from '@playwright/test';
import { HANDS } from './hands.ts';
import { test } from './test.ts';

// What one looks at and how: the library, the kernel and the machine under one run, lenses, numbers, themes. The run stays the same run.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const hands of HANDS) {
  test.describe(`by ${hands}`, () => {
    test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

    test('another kernel runs the same schedule, and ends differently', async ({ v }) => {
      await v.open();
      await v.last();
      expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 3, exposed']);
      await v.kernel(/^rfc-v2/);
      await v.last();
      expect((await v.mapped()).filter((slot) => slot.includes('exposed'))).toEqual([]);
      await expect(v.fault).toBeHidden();
    });
  });
}

test('a machine of another size keeps the run; one that is too small for it is refused, and it is said why', async ({
  v,
}) => {
  await v.open();
  const strips = v.page.getByRole('grid', { name: /strip of the page table/ });
  const use = async (cpus: string, pages: string): Promise<void> => {
    const dialog = await v.openMachine();
    await dialog.getByRole('spinbutton', { name: /CPUs/ }).fill(cpus);
    await dialog.getByRole('spinbutton', { name: /pages/i }).first().fill(pages);
    await v.press(dialog.getByRole('button', { name: 'Use this machine' }));
  };
  await use('2', '6');
  await expect(v.refusal).toContainText('there is no CPU 2');
  await expect(strips).toHaveCount(4);
  await use('3', '6');
  await expect(strips).toHaveCount(3);
  await expect(v.page.locator('.page-map .frame')).toHaveCount(6);
  expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 3']);
});

test('14 CPUs and 32 CPUs are shown as an overview, one of them in detail', async ({ v }) => {
  for (const cpus of [14, 32]) {
    await v.open('#/s/the-bite');
    const dialog = await v.openMachine();
    await dialog.getByRole('spinbutton', { name: /CPUs/ }).fill(String(cpus));
    await v.press(dialog.getByRole('button', { name: 'Use this machine' }));
    await expect(v.page.getByRole('grid', { name: /strip of the page table/ })).toHaveCount(cpus);
    await v.map(cpus - 1, 'page2');
    expect(await v.mapped()).toContain(`cpu${cpus - 1} slot 0: live, page 2`);
    expect(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
});

test('the lens, the numbers and what is looked at travel with the link', async ({ v, somebodyElse }) => {
  await v.open();
  await v.look(v.slot(1, 0));
  await expect(v.slot(1, 0)).toHaveAttribute('aria-selected', 'true');
  await v.page.getByText('dec', { exact: true }).click();
  await v.hands.choose(v.page.getByRole('button', { name: /^Lens/ }), /^Everything/);
  await v.idle();

  const other = await somebodyElse();
  await other.openLink(await v.copiedLink());

  await expect(other.page.getByRole('button', { name: 'Lens: everything' })).toBeVisible();
  await expect(other.page.getByRole('radio', { name: 'dec' })).toBeChecked();
  await expect(other.slot(1, 0)).toHaveAttribute('aria-selected', 'true');
});

test('what is pressed is looked at, though its picture is made anew before it is let go', async ({ v }) => {
  await v.open();
  await v.slot(1, 0).hover();
  const before = await v.page.locator('.slot-grid').elementHandle();
  await v.page.mouse.down();
  await v.page.setViewportSize({ width: 1440, height: 894 });
  await expect.poll(() => before?.evaluate((picture) => picture.isConnected)).toBe(false);
  await v.idle();
  await v.page.mouse.up();
  await v.idle();
  await expect(v.slot(1, 0)).toHaveAttribute('aria-selected', 'true');
});

test('a beginner sees less of the same machine', async ({ v }) => {
  await v.open();
  const before = await v.mapped();
  const inspector = v.page.getByRole('region', { name: 'Inspector' });
  await expect(inspector).toContainText('0x6012365f');
  await v.hands.choose(v.page.getByRole('button', { name: /^Lens/ }), /^Beginner/);
  await v.idle();
  await expect(inspector).toBeHidden();
  expect(await v.mapped()).toEqual(before);
  await v.flush(0);
  await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: none, written by the flush');
});

test('a slot down to its bits: both words, their fields by name, and where its address comes from', async ({ v }) => {
  await v.open();
  await v.look(v.slot(1, 0));
  const inspector = v.page.getByRole('region', { name: 'Inspector' });
  await expect(inspector).toContainText('0xfff00000 + 16 × 0x1000 = 0xfff10000');
  await expect(
    inspector.getByRole('img', { name: /Linux word 0x6012365f: pfn 0x60123.*PRESENT present/ }),
  ).toBeVisible();
  await v.press(inspector.getByRole('button', { name: /^hardware/ }));
  await expect(inspector.getByRole('term').filter({ hasText: 'XN' })).toBeVisible();
});

test('each theme is the one that was chosen, and the system is asked only as long as none was', async ({ v }) => {
  await v.page.emulateMedia({ colorScheme: 'dark' });
  await v.open();
  const paper = (): Promise<string> => v.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await v.theme(/^Light/);
  const light = await paper();
  expect(light).not.toBe(dark);
  await v.theme(/^Dark/);
  expect(await paper()).toBe(dark);
  await v.theme(/^High contrast/);
  expect(await paper()).toBe('rgb(255, 255, 255)');
});
