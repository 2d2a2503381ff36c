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

/** What is in motion: which slot, and which of its looks the motion changes. */
function slotsInMotion(page: Page): Promise<Readonly<Record<string, readonly string[]>>> {
  return page.evaluate(() => {
    const found: Record<string, string[]> = {};
    for (const { effect } of document.getAnimations()) {
      if (!(effect instanceof KeyframeEffect)) continue;
      const cell = effect.target?.matches('.cell') === true ? effect.target : null;
      const name = cell?.getAttribute('data-object');
      if (name === null || name === undefined) continue;
      const properties = effect.getKeyframes().flatMap((frame) => Object.keys(frame));
      found[name] = [...new Set(properties)].filter((property) => ['filter', 'opacity'].includes(property));
    }
    return found;
  });
}

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
    expect(moving['cpu1.slot0'], 'written').toEqual(['filter']);
    expect(moving['cpu2.slot0'], 'written').toEqual(['filter']);
    expect(moving['cpu1.slot1'], 'skipped').toEqual(['opacity']);
    expect(moving['cpu0.slot0'], 'skipped').toEqual(['opacity']);
    await expect(v.page.locator('.sweep')).toHaveCount(4);

    await timeRunsAt(v.page, 100);
    await atRest(v.page);
    await expect(v.page.locator('.sweep')).toHaveCount(0);
    await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: none, written by the flush');
    await expect(v.slot(1, 1)).toHaveAccessibleName('cpu1 slot 1: none, skipped by the flush: already 0');
    await expect(v.slot(1, 0)).toContainText('was p3');
  });

  test('a CPU that goes away dims; its slots stay as bright as they were', async ({ v }) => {
    await v.open();
    const looksOf = (selector: string): Promise<string> =>
      v.page.locator(selector).evaluate((element) => {
        const { color, fill, opacity } = getComputedStyle(element);
        const { backgroundImage } = getComputedStyle(element, '::before');
        return [color, fill, opacity, backgroundImage].join(' | ');
      });
    const panel = '[data-object="cpu1"] .cpu-ground';
    const tile = '[data-object="cpu1.slot0"] .tile';
    const online = await looksOf(panel);
    const before = await looksOf(tile);

    await v.cpuDown(1);
    await atRest(v.page);

    await expect(v.cpu(1)).toContainText('offline');
    expect(await looksOf(panel)).not.toBe(online);
    expect(await looksOf(tile)).toBe(before);
    await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: stray, page 3');
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
