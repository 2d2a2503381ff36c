import { expect, type Page } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// Motion says what happened and in which order; where it leads does not depend on it. The other tests do without motion, these have it.

const withMotion = { contextOptions: { reducedMotion: 'no-preference' as const } };

/** Time runs so much slower that a test can look around in the middle of it; 0 stops it. */
async function timeRunsAt(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Animation.enable');
  await session.send('Animation.setPlaybackRate', { playbackRate: rate });
}

/** What is in motion: which slot, and how: what passes over it, and what it says. */
function slotsInMotion(page: Page): Promise<Readonly<Record<string, readonly string[]>>> {
  return page.evaluate(() => {
    const found: Record<string, string[]> = {};
    for (const { effect } of document.getAnimations()) {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      const name =
        target?.closest('.cell')?.getAttribute('data-object') ?? target?.closest('[data-of]')?.getAttribute('data-of');
      if (target === null || name === null || name === undefined) continue;
      found[name] = [...new Set([...(found[name] ?? []), target.getAttribute('class') ?? ''])];
    }
    return found;
  });
}

/** The properties of what is in motion among the elements that match. */
const inMotion = (page: Page, selector: string): Promise<readonly string[]> =>
  page.evaluate((wanted) => {
    const effects = document
      .getAnimations()
      .flatMap(({ effect }) => (effect instanceof KeyframeEffect ? [effect] : []));
    const found = effects.filter(({ target }) => target?.matches(wanted) === true);
    return [...new Set(found.flatMap((effect) => effect.getKeyframes().flatMap((frame) => Object.keys(frame))))];
  }, selector);

const atRest = (page: Page): Promise<unknown> =>
  page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));

test.describe('with motion', () => {
  test.use(withMotion);

  test('a flush sweeps: in the middle of it a written slot and a skipped one differ, and afterwards too', async ({
    v,
  }) => {
    await v.open();
    await v.map(2, 'page6');
    await v.unmap(2);
    await timeRunsAt(v.page, 0.01);

    await v.flush(0);

    const moving = await slotsInMotion(v.page);
    expect(moving['cpu1.slot0'], 'written').toEqual(expect.arrayContaining(['cell', 'words none', 'veil']));
    expect(moving['cpu2.slot0'], 'written').toEqual(expect.arrayContaining(['cell', 'words none', 'veil']));
    // Over the others nothing passes but the bar, and their rules dim to dashes behind it.
    expect(Object.keys(moving), 'written').toEqual(['cpu1.slot0', 'cpu2.slot0']);
    expect(await inMotion(v.page, '.tiles .rule.skipped'), 'skipped').toContain('clipPath');
    await expect(v.page.locator('.sweep')).toHaveCount(4);
    // What was in the slots that were written is still to be seen, and in no other.
    await expect(v.page.locator('.cell:has(.ghost .tile.stray)')).toHaveCount(2);
    await expect(v.slot(1, 0).locator('.ghost .tile.stray')).toBeVisible();
    await expect(v.page.locator('.ghost')).toHaveCount(2);
    await expect(v.page.locator('.cell .veil'), 'written').toHaveCount(2);

    await timeRunsAt(v.page, 100);
    await atRest(v.page);
    await expect(v.page.locator('.sweep, .ghost, .veil')).toHaveCount(0);
    await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: none, written by the flush');
    await expect(v.slot(1, 1)).toHaveAccessibleName('cpu1 slot 1: none, skipped by the flush: already 0');
    await expect(v.written(1, 0)).toHaveText('was p3');
  });

  test('a flush of many strays sweeps like any other: it is a step, however much it changes', async ({ v }) => {
    const strays = [1, 2, 3].flatMap((cpu) => [
      ...[0, 1, 2, 3].map((page) => `cpu${String(cpu)}: kmap_atomic(page${String(page)})`),
      ...Array.from({ length: 4 }, () => `cpu${String(cpu)}: kunmap_atomic()`),
    ]);
    await v.open();
    const lines = ['kmapscope 1', 'machine kernel=rfc-v2', ...strays, 'cpu0: kmap_atomic_flush_unused()'];
    await v.dropFile('twelve.kmap', `${lines.join('\n')}\n`);
    await v.goTo(strays.length);
    expect((await v.mapped()).filter((slot) => slot.includes('stray'))).toHaveLength(12);
    await timeRunsAt(v.page, 0.01);

    await v.step();

    const moving = await slotsInMotion(v.page);
    expect(Object.keys(moving).toSorted(), 'written').toEqual(
      [1, 2, 3].flatMap((cpu) => [0, 1, 2, 3].map((slot) => `cpu${String(cpu)}.slot${String(slot)}`)),
    );
    expect(Object.values(moving).every((how) => how.includes('veil'))).toBe(true);
    expect(await inMotion(v.page, '.tiles .rule.skipped'), 'skipped').toContain('clipPath');
    await expect(v.page.locator('.sweep')).toHaveCount(4);
    await expect(v.page.locator('.cell .veil')).toHaveCount(12);
    // What was there lets go of its place.
    await expect(v.page.locator('.cell:has(.ghost .tile.stray)')).toHaveCount(12);

    await timeRunsAt(v.page, 100);
    await atRest(v.page);
    await expect(v.page.locator('.sweep, .ghost, .veil')).toHaveCount(0);
    await expect(v.slot(3, 3)).toHaveAccessibleName('cpu3 slot 3: none, written by the flush');
    await expect(v.slot(3, 4)).toHaveAccessibleName('cpu3 slot 4: none, skipped by the flush: already 0');
  });

  test('a CPU that goes away dims; its slots stay as bright as they were', async ({ v }) => {
    await v.open();
    // In one go: the picture is made anew for the room there is when the fonts have come.
    const looksOf = (selector: string): Promise<string> =>
      v.page.evaluate((wanted) => {
        const element = document.querySelector(wanted);
        if (element === null) throw new Error(`there is no ${wanted}`);
        const { color, fill, opacity } = getComputedStyle(element);
        const { backgroundImage } = getComputedStyle(element, '::before');
        return [color, fill, opacity, backgroundImage].join(' | ');
      }, selector);
    const panel = '[data-object="cpu1"] .cpu-ground';
    const tile = '.tiles .tile.stray';
    const online = await looksOf(panel);
    const before = await looksOf(tile);

    await v.cpuDown(1);
    await atRest(v.page);

    await expect(v.cpu(1)).toContainText('offline');
    expect(await looksOf(panel)).not.toBe(online);
    expect(await looksOf(tile)).toBe(before);
    await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: stray, page 3');
  });

  test('an IPI flies along its arc to each CPU that is online; to the one that is not, nothing flies', async ({
    v,
  }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.goTo(6);
    await timeRunsAt(v.page, 0.01);
    await v.step();
    expect(await inMotion(v.page, '.ipi:not(.missed) .curve')).toContain('strokeDashoffset');
    expect(await inMotion(v.page, '.ipi.missed *')).toEqual([]);
    await expect(v.page.locator('.ipi.missed').first()).toContainText('not reached');
  });

  test('the secure world takes a page: the request crosses over, the lock falls into place', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.goTo(8);
    await timeRunsAt(v.page, 0.01);
    await v.step();
    expect(await inMotion(v.page, '.frame[data-object="page3"] .lock')).toContain('transform');
    expect(await inMotion(v.page, '.world .call line')).toContain('transform');
  });

  test('a speculation reaches the slot first and the frame after it, and the fault rings once', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.goTo(10);
    await timeRunsAt(v.page, 0.01);
    await v.step();
    const delay = (selector: string): Promise<number> =>
      v.page.evaluate((wanted) => {
        const one = document.getAnimations().find(({ effect }) => {
          const target = effect instanceof KeyframeEffect ? effect.target : null;
          return target?.matches(wanted) === true;
        });
        return one?.effect?.getTiming().delay ?? NaN;
      }, selector);
    expect(await delay('.access .reach')).toBeLessThan(await delay('.access .onward'));
    expect(await inMotion(v.page, '.page-map .fault')).toContain('opacity');
  });

  test('stop_machine holds every CPU still for as long as it lasts, line by line', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.goTo(3);
    await v.page.keyboard.press('l');
    const held = v.page.locator('.cpu.held-still');
    const seen: number[] = [];
    while (seen.length < 60 && !(seen.includes(4) && seen.at(-1) === 0)) {
      await v.page.keyboard.press('ArrowRight');
      await v.idle();
      seen.push(await held.count());
    }
    expect(seen).toContain(4);
    expect(new Set(seen)).toEqual(new Set([0, 4]));
    await expect(v.story).toContainText(/step 4 of 12/i);
  });

  test('the next step does not wait for the motion of the one before, and nothing of that is left', async ({ v }) => {
    await v.open();
    await v.map(2, 'page6');
    await v.unmap(2);
    await timeRunsAt(v.page, 0.01);
    await v.flush(0);
    await expect(v.page.locator('.sweep')).toHaveCount(4);
    await v.protect(0, 'page1');
    await expect(v.page.locator('.sweep, .falling, .leaving, .ghost, .veil')).toHaveCount(0);
    expect(await slotsInMotion(v.page)).toEqual({});
    await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: none');
  });

  test('looking at something does not play the step again', async ({ v }) => {
    await v.open();
    await v.map(2, 'page6');
    await v.unmap(2);
    await v.flush(0);
    await atRest(v.page);
    await timeRunsAt(v.page, 0.01);
    await v.look(v.slot(2, 0));
    expect(await slotsInMotion(v.page)).toEqual({});
  });

  test('going somewhere else than one step on jumps there', async ({ v }) => {
    await v.open();
    await timeRunsAt(v.page, 0.01);
    await v.goTo(9);
    expect(await slotsInMotion(v.page)).toEqual({});
    await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: stray, page 3, exposed');
  });
});

test.describe('the same end', () => {
  /** The picture of the stage and of time after each step of the default story. */
  async function pictures(v: Visualizer): Promise<readonly Buffer[]> {
    await v.open('#/s/the-bite');
    const taken: Buffer[] = [];
    for (let step = 0; step < 6; step++) {
      await v.page.keyboard.press('ArrowRight');
      await v.idle();
      await atRest(v.page);
      taken.push(await v.page.locator('main').screenshot({ animations: 'allow' }));
    }
    return taken;
  }

  test('with and without motion, step by step, to the pixel', async ({ v, somebodyElse, page }) => {
    const still = await pictures(v);
    const moving = await pictures(await somebodyElse({ reducedMotion: 'no-preference' }));
    await page.goto('about:blank');
    for (const [i, picture] of still.entries())
      expect(await differingPixels(page, picture, moving[i]), `step ${i + 1}`).toBe(0);
  });
});

/** How many pixels differ between two pictures by more than the rounding of an edge. */
function differingPixels(page: Page, ...pictures: readonly (Buffer | undefined)[]): Promise<number> {
  const sources = pictures.map((picture) => `data:image/png;base64,${picture?.toString('base64') ?? ''}`);
  return page.evaluate(async (both) => {
    const pixels = async (src: string): Promise<Uint8ClampedArray> => {
      const image = Object.assign(new Image(), { src });
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const drawing = canvas.getContext('2d');
      drawing?.drawImage(image, 0, 0);
      return drawing?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
    };
    const [a = new Uint8ClampedArray(), b = new Uint8ClampedArray()] = await Promise.all(both.map(pixels));
    if (a.length === 0 || a.length !== b.length) return Infinity;
    return a.filter((value, i) => Math.abs(value - (b[i] ?? 0)) > 4).length;
  }, sources);
}
