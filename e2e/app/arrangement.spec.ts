import { expect } from '@playwright/test';
import { test } from './test.ts';

// The page is everybody's own: what is folded away stays so, in a room one works with a clicker, and a phone shows sentence and stage at once.

test('what is folded away gives its room to the rest, and is folded when one comes back', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  const height = (): Promise<number> => v.page.locator('.stage-picture').evaluate((room) => room.clientHeight);
  const before = await height();
  const fold = (name: string): Promise<void> => v.press(v.page.getByRole('button', { name, exact: true }));
  await fold('Lanes');
  await fold('Log');
  await v.theme(/^Dark/);
  expect(await height()).toBeGreaterThan(before + 60);
  await expect(v.page.getByRole('region', { name: 'Log' })).toBeHidden();
  await expect(v.page.getByRole('slider', { name: 'Time' })).toBeHidden();

  await v.reload();
  await expect(v.page.getByRole('button', { name: 'Log', exact: true })).toHaveAttribute('aria-expanded', 'false');
  await expect(v.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await v.first();
  await v.step();
  expect(await v.cursor()).toMatch(/^1 of/);
  await fold('Log');
  await expect(v.page.getByRole('region', { name: 'Log' })).toBeVisible();
});

test('the lanes alone, folded away, give their room to the picture; log and costs stay', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray/8');
  const height = (): Promise<number> => v.page.locator('.stage-picture').evaluate((room) => room.clientHeight);
  const before = await height();
  await v.press(v.page.getByRole('button', { name: 'Lanes', exact: true }));
  expect(await height()).toBeGreaterThan(before + 80);
  await expect(v.page.getByRole('button', { name: '8 expect stray(cpu1.slot0)' })).toBeInViewport({ ratio: 1 });
  await expect(v.page.getByText('TLB flushes')).toBeInViewport({ ratio: 1 });
});

test('the routine folds away and stays away from step to step', async ({ v }) => {
  await v.open('#/s/cpu-dies-with-a-stray');
  await v.goTo(1);
  await v.press(v.story.getByRole('button', { name: 'kmap_atomic' }));
  await expect(v.story).not.toContainText('kmap_atomic_idx_push()');
  await v.step();
  await expect(v.story.getByRole('button', { name: 'kunmap_atomic' })).toHaveAttribute('aria-expanded', 'false');
});

test('nothing is kept for a page that somebody else shows in a frame', async ({ v }) => {
  await v.open('?embed=1&theme=dark#/s/the-bite');
  await expect(v.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await v.page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test.describe('in a room', () => {
  test.use({ viewport: { width: 1280, height: 720 } });

  test('a clicker goes through the whole story, and sentence, picture and time are there at every step', async ({
    v,
  }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.theme(/^Projector/);
    await v.first();
    for (let click = 0; click < 6; click++) {
      await v.page.keyboard.press('PageDown');
      await v.idle();
      const sentence = v.story.locator('.sentence');
      await expect(sentence).toBeInViewport({ ratio: 1 });
      expect(
        await v.page.locator('.lead').evaluate((lead) => lead.scrollHeight - lead.clientHeight),
        await v.sentence(),
      ).toBeLessThanOrEqual(1);
    }
    await expect(v.fault).toBeVisible();
    await expect(v.slot(1, 0)).toBeInViewport({ ratio: 1 });
    await expect(v.page.locator('.frame[data-object="page3"]')).toBeInViewport({ ratio: 1 });
    await v.page.keyboard.press('PageUp');
    await v.idle();
    await expect(v.fault).toBeHidden();
  });

  test('what a CPU can do is behind its dots', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.theme(/^Projector/);
    await v.first();
    await v.map(2, 'page1');
    expect(await v.mapped()).toEqual(['cpu2 slot 0: live, page 1']);
  });

  test('four CPUs with thirty-three slots fit as well', async ({ v }) => {
    await v.open('#/s/guard-slots');
    await v.last();
    const stage = await v.page
      .locator('.stage')
      .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
    expect(stage).toBeLessThanOrEqual(1);
    await expect(v.page.locator('.frame').first()).toBeInViewport({ ratio: 1 });
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, hands: 'touch' });

  test('the CPU that is shown is the one that acts, until one is chosen', async ({ v }) => {
    await v.open('#/s/the-bite/0');
    await v.step();
    await expect(v.cpu(1)).toBeVisible();
    await v.goTo(4);
    await expect(v.cpu(0), 'it asks the secure world').toBeVisible();
    const third = v.page.getByRole('button', { name: /^CPU3:/ });
    await v.press(third);
    await v.stepBack();
    await expect(v.cpu(3)).toBeVisible();
    await v.press(third);
    await expect(v.cpu(1), 'chosen once more, none is').toBeVisible();
  });

  test('the sentence stays in sight while one looks down the stage, and no sentence of the story is cut', async ({
    v,
  }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.last();
    await v.page.locator('.frame[data-object="page3"]').scrollIntoViewIfNeeded();
    await expect(v.story.locator('.sentence')).toBeInViewport({ ratio: 1 });
    await v.first();
    while (!/^(\d+) of \1$/.test(await v.cursor())) {
      await v.step();
      const cut = await v.page.locator('.lead').evaluate((lead) => lead.scrollHeight - lead.clientHeight);
      expect(cut, await v.sentence()).toBeLessThanOrEqual(1);
    }
  });
});

test('everything there is: each field of both words, and the window of kmap()', async ({ v }) => {
  await v.open('#/s/pkmap-stray');
  await v.hands.choose(v.page.getByRole('button', { name: /^Lens/ }), /^Everything/);
  await v.goTo(1);
  const window = v.page.getByRole('group', { name: 'The pkmap window' });
  await expect(window).toContainText('512 entries: 1 in use, 0 idle');
  await expect(window).toContainText('last_pkmap_nr 1');
  await v.press(window.getByRole('button', { name: /^pkmap1 p3 count 2/ }));
  const inspector = v.page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.getByRole('heading')).toHaveText('pkmap1');
  await expect(inspector.getByRole('term').filter({ hasText: 'L_PTE_YOUNG' })).toBeAttached();
});

test('the words beside a sign of the timeline end before the next sign of its lane begins', async ({ v }) => {
  for (const width of [1440, 1280, 1024]) {
    await v.page.setViewportSize({ width, height: 720 });
    await v.open('#/s/the-bite');
    await v.last();
    const signs = await v.page.locator('.ribbon .sign').evaluateAll((all) =>
      all.map((sign) => {
        const [words, shape] = [sign.querySelector('text'), sign.querySelector('path')];
        const [a, b] = [words?.getBoundingClientRect(), shape?.getBoundingClientRect()];
        const written = words?.textContent ?? '';
        return { written, from: a?.left ?? 0, to: a?.right ?? 0, lane: a?.top ?? 0, shape: b?.left ?? 0 };
      }),
    );
    const written = signs.filter((sign) => sign.written !== '');
    expect(written.length).toBeGreaterThan(2);
    for (const { written: words, from, to, lane } of written)
      for (const next of signs)
        if (Math.abs(next.lane - lane) < 4 && next.shape > from)
          expect(to, `${words} at ${String(width)}`).toBeLessThanOrEqual(next.shape);
  }
});
