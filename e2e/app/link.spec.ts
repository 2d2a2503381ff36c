import { expect, type Page } from '@playwright/test';
import { SHIPPED } from '../../src/lessons/library.ts';
import { parse } from '../../src/scenario/parse.ts';
import { seal } from '../../src/share/envelope.ts';
import { titleOf } from '../../src/timeline/steps.ts';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// The address is the run. It survives reloading, travels, says when it was damaged, and never costs anybody what they have.

const MINE = ['cpu1 slot 0: stray, page 3', 'cpu2 slot 0: live, page 6'];

/** Something of one's own, in the address: a fork of what the page starts with. */
async function doSomething(v: Visualizer): Promise<string> {
  await v.open();
  await v.map(2, 'page6');
  await expect(v.page).toHaveURL(/#\/r\/1/);
  expect(await v.mapped()).toEqual(MINE);
  return v.page.url();
}

/** The address after the next change of it. */
async function addressAfter(page: Page, act: () => Promise<void>): Promise<string> {
  const before = page.url();
  await act();
  await expect.poll(() => page.url()).not.toBe(before);
  return page.url();
}

test('reloading the page keeps the run, the cursor and what is looked at', async ({ v }) => {
  await doSomething(v);
  await addressAfter(v.page, () => v.look(v.slot(1, 0)));
  await addressAfter(v.page, () => v.stepBack());
  const before = await v.everything();

  await v.reload();

  expect(await v.everything()).toEqual(before);
  await expect(v.slot(1, 0)).toHaveAttribute('aria-selected', 'true');
  await v.step();
  expect(await v.mapped()).toEqual(MINE);
});

test('reloading at once keeps what was done last, and while it plays how far it has come', async ({ v }) => {
  await v.open('#/s/the-bite');
  await v.last();
  await v.map(3, 'page6');
  await v.page.waitForTimeout(500);
  await v.map(3, 'page5');
  await v.reload();
  expect(await v.cursor()).toBe('11 of 11');
  await expect(v.banner).toBeHidden();

  await v.first();
  await v.page.waitForTimeout(500);
  await v.play();
  await expect.poll(v.cursor).not.toBe('0 of 11');
  await v.reload();
  expect(await v.cursor()).not.toBe('0 of 11');
  await expect(v.banner).toBeHidden();
});

test('what is written into the address while the page is on its way to be loaded again is there then', async ({
  v,
}) => {
  await v.open('#/s/the-bite');
  await v.last();
  await v.map(3, 'page6');
  await v.page.waitForTimeout(500);
  // The browser has taken the address when it asks for the page; the page goes when the answer comes.
  await v.page.route(/\/$/, async (route) => {
    await v.page.waitForTimeout(1000);
    await route.continue();
  });
  await v.map(3, 'page5');
  await v.reload();
  expect(await v.cursor()).toBe('11 of 11');
  expect(await v.page.evaluate(() => history.length)).toBe(2);
});

test.describe('a link that is not what was sent', () => {
  const damages: readonly { readonly what: string; readonly by: (link: string) => string; readonly says: RegExp }[] = [
    { what: 'cut off', by: (link) => link.slice(0, -9), says: /cut off: 9 of its \d+ characters are missing/ },
    { what: 'cut to nearly nothing', by: (link) => link.replace(/(#\/r\/1).*/, '$1'), says: /cut off: nearly all/ },
    { what: 'changed', by: (link) => withAnotherCharacter(link, -20), says: /was changed on its way/ },
    { what: 'a shortened display copy', by: (link) => `${link.slice(0, -20)}…`, says: /shortened display copy/ },
    { what: 'from the future', by: fromTheFuture, says: /made by a newer kmapscope/ },
    {
      what: 'of no shipped scenario',
      by: (link) => link.replace(/#.*/, '#/s/no-such-thing'),
      says: /no shipped scenario/,
    },
    { what: 'no link at all', by: (link) => link.replace(/#.*/, '#hello'), says: /no kmapscope link/ },
  ];

  for (const { what, by, says } of damages) {
    test(`${what}: says so, loads nothing of it, and leaves the work there is`, async ({ v }) => {
      const mine = await doSomething(v);
      const before = await v.everything();

      await v.openLink(by(mine));

      await expect(v.banner).toHaveRole('alert');
      await expect(v.banner).toContainText(says);
      expect(await v.everything()).toEqual(before);

      await v.press(v.banner.getByRole('button', { name: 'Dismiss' }));
      await v.stepBack();
      await v.step();
      expect(await v.mapped()).toEqual(MINE);
    });
  }

  test('as the first thing one opens: says so, and how to go on', async ({ v }) => {
    await v.openLink(`#/r/1${'x'.repeat(80)}`);
    await expect(v.banner).toContainText(/changed|cut off/);
    expect(await v.mapped().catch(() => [])).toEqual([]);

    await v.press(v.banner.getByRole('button', { name: 'Open the story of the mail' }));

    await expect(v.banner).toBeHidden();
    expect(await v.cursor()).toBe('2 of 12');
  });
});

function withAnotherCharacter(link: string, at: number): string {
  return `${link.slice(0, at)}${link.at(at) === 'A' ? 'B' : 'A'}${link.slice(link.length + at + 1)}`;
}

/** Whole by its own check, and of a version that this one does not know. */
function fromTheFuture(link: string): string {
  return link.replace(/#.*/, `#/r/${seal('r', { version: '2', payload: new Uint8Array(40).fill(7) })}`);
}

test('what mail and chat do to a link is undone', async ({ v, somebodyElse }) => {
  const mine = await doSomething(v);
  const expected = await v.everything();
  const inAMail = [`${mine}.`, `${mine})`, `${mine}%20`, mine.replace('#/r/', '#%2Fr%2F'), `${mine}?utm_source=chat`];
  const other = await somebodyElse();
  for (const address of inAMail) {
    await other.openLink(address);
    expect(await other.everything(), address).toEqual(expected);
    await expect(other.banner).toBeHidden();
  }
});

test('a link beats what is kept on the device, and what is kept can be had back', async ({ v }) => {
  await doSomething(v);
  await v.page.goto('about:blank');

  await v.open('#/s/the-bite');
  expect(await v.title()).toBe('The bite');
  await expect(v.banner).toContainText('kept on this device');

  await v.press(v.banner.getByRole('button', { name: 'Back to my run' }));

  expect(await v.mapped()).toEqual(MINE);
});

test('without a link the page opens what was worked on last', async ({ v }) => {
  await doSomething(v);
  await v.page.goto('about:blank');
  await v.open();
  expect(await v.mapped()).toEqual(MINE);
});

test('back and forward go from one run to the other, also after a fork', async ({ v }) => {
  await v.open('#/s/the-bite/2');
  await v.map(3, 'page7');
  await v.openLink('#/s/cpu0-stays');
  expect(await v.title()).toBe('CPU 0 stays');

  await v.page.goBack();
  await v.idle();
  expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 3', 'cpu3 slot 0: live, page 7']);

  await v.page.goBack();
  await v.idle();
  expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 3']);

  await v.page.goForward();
  await v.page.goForward();
  await v.idle();
  expect(await v.title()).toBe('CPU 0 stays');
});

test('acting in the past forks: the other future is kept, listed, and travels with the link', async ({
  v,
  somebodyElse,
}) => {
  await v.open('#/s/the-bite');
  await v.goTo(3);
  await v.map(0, 'page1');
  await v.unmap(0);
  const fork = await v.everything();
  expect(await v.cursor()).toBe('5 of 5');

  const branches = v.page.getByRole('button', { name: /^Branch/ });
  await expect(branches).toContainText('2 futures');
  await v.press(branches);
  await expect(v.page.getByRole('menuitemcheckbox')).toHaveCount(2);
  await v.close();

  const link = await v.copiedLink();
  const other = await somebodyElse();
  await other.openLink(link);
  expect(await other.everything()).toEqual(fork);

  await other.press(other.page.getByRole('button', { name: /^Branch/ }));
  await other.press(other.page.getByRole('menuitemcheckbox', { checked: false }));
  await other.last();
  expect(await other.mapped()).toEqual(['cpu1 slot 0: stray, page 3, exposed']);
  expect(await other.cursor()).toMatch(/^(\d+) of \1$/);
});

test('each shipped scenario has a short link that opens it, and a link to a step of it', async ({ v }) => {
  for (const { id, text } of SHIPPED) {
    await v.open(`#/s/${id}`);
    expect(await v.page.title(), id).toBe(`${titleOf(parse(text).scenario)} · kmapscope`);
    await expect(v.banner).toBeHidden();
  }
  await v.open('#/s/the-bite/4');
  expect(await v.cursor()).toMatch(/^4 of/);
});

test('what the sender of a link wrote is text and nothing else', async ({ v, somebodyElse }) => {
  const written = '<img src=x onerror="alert(1)"><b>bold</b>&amp;';
  await v.open('#/s/the-bite');
  await v.openText();
  const quoted = JSON.stringify(written);
  await v.pasteText(`kmapscope 1\ntitle ${quoted}\nmachine kernel=v3.9\nnote ${quoted}\ncpu1: kmap_atomic(page3)\n`);
  await expect(v.page).toHaveTitle(new RegExp('^<img'));
  const other = await somebodyElse();
  await other.openLink(await v.copiedLink());
  await other.goTo(1);
  await expect(other.story).toContainText(written);
  await other.first();
  expect(await other.title()).toBe(written);
  await expect(other.page.locator('img, b')).toHaveCount(0);
});
