import { expect } from '@playwright/test';
import { SHIPPED } from '../../src/lessons/library.ts';
import { HANDS } from './hands.ts';
import { test } from './test.ts';

// The scenarios that ship, as a course: each with its picture, its address, and one click away.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const hands of HANDS) {
  test.describe(`by ${hands}`, () => {
    test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

    test('one is found by a word, has a picture, and is one gesture away', async ({ v }) => {
      await v.open();
      const library = await v.openLibrary();
      await v.hands.focus(library.getByRole('searchbox', { name: 'Search the scenarios' }));
      await v.page.keyboard.type('suspend');
      await expect(library.getByRole('listitem')).toHaveCount(2);
      const card = library.getByRole('link', { name: /^Suspend forgets the mask/ });
      await expect(card.locator('.thumbnail .exposed').first()).toBeAttached();
      await v.press(card);
      await expect(v.dialog).toBeHidden();
      await expect(v.page).toHaveTitle('Suspend forgets the mask · kmapscope');
      await expect(v.page).toHaveURL(/#\/s\/suspend-forgets-the-mask$/);
      await expect(v.banner).toBeHidden();
    });
  });
}

test('every scenario that ships has a card, and its card its address', async ({ v }) => {
  await v.open();
  const library = await v.openLibrary();
  const cards = library.getByRole('link');
  await expect(cards).toHaveCount(SHIPPED.length);
  const addresses = await cards.evaluateAll((all) => all.map((card) => card.getAttribute('href')));
  expect(addresses.toSorted()).toEqual(SHIPPED.map(({ id }) => `#/s/${id}`).toSorted());
  await expect(library.getByRole('status')).toHaveText(`${SHIPPED.length} scenarios`);
});

test('with arrow keys from card to card, and Enter opens', async ({ v }) => {
  await v.open();
  const library = await v.openLibrary();
  await expect(library.getByRole('searchbox')).toBeFocused();
  const cards = library.getByRole('link');
  await v.page.keyboard.press('ArrowDown');
  await expect(cards.first()).toBeFocused();
  await v.page.keyboard.press('ArrowRight');
  await expect(cards.nth(1)).toBeFocused();
  await v.page.keyboard.press('ArrowDown');
  await v.page.keyboard.press('ArrowUp');
  await expect(cards.nth(1)).toBeFocused();
  await v.page.keyboard.press('Enter');
  await expect(v.dialog).toBeHidden();
  await expect(v.page).toHaveURL(new RegExp(`#/s/${SHIPPED[1]?.id ?? ''}$`));
});

test('a link that is pasted where one searches is opened; a word that nothing speaks of is told', async ({ v }) => {
  await v.open();
  const library = await v.openLibrary();
  const field = library.getByRole('searchbox');
  const before = await field.boundingBox();
  await v.page.keyboard.type('zebra');
  await expect(library).toContainText('No scenario speaks of “zebra”.');
  expect(await field.boundingBox(), 'what one types into stays where it is').toEqual(before);
  for (const word of ['hotplug', 'TLB', 'secure', 'debug']) {
    await field.fill('zebra');
    await expect(library.locator('.nothing-found'), 'what it offers instead').toContainText(word);
    await field.fill(word);
    await expect(library.getByRole('listitem').first(), word).toBeVisible();
  }
  await library.getByRole('searchbox').fill('look: https://example.org/kmapscope/#/s/the-bite/2 !');
  await expect(library.getByRole('status')).toHaveText('Enter opens this link.');
  await v.page.keyboard.press('Enter');
  await v.idle();
  await expect(v.dialog).toBeHidden();
  await expect(v.page).toHaveTitle('The bite · kmapscope');
});

test('the gallery looks as it did', async ({ v }) => {
  await v.open();
  const library = await v.openLibrary();
  for (const n of [0, 1, 2, 3])
    await expect(library.locator('.stamp-picture').nth(n).locator('.thumbnail')).toBeAttached();
  await v.idle();
  await expect(library).toHaveScreenshot(['e2e', 'app', '__screenshots__', 'library.png']);
});
