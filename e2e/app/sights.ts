import type { Locator, Page } from '@playwright/test';

/** What one sees and hears on the page. Everything is read off roles and names, as a screen reader would. */
export type Sights = ReturnType<typeof sightsOf>;

export function sightsOf(page: Page) {
  const story = page.getByRole('region', { name: 'Story' });
  const cells = page.locator('.slot-grid').getByRole('gridcell');
  const goTo = page.getByRole('textbox', { name: 'Go to step' });

  /** A slot in the picture. */
  const slot = (cpu: number, n: number): Locator => page.locator(`[data-object="cpu${cpu}.slot${n}"]`);

  /** What is written on the tile of a slot. */
  const written = (cpu: number, n: number): Locator => page.locator(`.words[data-of="cpu${cpu}.slot${n}"]`);

  /** Every slot that maps something, as it is read out: `cpu1 slot 0: stray, page 3`. */
  const mapped = async (): Promise<readonly string[]> => (await names(cells)).filter((name) => !/: none\b/.test(name));

  /** Every frame that is not as it was at boot: `page 3, frame 0x60123: secure, exposed`. */
  const frames = async (): Promise<readonly string[]> =>
    (await names(page.locator('.page-map').getByRole('gridcell'))).filter(
      (name) => !/not secure|always mapped$/.test(name),
    );

  /** `2 of 12`. */
  const cursor = async (): Promise<string> => {
    const words = await page.locator('.go-to', { has: goTo }).innerText();
    return `${await goTo.inputValue()} ${/of \d+/.exec(words)?.[0] ?? words}`;
  };

  const title = (): Promise<string> => story.getByRole('heading', { level: 1 }).innerText();
  const sentence = (): Promise<string> => story.locator('.sentence').innerText();
  const announced = (): Promise<string> => page.locator('p.only-read[role="status"]').innerText();

  /** The run as a list: `cpu1: kmap_atomic(page3)`. */
  const log = page.getByRole('region', { name: 'Log' }).locator('code');

  return {
    story,
    slot,
    written,
    mapped,
    frames,
    cursor,
    title,
    sentence,
    announced,
    log,
    goTo,
    banner: page.locator('.banner'),
    toast: page.locator('.toast'),
    /** Why the last thing that was asked for could not be done. */
    refusal: story.getByRole('alert'),
    /** The mark around the frame whose firewall refused an access. */
    fault: page.locator('.page-map .fault'),
    dialog: page.getByRole('dialog'),
    crash: page.getByRole('alertdialog'),
    cpu: (cpu: number): Locator => page.getByRole('region', { name: `CPU ${cpu}`, exact: true }),
    /** Everything that a link promises to show again, to compare two pages by. */
    everything: async () => ({
      cursor: await cursor(),
      title: await title(),
      sentence: await sentence(),
      mapped: await mapped(),
      frames: await frames(),
      log: await log.allInnerTexts(),
    }),
  };
}

/** Accessible names, in the order of the page. */
const names = (cells: Locator): Promise<string[]> =>
  cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label') ?? ''));
