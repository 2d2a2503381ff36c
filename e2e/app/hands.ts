import { expect, type Locator, type Page } from '@playwright/test';

/** How a person works the page: with a mouse, with a finger, or with nothing but the keyboard. Every verb of visualizer.ts is made of these. */
export type Hands = {
  /** Uses a control: a click, a tap, or Tab until the focus is on it and then Enter. */
  readonly press: (control: Locator) => Promise<void>;
  /** The same with a control that is marked as not to be used here. */
  readonly tryToPress: (control: Locator) => Promise<void>;
  /** Opens a menu and chooses an item of it, through submenus where there are several. */
  readonly choose: (opener: Locator, ...items: readonly RegExp[]) => Promise<void>;
  /** Puts the focus where text is typed. */
  readonly focus: (field: Locator) => Promise<void>;
  /** Looks at a slot or a page frame of the picture. */
  readonly look: (object: Locator) => Promise<void>;
};

export const HANDS = ['mouse', 'keyboard', 'touch'] as const;
export type HandsName = (typeof HANDS)[number];

export function handsFor(page: Page, name: HandsName): Hands {
  switch (name) {
    case 'mouse':
      return pointer(page, (control, force = false) => control.click({ force }));
    case 'touch':
      return pointer(page, (control, force = false) => control.tap({ force }));
    case 'keyboard':
      return keyboard(page);
  }
}

/** @param press `force`: although the control says that it is disabled, which Playwright would wait out */
function pointer(page: Page, press: (control: Locator, force?: boolean) => Promise<void>): Hands {
  return {
    press: (control) => press(control),
    tryToPress: (control) => press(control, true),
    choose: async (opener, ...items) => {
      await press(opener);
      for (const item of items) await press(menuItem(page, item));
    },
    focus: (field) => press(field),
    look: (object) => press(object),
  };
}

/** Nobody goes back and forth more often than that to find a control. */
const MOST_ROUNDS = 12;
const MOST_ARROWS = 80;

/** `page.keyboard` and nothing else: what cannot be reached with it cannot be used here either. */
function keyboard(page: Page): Hands {
  const { keyboard: keys } = page;

  const tabTo = async (control: Locator): Promise<void> => {
    await control.waitFor();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (await holdsFocus(control)) return;
      const tabs = await control.evaluate(tabsFromFocus);
      for (let n = 0; n < Math.max(1, Math.abs(tabs)); n++) await keys.press(tabs < 0 ? 'Shift+Tab' : 'Tab');
    }
    throw new Error(`${String(control)} cannot be reached with the Tab key`);
  };
  const arrowTo = async (item: Locator): Promise<void> => {
    await item.waitFor();
    for (let arrows = 0; arrows < MOST_ARROWS; arrows++) {
      if (await holdsFocus(item)) return;
      await keys.press('ArrowDown');
    }
    throw new Error(`${String(item)} cannot be reached with the arrow keys`);
  };
  const press = async (control: Locator): Promise<void> => {
    await tabTo(control);
    await keys.press('Enter');
  };
  return {
    press,
    tryToPress: press,
    choose: async (opener, ...items) => {
      await tabTo(opener);
      await keys.press('Enter');
      for (const item of items) {
        await arrowTo(menuItem(page, item));
        await keys.press('Enter');
      }
    },
    focus: tabTo,
    look: async (object) => {
      // One cell of each grid is a tab stop; arrow keys lead from there to the others.
      const grid = page.getByRole('grid').filter({ has: object });
      const kind = (await object.getAttribute('data-frame')) === null ? '.cell[tabindex="0"]' : '.frame[tabindex="0"]';
      await tabTo(page.locator(kind));
      await expect(grid).not.toHaveCount(0);
      for (const key of await arrowsFrom(page.locator(kind), object)) await keys.press(key);
      expect(await holdsFocus(object)).toBe(true);
      await keys.press('Enter');
    },
  };
}

const menuItem = (page: Page, name: RegExp): Locator =>
  page.getByRole('menuitem', { name }).or(page.getByRole('menuitemcheckbox', { name }));

const holdsFocus = (control: Locator): Promise<boolean> => control.evaluate((element) => element.matches(':focus'));

/** About how many times Tab leads from where the focus is to this element; negative: Shift+Tab. Runs in the page. */
function tabsFromFocus(target: Element): number {
  const root = target.getRootNode();
  const to = root instanceof ShadowRoot ? root.host : target;
  const from = document.activeElement ?? document.body;
  const isAfter = (a: Element, b: Element): boolean =>
    (b.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const isBetween = (stop: Element): boolean =>
    (isAfter(stop, from) && isAfter(to, stop)) || (isAfter(from, stop) && isAfter(stop, to));
  const stops = document.querySelectorAll<HTMLElement | SVGElement>(
    'a[href], button, input, select, textarea, [tabindex]',
  );
  // Of a group of radio buttons only the chosen one is a stop.
  const isStop = (stop: HTMLElement | SVGElement): boolean =>
    stop.tabIndex >= 0 && !stop.matches('input[type="radio"]:not(:checked)') && stop.checkVisibility();
  const between = [...stops].filter((stop) => isStop(stop) && isBetween(stop));
  return isAfter(to, from) ? between.length + 1 : -between.length - 1;
}

/** The arrow keys that lead from one cell to another: over the CPUs, then down the slots; along the frames. */
async function arrowsFrom(from: Locator, to: Locator): Promise<readonly string[]> {
  const way = async (name: string, less: string, more: string): Promise<readonly string[]> => {
    const [a, b] = [await from.getAttribute(name), await to.getAttribute(name)];
    const by = Number(b) - Number(a);
    return Array.from({ length: Math.abs(by) }, () => (by < 0 ? less : more));
  };
  const [cpus, slots, frames] = [
    await way('data-cpu', 'ArrowLeft', 'ArrowRight'),
    await way('data-slot', 'ArrowUp', 'ArrowDown'),
    await way('data-frame', 'ArrowLeft', 'ArrowRight'),
  ];
  return [...cpus, ...slots, ...frames];
}
