import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { present } from '../base/assert.ts';
import { linksFetchedBy, type LinkPart, type Links } from '../state/links.ts';
import { linksHere } from '../state/testing/rig.ts';
import { openAttic } from './attic.ts';
import { fakeBar, linkOf, memoryShelf, page, titleOf } from './testing/page.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const STORY =
  'kmapscope 1\ntitle "Mine"\nmachine kernel=rfc-v2 cpus=2\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n';

const quiet = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

/** What makes links, when `come` is called; `fail`: not this time. */
function linksLater(): Links & { readonly asked: () => number; readonly come: () => void; readonly fail: () => void } {
  const answers: { readonly come: (part: LinkPart) => void; readonly fail: (error: Error) => void }[] = [];
  const links = linksFetchedBy(() => new Promise((come, fail) => void answers.push({ come, fail })));
  return {
    ...links,
    asked: () => answers.length,
    come: () => answers.at(-1)?.come(present(linksHere().here(), 'links')),
    fail: () => answers.at(-1)?.fail(new TypeError('Failed to fetch')),
  };
}

describe('while what makes links is still on its way', () => {
  test('without a link it is not even asked for until something is done', async () => {
    const links = linksLater();
    const { app } = await page(fakeBar(''), undefined, links);
    await quiet();
    expect(links.asked()).toBe(0);
    await app.commands.step();
    await quiet();
    expect(links.asked()).toBe(1);
  });

  test('each place that was gone through is written when it comes, as it was left', async () => {
    const links = linksLater();
    const bar = fakeBar('');
    const shelf = memoryShelf();
    const { app } = await page(bar, openAttic(shelf), links);
    await app.commands.step();
    await app.commands.append('cpu0: kmap_atomic(page7)');
    await app.commands.append('cpu0: kunmap_atomic()');
    await quiet();
    await app.commands.compare(['v3.9']);
    await quiet();
    expect([bar.entries, app.commands.address()]).toEqual([[''], null]);
    links.come();
    await quiet();
    expect(bar.entries.map((entry) => entry.slice(0, 3))).toEqual(['', '/r/', '/c/']);
    expect(await openAttic(shelf).newest(null)).toBe(bar.entries[2]);
    bar.back();
    await quiet();
    const { session } = app.store.getState();
    expect([session?.lanes.length, session?.text.trimEnd().split('\n').at(-1)]).toEqual([1, 'cpu0: kunmap_atomic()']);
    bar.back();
    await quiet();
    expect(app.store.getState().session).toMatchObject({ at: 2, branches: [{ id: 0 }] });
  });

  test('what was done and left by another link is kept on the device', async () => {
    const [links, shelf, bar] = [linksLater(), memoryShelf(), fakeBar('')];
    const { app } = await page(bar, openAttic(shelf), links);
    await app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    bar.go(await linkOf(STORY, 1));
    links.come();
    await quiet();
    expect(app.store.getState().session?.title).toBe('Mine');
    expect(bar.entries).toEqual(['', await linkOf(STORY, 1)]);
    await app.commands.restoreLocal();
    expect(app.store.getState().session?.text).toContain('cpu0: kmap_atomic(page7)');
  });

  test('a link waits for it, and the page is not ready before', async () => {
    const links = linksLater();
    const bar = fakeBar(await linkOf(STORY, 1));
    const started = page(bar, undefined, links);
    await quiet();
    links.come();
    expect(titleOf(await started)).toBe('Mine');
    await quiet();
    expect(bar.entries).toEqual([await linkOf(STORY, 1)]);
  });

  test('where it cannot be fetched the reader is told once, and it is tried again with the next step', async () => {
    const links = linksLater();
    const bar = fakeBar('');
    const { app } = await page(bar, undefined, links);
    await app.commands.step();
    await quiet();
    links.fail();
    await quiet();
    const { toast } = app.store.getState();
    expect(toast?.text).toBe(
      'The address does not follow any more. The part of the page that makes and reads links could not be fetched.',
    );
    await app.commands.step();
    await quiet();
    links.fail();
    await quiet();
    expect(app.store.getState().toast).toBe(toast);
    await app.commands.step();
    await quiet();
    links.come();
    await quiet();
    expect(bar.entries).toEqual([expect.stringMatching(/^\/r\/1/)]);
  });

  test('a link that cannot be read for that reason says so, and leaves what is there', async () => {
    const links = linksLater();
    const { app } = await page(fakeBar(''), undefined, links);
    const opened = app.commands.openLink(`#${await linkOf(STORY, 1)}`);
    expect(app.store.getState().pending).toBe(1);
    links.fail();
    expect(await opened).toBe(false);
    expect(app.store.getState()).toMatchObject({ pending: 0, session: { at: 2 } });
    expect(app.store.getState().banner?.text).toMatch(/^The part of the page that makes and reads links could not/);

    await app.commands.step();
    await quiet();
    links.come();
    await quiet();
    expect(app.store.getState().banner, 'it has come after all').toBeNull();
  });
});
