import { expect, type Locator, type Page } from '@playwright/test';
import type { Hands } from './hands.ts';
import { sightsOf } from './sights.ts';

/** What a person does with the page, and what they see. The same verbs by mouse, by keyboard alone and by touch: see hands.ts. */
export type Visualizer = ReturnType<typeof visualizer>;

export function visualizer(page: Page, hands: Hands) {
  const sights = sightsOf(page);

  /** Waits until nothing is under way and the picture shows it: the marks draw after React has, within the frame that follows. */
  const idle = async (): Promise<void> => {
    await page.locator('.screen[data-busy="false"]').waitFor();
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))),
    );
  };
  const afterwards = async (gesture: Promise<unknown>): Promise<void> => {
    await gesture;
    await idle();
  };
  const press = (control: Locator): Promise<void> => afterwards(hands.press(control));
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

  /** Where there is little room one CPU is shown at a time: chooses it. */
  const reach = async (cpu: number): Promise<void> => {
    if (await sights.cpu(cpu).isVisible()) return;
    await press(page.getByRole('button', { name: new RegExp(`^CPU${cpu}:`) }).first());
  };
  /** One of a CPU's operations: its own button, or where that is not shown, the item of the menu behind the dots. */
  const tell = async (cpu: number, operation: string, operand?: string): Promise<void> => {
    await reach(cpu);
    const own = button(`${operation} on cpu${cpu}`);
    const operands = operand === undefined ? [] : [itemOf(operand)];
    if (await own.isVisible()) {
      if (operand === undefined) return press(own);
      return afterwards(hands.choose(own, ...operands));
    }
    return afterwards(hands.choose(button(`More on cpu${cpu}`), itemOf(operation), ...operands));
  };
  const repeat = async (name: string, times: number): Promise<void> => {
    for (let n = 0; n < times; n++) await press(button(name));
  };
  const openDialog = async (opener: Locator): Promise<Locator> => {
    await press(opener);
    await expect(sights.dialog).toBeVisible();
    return sights.dialog;
  };

  return {
    page,
    hands,
    ...sights,
    idle,
    press,
    tryToPress: (control: Locator) => afterwards(hands.tryToPress(control)),
    tell,
    reach,

    /** Opens the page; with a fragment (`#/s/the-bite`), what that leads to. */
    open: (fragment = '') => afterwards(page.goto(fragment)),
    /** Opens a whole address, as somebody does who was sent it. */
    openLink: (address: string) => afterwards(page.goto(address)),
    reload: () => afterwards(page.reload()),

    map: (cpu: number, of: string) => tell(cpu, 'kmap_atomic', of),
    unmap: (cpu: number) => tell(cpu, 'kunmap_atomic'),
    flush: (cpu: number) => tell(cpu, 'kmap_atomic_flush_unused'),
    protect: (cpu: number, of: string) => tell(cpu, 'secure_protect', of),
    speculate: (cpu: number, place: string) => tell(cpu, 'speculate', place),
    cpuDown: async (cpu: number) => {
      await reach(cpu);
      await press(button(`cpu_down cpu${cpu}`));
    },
    cpuUp: async (cpu: number) => {
      await reach(cpu);
      await press(button(`cpu_up cpu${cpu}`));
    },
    /** The button of an operation where there is one, usable or not. */
    operation: async (cpu: number, operation: string): Promise<Locator> => {
      await reach(cpu);
      return button(`${operation} on cpu${cpu}`);
    },

    step: (times = 1) => repeat('Step', times),
    stepBack: (times = 1) => repeat('Step back', times),
    // At the start already there is nothing to press: the key says so, and is pressed in vain.
    first: () => afterwards(hands.tryToPress(button('First'))),
    last: () => afterwards(hands.tryToPress(button('Last'))),
    play: () => hands.press(button('Play')),
    pause: () => press(button('Pause')),
    goTo: async (step: number) => {
      await hands.focus(sights.goTo);
      await page.keyboard.type(String(step));
      await afterwards(page.keyboard.press('Enter'));
    },
    look: (object: Locator) => afterwards(hands.look(object)),

    /** The theme or the room of the theme menu. */
    theme: (name: RegExp) => afterwards(hands.choose(page.getByRole('button', { name: /^Theme/ }), name)),
    kernel: (name: RegExp) => afterwards(hands.choose(page.getByRole('button', { name: /^Kernel/ }), name)),
    openShare: () => openDialog(button('Share')),
    openHelp: () => openDialog(button('Help and keys')),
    openLibrary: () => openDialog(page.locator('.title-button')),
    openMachine: () => openDialog(page.getByRole('button', { name: /^Machine/ })),
    /** Shows the text beside the stage, and returns where it is typed. */
    openText: async (): Promise<Locator> => {
      await press(button('Text'));
      const field = page.getByRole('textbox', { name: 'Scenario text' });
      await hands.focus(field);
      return field;
    },
    /** Puts another scenario in place of the text, as one does with a text that one has from elsewhere: select all, paste. */
    pasteText: async (text: string): Promise<void> => {
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('ControlOrMeta+v');
      await expect(page.locator('.cm-line')).toHaveText(text.split('\n'));
    },
    close: () => afterwards(page.keyboard.press('Escape')),

    /** Lets a file go over the middle of the page. */
    dropFile: (name: string, text: string) => afterwards(dragFile(page, 'drop', name, text)),
    /** Holds one there, and does not let go. */
    holdFile: () => dragFile(page, 'dragover', 'run.json', ''),

    /** Copies the link with the Share dialog: what is on the clipboard then. */
    copiedLink: async (): Promise<string> => {
      await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
      const dialog = await openDialog(button('Share'));
      await hands.press(dialog.getByRole('button', { name: 'Copy as link' }));
      await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
      await press(dialog.getByRole('button', { name: 'Close' }));
      await expect(sights.dialog).toBeHidden();
      return page.evaluate(() => navigator.clipboard.readText());
    },
  };
}

/** A file as it comes from the desktop: the browser says what is dragged, and where. */
async function dragFile(page: Page, type: 'dragover' | 'drop', name: string, text: string): Promise<void> {
  await page.evaluate(
    ([kind, file, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], file));
      const over = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
      for (const event of kind === 'drop' ? ['dragenter', 'dragover', 'drop'] : ['dragenter', 'dragover'])
        over.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [type, name, text] as const,
  );
  // A file is read in its own time: what becomes of it shows by the page being busy, or by what it says.
  await page.waitForTimeout(150);
}

/** A menu item by the first of its words: behind it stands what is quietly added (`page3 stray`). */
const itemOf = (word: string): RegExp => new RegExp(`^${word.replace(/[.()]/g, '\\$&')}(?![\\w.])`);
