import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAttic, type Shelf } from './attic.ts';
import { fakeBar, linkOf, memoryShelf, page, titleOf } from './testing/page.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const STORY =
  'kmapscope 1\ntitle "Mine"\nmachine kernel=rfc-v2 cpus=2\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n';

const quiet = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

describe('opening', () => {
  test('without a link: the story of the mail; the address stays bare until something is done', async () => {
    const bar = fakeBar('');
    const { app } = await page(bar);
    expect(app.store.getState()).toMatchObject({ pending: 0, playing: false, session: { at: 2 } });
    await quiet();
    expect(bar.entries).toEqual(['']);
    await app.commands.step();
    await quiet();
    expect(bar.entries).toEqual([expect.stringMatching(/^\/r\/1/)]);
  });

  test('a link: its run, at its step; the address stays as it came, however it was mended', async () => {
    const link = `${(await linkOf(STORY, 1)).replaceAll('/', '%2F')}).`;
    const bar = fakeBar(link);
    const started = await page(bar);
    expect([titleOf(started), started.app.store.getState().session?.at]).toEqual(['Mine', 1]);
    await quiet();
    expect(bar.entries).toEqual([link]);
  });

  test('a damaged link: a sentence, and nothing in its place', async () => {
    const link = await linkOf(STORY, 1);
    const started = await page(fakeBar(link.slice(0, -3)));
    const { session, banner, pending } = started.app.store.getState();
    expect([session, banner?.kind, pending]).toEqual([null, 'problem', 0]);
    expect(banner?.text).toMatch(/character|missing/);
    await started.app.commands.openDefault();
    expect(titleOf(started)).toBe('A CPU dies with a stray mapping');
  });

  test('going to another link and back by the history', async () => {
    const [first, second] = [await linkOf(STORY, 2), await linkOf(STORY.replace('Mine', 'Theirs'), 0)];
    const bar = fakeBar(first);
    const started = await page(bar);
    bar.go(second);
    await quiet();
    expect(titleOf(started)).toBe('Theirs');
    bar.back();
    await quiet();
    expect([titleOf(started), started.app.store.getState().session?.at]).toEqual(['Mine', 2]);
    expect(bar.entries).toEqual([first, second]);
  });

  test('going to a damaged link leaves what is there, and says so', async () => {
    const bar = fakeBar(await linkOf(STORY, 2));
    const started = await page(bar);
    bar.go('/r/1AAAAAAAAAAAAAAAAAAAA');
    await quiet();
    expect([titleOf(started), started.app.store.getState().banner?.kind]).toEqual(['Mine', 'problem']);
  });
});

describe('writing', () => {
  test('moving replaces, at most every 300 ms', async () => {
    const bar = fakeBar(await linkOf(STORY, 0));
    const replace = vi.spyOn(bar, 'replace');
    const { app } = await page(bar);
    for (let i = 0; i < 5; i++) {
      await app.commands.step();
      await app.commands.back();
    }
    await app.commands.step();
    expect(replace).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(300);
    expect(replace).toHaveBeenCalledTimes(1);
    expect(bar.entries).toEqual([await linkOf(STORY, 1)]);
  });

  test('playing is not followed step by step, only where it comes to rest', async () => {
    const bar = fakeBar(await linkOf(STORY, 0));
    const { app } = await page(bar);
    await app.commands.play();
    await vi.advanceTimersByTimeAsync(1900);
    expect([app.store.getState().session?.at, app.store.getState().playing]).toEqual([1, true]);
    expect(bar.entries).toEqual([await linkOf(STORY, 0)]);
    app.commands.pause();
    await quiet();
    expect(bar.entries).toEqual([await linkOf(STORY, 1)]);
  });

  test('when the page goes nothing is left to be written: not what was done just now, not how far it has played', async () => {
    const bar = fakeBar(await linkOf(STORY, 2));
    const { app } = await page(bar);
    bar.leave();
    expect(bar.entries, 'nothing was done').toEqual([await linkOf(STORY, 2)]);
    await app.commands.append('cpu1: irq');
    bar.leave();
    expect(bar.entries).toEqual([await linkOf(`${STORY}cpu1: irq\n`, 3)]);
    await app.commands.play();
    await vi.advanceTimersByTimeAsync(1700);
    bar.leave();
    expect([bar.entries, app.store.getState().playing]).toEqual([[await linkOf(`${STORY}cpu1: irq\n`, 1)], true]);
  });

  test('a run that no link can carry says so once, and leaves the address alone', async () => {
    const bar = fakeBar(await linkOf(STORY, 0));
    const { app } = await page(bar);
    await app.commands.append('cpu1: irq');
    await quiet();
    const entries = [...bar.entries];
    await app.commands.renameBranch(1, 'x'.repeat(61));
    await quiet();
    const { toast } = app.store.getState();
    expect(toast?.text).toMatch(/^The address does not follow any more\. .*too long/);
    await app.commands.step();
    await app.commands.back();
    await quiet();
    expect(app.store.getState().toast).toBe(toast);
    expect(bar.entries).toEqual(entries);
    await app.commands.renameBranch(1, 'short');
    await quiet();
    expect(bar.entries).not.toEqual(entries);
  });

  test('a fork, another kernel, another scenario are entries of their own, and back comes back', async () => {
    const bar = fakeBar(await linkOf(STORY, 0));
    const { app } = await page(bar);
    await app.commands.append('cpu1: irq');
    await app.commands.compare(['v3.9']);
    await app.commands.openDefault();
    await quiet();
    expect(bar.entries).toHaveLength(4);
    expect(bar.entries.map((entry) => entry.slice(0, 3))).toEqual(['/r/', '/r/', '/c/', '/r/']);
    bar.back();
    await quiet();
    const { session } = app.store.getState();
    expect([session?.lanes.length, session?.branches.length, session?.title]).toEqual([2, 2, 'Mine']);
  });

  test('back at the bare address is what was there at first, whatever was kept meanwhile', async () => {
    const bar = fakeBar('');
    const { app } = await page(bar);
    await app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    expect(bar.entries).toHaveLength(2);
    bar.back();
    await quiet();
    const { session } = app.store.getState();
    expect([session?.at, session?.branches.length]).toEqual([2, 1]);
    expect(bar.entries[0]).toBe('');
  });

  test('the way it is looked at is part of it', async () => {
    const bar = fakeBar(await linkOf(STORY, 0));
    const { app } = await page(bar);
    app.commands.setLens('beginner');
    app.commands.select('cpu0.slot0');
    await quiet();
    const again = await page(fakeBar(bar.entries[0] ?? ''));
    expect(again.app.store.getState()).toMatchObject({ lens: 'beginner', selection: 'cpu0.slot0' });
  });
});

describe('local work', () => {
  test('comes back where there is no link', async () => {
    const shelf = memoryShelf();
    const first = await page(fakeBar(''), openAttic(shelf));
    await first.app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    const second = await page(fakeBar(''), openAttic(shelf));
    expect(second.app.store.getState().session?.text).toContain('cpu0: kmap_atomic(page7)');
    expect(second.app.store.getState().banner).toBeNull();
  });

  test('gives way to a link, and is one click away', async () => {
    const shelf = memoryShelf();
    const first = await page(fakeBar(''), openAttic(shelf));
    await first.app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    const second = await page(fakeBar(await linkOf(STORY, 1)), openAttic(shelf));
    expect(titleOf(second)).toBe('Mine');
    expect(second.app.store.getState().banner).toMatchObject({ kind: 'offer', action: { run: 'restoreLocal' } });
    await second.app.commands.append('cpu1: irq');
    await second.app.commands.restoreLocal();
    expect(second.app.store.getState().session?.text).toContain('cpu0: kmap_atomic(page7)');
  });

  test('is not what was only looked at: that neither takes its place nor is offered', async () => {
    const shelf = memoryShelf();
    const looked = await page(fakeBar(await linkOf(STORY, 1)), openAttic(shelf));
    await looked.app.commands.step();
    await quiet();
    expect(shelf.value()).toEqual([]);
    const first = await page(fakeBar(''), openAttic(shelf));
    await first.app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    const second = await page(fakeBar(await linkOf(STORY, 1)), openAttic(shelf));
    await second.app.commands.step();
    second.app.commands.setLens('beginner');
    await quiet();
    await second.app.commands.restoreLocal();
    expect(second.app.store.getState().session?.text).toContain('cpu0: kmap_atomic(page7)');
    await second.app.commands.back();
    await quiet();
    expect(shelf.value()).toHaveLength(1);
  });

  test('is a run whose text, branches or kernels are others than when it was opened', async () => {
    const changes: readonly ((started: Awaited<ReturnType<typeof page>>) => Promise<unknown>)[] = [
      ({ app }) => app.commands.edit(STORY.replace('page1', 'page2')),
      ({ app }) => app.commands.append('cpu1: irq'),
      ({ app }) => app.commands.setMachine('kernel=v3.9-debug'),
      ({ app }) => app.commands.compare(['v3.9']),
    ];
    for (const change of changes) {
      const shelf = memoryShelf();
      const started = await page(fakeBar(await linkOf(STORY, 1)), openAttic(shelf));
      await change(started);
      await quiet();
      expect(shelf.value(), String(change)).toHaveLength(1);
    }
  });

  test('is not offered when the link is what that very work has become since it was kept', async () => {
    const shelf = memoryShelf();
    const first = await page(fakeBar(''), openAttic(shelf));
    await first.app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    await first.app.commands.append('cpu0: kunmap_atomic()');
    const left = (first.app.commands.address() ?? '').replace('#', '');
    const second = await page(fakeBar(left, true), openAttic(shelf));
    expect(second.app.store.getState().banner).toBeNull();
    expect(await openAttic(shelf).newest(null)).toBe(left);
  });

  test('is not offered when the link is that very work', async () => {
    const shelf = memoryShelf();
    const bar = fakeBar('');
    const first = await page(bar, openAttic(shelf));
    await first.app.commands.append('cpu0: kmap_atomic(page7)');
    await quiet();
    const second = await page(fakeBar(bar.entries.at(-1) ?? ''), openAttic(shelf));
    expect(second.app.store.getState().banner).toBeNull();
  });

  test('where the device keeps nothing, nothing is kept and nothing fails', async () => {
    const broken: Shelf = {
      read: () => Promise.reject(new Error('blocked')),
      change: () => Promise.reject(new Error('blocked')),
    };
    const started = await page(fakeBar(''), openAttic(broken));
    await started.app.commands.step();
    await quiet();
    expect(titleOf(started)).toBe('A CPU dies with a stray mapping');
    expect(await started.app.commands.restoreLocal()).toBe(false);
  });

  test('what is found there and is not ours is passed over; a dozen runs are kept', async () => {
    const shelf = memoryShelf([null, 7, { fragment: 1 }, 'x']);
    const attic = openAttic(shelf);
    expect(await attic.newest(null)).toBeNull();
    for (let i = 0; i < 20; i++) await attic.keep({ fragment: `f${i}`, title: '', work: String(i) });
    await attic.keep({ fragment: 'f19b', title: '', work: '19' });
    expect(await attic.newest(null)).toBe('f19b');
    expect(await attic.newest('f19b')).toBe('f18');
    expect(shelf.value()).toHaveLength(12);
  });

  test('what two tabs keep at the same moment is kept, both', async () => {
    const shelf = memoryShelf();
    const tabs = ['one', 'two'].map((work) => ({ attic: openAttic(shelf), run: { fragment: work, title: '', work } }));
    await Promise.all(tabs.map(({ attic, run }) => attic.keep(run)));
    expect(shelf.value()).toEqual([expect.objectContaining({ work: 'two' }), expect.objectContaining({ work: 'one' })]);
  });
});
