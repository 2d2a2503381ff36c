import { expect, type Locator } from '@playwright/test';
import type { Visualizer } from './visualizer.ts';

/** What a person does with the explorer, and what it tells them: verbs beside those of visualizer.ts. */
export type Explorer = ReturnType<typeof explorer>;

/** As long as a question of 2 CPUs may take on a busy machine. */
const PATIENCE_MS = 50_000;

export function explorer(v: Visualizer) {
  const { page, hands } = v;
  const panel = page.getByRole('region', { name: 'Can this ever fault?' });
  const button = (name: string | RegExp): Locator => panel.getByRole('button', { name });
  const stop = button(/^Stop/);

  /** A radio button of a few: by mouse or finger its words, by keyboard the arrow keys. */
  const pick = async (group: string, name: string): Promise<void> => {
    const radios = panel.getByRole('group', { name: group, exact: true });
    const radio = page.getByRole('radio', { name, exact: true });
    const wanted = radios.locator(radio);
    if (await wanted.isChecked()) return;
    await radios.locator('label', { has: radio }).click();
    await expect(wanted).toBeChecked();
  };
  const answered = async (): Promise<void> => {
    await expect(stop).toBeHidden({ timeout: PATIENCE_MS });
    await v.idle();
  };
  /** `No valid PTE maps a secure page.` with everything below it. */
  const property = (says: string): Locator =>
    panel.getByRole('listitem').filter({ has: page.getByRole('heading', { name: says }) });

  return {
    panel,
    property,
    stop,
    /** What a screen reader has been told. */
    told: panel.getByRole('status'),
    tile: (region: number): Locator => panel.locator(`[data-region="${region}"]`),

    open: async (): Promise<void> => {
      await v.press(page.getByRole('button', { name: 'Explore', exact: true }));
      await expect(panel).toBeVisible();
    },
    pick,
    choose: (label: string, value: string | { readonly label: string }) =>
      panel.getByLabel(label, { exact: true }).selectOption(value),
    tab: (name: 'One kernel' | 'Every kernel') => pick('What is explored', name),
    /** A question of a moment: one CPU, one page, no interrupts. */
    askLittle: async (kernel: string): Promise<void> => {
      await panel.getByLabel('Kernel', { exact: true }).selectOption(kernel);
      await pick('CPUs', '1');
      await pick('pages', '1');
      await panel.getByRole('checkbox', { name: /^Interrupts/ }).uncheck();
    },
    start: () => hands.press(button('Visit every state')),
    /** Although it is marked as not to be used here. */
    tryToStart: () => v.tryToPress(button('Visit every state')),
    ask: async (): Promise<void> => {
      await hands.press(button('Visit every state'));
      await answered();
    },
    askAllKernels: async (): Promise<void> => {
      await hands.press(button(/^Ask all/));
      await answered();
    },
    prevent: async (name: string): Promise<void> => {
      await hands.press(button(`What prevents it? ${name}`));
      await answered();
    },
    another: async (name: string): Promise<void> => {
      await hands.press(button(`Another cause? ${name}`));
      await answered();
    },
    answered,
    show: (what: string) => v.press(button(`Show the ${what} on the stage`)),
    copyLink: async (what: string): Promise<string> => {
      await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
      await v.press(button(`Copy the link to the ${what}`));
      await expect(v.toast).toContainText('Link copied');
      return page.evaluate(() => navigator.clipboard.readText());
    },
    comeBack: () => v.press(button('Back to it')),
    close: () => v.press(button('Close the explorer')),
  };
}
