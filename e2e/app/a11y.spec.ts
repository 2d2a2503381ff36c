import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// Everyone can use it: what a scan can find, in every view and theme; the focus, seen and never caught; what is said aloud; no motion needed.

/** What there is to look at, and how one gets there from the fault of the default story. */
const VIEWS: { readonly [view: string]: (v: Visualizer) => Promise<unknown> } = {
  'the stage with the fault': () => Promise.resolve(),
  'the start': (v) => v.first(),
  'a slot that is looked at, and why': async (v) => {
    await v.look(v.slot(1, 0));
    await v.press(v.page.getByRole('button', { name: /^Why is cpu1.slot0/ }).first());
  },
  'a word explained': async (v) => {
    await v.page.keyboard.press('g');
    await expect(v.page.getByRole('tooltip')).toBeVisible();
  },
  'the lens of everything': (v) => v.hands.choose(v.page.getByRole('button', { name: /^Lens/ }), /^Everything/),
  'the lens of a beginner': (v) => v.hands.choose(v.page.getByRole('button', { name: /^Lens/ }), /^Beginner/),
  'a room': (v) => v.theme(/^Projector/),
  'a stray slot, an offline CPU and another future': async (v) => {
    await v.goTo(6);
    await v.map(3, 'page7');
  },
  'a menu of pages': async (v) => v.press(await v.operation(0, 'kmap_atomic')),
  'the menu behind the dots': (v) => v.press(v.page.getByRole('button', { name: 'More on cpu0' })),
  'the kernels': (v) => v.press(v.page.getByRole('button', { name: /^Kernel/ })),
  'the branches': async (v) => {
    await v.stepBack();
    await v.map(0, 'page0');
    await v.press(v.page.getByRole('button', { name: /^Branch/ }));
  },
  sharing: (v) => v.openShare(),
  'the keys': (v) => v.openHelp(),
  'why one may believe it': async (v) => {
    await v.press((await v.openHelp()).getByRole('button', { name: /^Why believe this/ }));
    await expect(v.dialog).toContainText('3.10.49');
  },
  'the library': (v) => v.openLibrary(),
  'the machine': (v) => v.openMachine(),
  'the text with a mistake': async (v) => {
    await v.openText();
    await v.pasteText('kmapscope 1\nmachine kernel=v3.9\ncpu1: kmap_atomc(page3)\n');
    await expect(v.page.getByRole('region', { name: 'Text' }).getByRole('listitem')).toHaveCount(1);
  },
  'a damaged link': async (v) => {
    await v.openLink('#/r/1');
    await expect(v.banner).toBeVisible();
  },
};

const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong, a line for each kind and element. Themes differ in their colours only: there a few rules are enough. */
async function findings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 4).map(({ target, any }) => `${id} at ${target.join(' ')}: ${any[0]?.message ?? ''}`),
  );
}

/** As the menu of themes does it (use-theme.ts), which cannot be reached from every view. */
const inTheme = (page: Page, theme: string): Promise<void> =>
  page.evaluate((name) => void (document.documentElement.dataset['theme'] = name), theme);

const atTheFault = async (v: Visualizer): Promise<void> => {
  await v.open();
  await v.last();
};

for (const [view, show] of Object.entries(VIEWS)) {
  test(`axe finds nothing in any theme: ${view}`, async ({ v }) => {
    await atTheFault(v);
    await show(v);
    expect(await findings(v.page)).toEqual([]);
    for (const theme of ['dark', 'contrast']) {
      await inTheme(v.page, theme);
      expect(await findings(v.page, COLOURS), theme).toEqual([]);
    }
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, hands: 'touch' });

  test('axe finds nothing: the stage with the fault', async ({ v }) => {
    await atTheFault(v);
    expect(await findings(v.page)).toEqual([]);
  });

  test('nothing is wider than the screen', async ({ v }) => {
    await atTheFault(v);
    expect(await v.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('what is to be tapped is at least 24 pixels wide and high', async ({ v }) => {
    await atTheFault(v);
    const small = await v.page.getByRole('button').evaluateAll((buttons) =>
      buttons.flatMap((button) => {
        const { width, height } = button.getBoundingClientRect();
        const shown = button.checkVisibility() && !button.closest('svg');
        return shown && (width < 24 || height < 24)
          ? [`${button.getAttribute('aria-label') ?? button.textContent}: ${Math.round(width)}×${Math.round(height)}`]
          : [];
      }),
    );
    expect(small).toEqual([]);
  });
});

test('projector mode: no text is smaller than 20 points, and nothing scrolls', async ({ v }) => {
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await atTheFault(v);
  await v.theme(/^Projector/);
  expect(await smallTexts(v.page, (20 * 96) / 72)).toEqual([]);
  expect(await scrolled(v.page)).toEqual([]);
});

test('projector mode: neither a question at the top nor fourteen CPUs take the memory out of the picture', async ({
  v,
}) => {
  await v.page.setViewportSize({ width: 1280, height: 720 });
  await v.open('#/s/the-bite');
  await v.theme(/^Projector/);
  await v.map(0, 'page0');
  await v.page.goto('about:blank');
  await v.open('#/s/cpu-dies-with-a-stray');
  await expect(v.banner).toContainText('kept on this device');
  await expect(v.page.locator('.frame').first()).toBeInViewport({ ratio: 1 });
  expect(await scrolled(v.page)).toEqual([]);
  expect(await smallTexts(v.page, (20 * 96) / 72)).toEqual([]);

  await v.press(v.banner.getByRole('button', { name: 'Dismiss' }));
  const dialog = await v.openMachine();
  await dialog.getByRole('spinbutton', { name: /CPUs/ }).fill('14');
  await v.press(dialog.getByRole('button', { name: 'Use this machine' }));
  await expect(v.page.locator('.frame').first()).toBeInViewport({ ratio: 1 });
  expect(await scrolled(v.page)).toEqual([]);
});

const DIALOGS = { Share: 's', Scenarios: 'o', 'Keys and words': '?', 'Compare kernels': 'Shift+C', Machine: null };

for (const { where, width, height, isRoom } of [
  { where: 'in a room', width: 1280, height: 720, isRoom: true },
  { where: 'on a phone', width: 390, height: 844, isRoom: false },
  { where: 'on the narrowest', width: 320, height: 640, isRoom: false },
]) {
  test(`${where} no dialog has anything that goes beyond its place`, async ({ v }) => {
    await v.page.setViewportSize({ width, height });
    await v.open('#/s/cpu-dies-with-a-stray/2');
    if (isRoom) await v.theme(/^Projector/);
    for (const [title, key] of Object.entries(DIALOGS)) {
      if (key === null) await v.openMachine();
      else await v.page.keyboard.press(key);
      await expect(v.dialog.getByRole('heading', { level: 2 })).toHaveText(title);
      await v.idle();
      expect(await beyondItsPlace(v.dialog), title).toEqual([]);
      if (isRoom) expect(await smallTexts(v.page, (20 * 96) / 72), title).toEqual([]);
      await v.close();
      await expect(v.dialog).toBeHidden();
    }
  });
}

/** What is wider than what it stands in, or whose words are wider than itself, and is not cut with an ellipsis nor scrolled. */
function beyondItsPlace(dialog: Locator): Promise<string[]> {
  return dialog.evaluate((root) => {
    const found = new Set<string>();
    const told = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.className}: ${(element.textContent ?? '').trim().slice(0, 40)}`;
    for (const element of [root, ...root.querySelectorAll<HTMLElement>('*:not(option, svg *)')]) {
      const parent = element.parentElement;
      if (!(element instanceof HTMLElement) || parent === null || !element.checkVisibility()) continue;
      if (element.closest('.only-read, [role="region"]') !== null) continue;
      const style = getComputedStyle(element);
      const [own, around] = [element.getBoundingClientRect(), parent.getBoundingClientRect()];
      const isCut = element !== root && style.overflowX !== 'visible';
      const isText = style.display !== 'inline' && !element.matches('input, select, textarea');
      if (isText && !isCut && element.scrollWidth > element.clientWidth + 1) found.add(`words of ${told(element)}`);
      if (element !== root && style.position === 'static' && own.right > around.right + 1) found.add(told(element));
    }
    return [...found].slice(0, 10);
  });
}

/** Texts that can be seen and are smaller than so many pixels. */
function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((smallest) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (parent === null || text === '' || !parent.checkVisibility() || parent.closest('.only-read, [hidden]'))
        continue;
      // A picture is drawn in its own pixels, and shown as much larger as the text of the page is.
      const scale = parent instanceof SVGGraphicsElement ? (parent.getScreenCTM()?.a ?? 1) : 1;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize) * scale;
      if (size < smallest - 0.5) found.add(`${size}px: ${text.slice(0, 30)}`);
    }
    return [...found].slice(0, 20);
  }, least);
}

/** What does not fit its box, or the window. */
function scrolled(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll('.screen, main, main *')];
    return boxes.flatMap((box) => {
      const { overflowX, overflowY } = getComputedStyle(box);
      const isRoot = box === document.documentElement;
      const down = (isRoot || /auto|scroll/.test(overflowY)) && box.scrollHeight > box.clientHeight + 1;
      const across = (isRoot || /auto|scroll/.test(overflowX)) && box.scrollWidth > box.clientWidth + 1;
      return (down || across) && box.clientHeight > 0 ? [`${box.tagName} ${box.className}`] : [];
    });
  });
}

test.describe('with the keyboard alone', () => {
  test.use({ hands: 'keyboard' });

  test('Tab goes through the whole page and comes out again, and one always sees where it is', async ({ v }) => {
    await v.open('#/s/cpu-dies-with-a-stray');
    await v.page.keyboard.press('End');
    // Until the story is that of the end: the focus cannot stay on a word that is replaced.
    await v.idle();
    const seen = await tabThrough(v.page);
    expect(seen.caught, 'it came around').toBe(false);
    expect(seen.stops).toBeGreaterThan(40);
    expect(seen.unseen).toEqual([]);
    expect(seen.nothing, 'stops that are nothing one could do anything with').toEqual([]);
  });

  test('the skip link is the first stop and leads to the stage', async ({ v }) => {
    await v.open();
    await v.page.keyboard.press('Tab');
    await expect(v.page.getByRole('link', { name: 'Skip to the stage' })).toBeFocused();
    await expect(v.page.getByRole('link', { name: 'Skip to the stage' })).toBeInViewport();
  });

  test('a dialog keeps the focus, Escape closes it, and the focus is where it was', async ({ v }) => {
    await v.open();
    const share = v.page.getByRole('button', { name: 'Share', exact: true });
    const dialog = await v.openShare();
    for (let tab = 0; tab < 8; tab++) {
      await v.page.keyboard.press('Tab');
      expect(
        await v.page.evaluate(
          () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        ),
      ).toBe(true);
    }
    await v.close();
    await expect(dialog).toBeHidden();
    await expect(share).toBeFocused();
  });

  test('the focus stays on a button that is used, also when that makes it unusable', async ({ v }) => {
    await v.open();
    await v.map(1, 'page5');
    await v.unmap(1);
    await expect(v.page.getByRole('button', { name: 'kunmap_atomic on cpu1', exact: true })).toBeFocused();
  });

  test('a menu opens, is walked through with arrows, closes with Escape, and gives the focus back', async ({ v }) => {
    await v.open();
    const map = await v.operation(1, 'kmap_atomic');
    await v.press(map);
    await v.page.keyboard.press('ArrowDown');
    await expect(v.page.getByRole('menuitem', { name: /^page/ }).first()).toBeVisible();
    await v.close();
    await expect(v.page.getByRole('menu')).toBeHidden();
    await expect(map).toBeFocused();
  });

  test('Tab leaves the text', async ({ v }) => {
    await v.open();
    const field = await v.openText();
    await expect(field).toBeFocused();
    await v.page.keyboard.press('Tab');
    await expect(field).not.toBeFocused();
  });

  test('no key of the page fires while one types', async ({ v }) => {
    await v.open('#/s/the-bite');
    const before = await v.everything();
    await v.openText();
    await v.page.keyboard.press('ControlOrMeta+Home');
    await v.page.keyboard.type('# kudftxipmlnczv1');
    await v.page.keyboard.press('ControlOrMeta+z');
    expect(await v.everything()).toEqual(before);
    await expect(v.dialog).toBeHidden();
  });
});

/** Presses Tab until the focus has been all around, and says where it could not be seen. */
async function tabThrough(
  page: Page,
): Promise<{
  readonly stops: number;
  readonly caught: boolean;
  readonly unseen: readonly string[];
  readonly nothing: readonly string[];
}> {
  await page.evaluate(() => {
    const state = { names: [] as string[], unseen: [] as string[], nothing: [] as string[] };
    Object.assign(globalThis, { tabbing: state });
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof Element)) return;
      const name = `${target.tagName} ${target.getAttribute('aria-label') ?? target.textContent.trim().slice(0, 40)}`;
      state.names.push(name);
      if (target instanceof SVGElement && !target.hasAttribute('role')) state.nothing.push(name);
      // A label may wear the ring of the input that it hides.
      const wearers = [target, target.closest('label'), ...target.querySelectorAll('.ring, .box, .handle')];
      const isSeen = wearers.some((one) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth, boxShadow, stroke } = getComputedStyle(one);
        return (
          (outlineStyle !== 'none' && outlineWidth !== '0px') ||
          boxShadow !== 'none' ||
          (one !== target && stroke !== 'none')
        );
      });
      if (!isSeen) state.unseen.push(name);
    });
  });
  const MOST = 250;
  let tabs = 0;
  for (; tabs < MOST; tabs++) {
    await page.keyboard.press('Tab');
    if (tabs > 1 && (await page.evaluate(() => document.activeElement === document.body))) break;
  }
  const { names, ...seen } = await page.evaluate(
    () => (globalThis as unknown as { tabbing: Record<'names' | 'unseen' | 'nothing', string[]> }).tabbing,
  );
  return { stops: new Set(names).size, caught: tabs === MOST, ...seen };
}

test.describe('said aloud', () => {
  test('each step, once, in at most 20 words, the same that is to be read', async ({ v }) => {
    await v.open();
    await v.first();
    const heard: string[] = [];
    while (!/^(\d+) of \1$/.test(await v.cursor())) {
      await v.step();
      const said = await v.announced();
      expect(said).toBe(await v.sentence());
      expect(said.split(/\s+/).length, said).toBeLessThanOrEqual(20);
      heard.push(said);
    }
    expect(heard.length).toBeGreaterThan(5);
    expect(heard).not.toContain('');
    await expect(v.page.locator('p.only-read[role="status"]')).toHaveAttribute('aria-live', 'polite');
    await v.page.keyboard.press('ArrowRight');
    expect(await v.announced()).toBe('This is the end of the run.');
    await v.stepBack();
    expect(await v.announced()).toBe(await v.sentence());
  });

  test('the page table is a grid in which each slot has a name that says all of it', async ({ v }) => {
    await atTheFault(v);
    const strips = v.page.getByRole('grid', { name: /strip of the page table/ });
    await expect(strips).toHaveCount(4);
    await expect(strips.nth(1).getByRole('gridcell').first()).toHaveAccessibleName(
      'cpu1 slot 0: stray, page 3, exposed',
    );
    await expect(v.written(1, 0)).toHaveText('p3 exposed');
  });
});
