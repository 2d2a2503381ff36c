import { expect, test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import { handsFor, type HandsName } from './hands.ts';
import { visualizer, type Visualizer } from './visualizer.ts';

type Options = {
  /** How the person of this test works the page. */
  readonly hands: HandsName;
};

type Fixtures = {
  /** The page of the person the test is about. */
  readonly v: Visualizer;
  /** The page of somebody else: another browser profile, with nothing in common but what is sent. */
  readonly somebodyElse: (options?: BrowserContextOptions) => Promise<Visualizer>;
  /** What the browser complained of, on any of these pages: errors, warnings, violations of the page's policy. A test that ends with some fails. */
  readonly complaints: string[];
};

/** Playwright's test, with somebody at the page. */
export const test = base.extend<Options & Fixtures>({
  hands: ['mouse', { option: true }],
  permissions: ['clipboard-read', 'clipboard-write'],
  complaints: [
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints, 'what the browser complained of').toEqual([]);
    },
    { auto: true },
  ],
  v: async ({ page, hands, complaints }, use) => {
    listen(page, complaints);
    await use(visualizer(page, handsFor(page, hands)));
  },
  somebodyElse: async ({ browser, hands, complaints }, use) => {
    const arrive = async (options: BrowserContextOptions = {}): Promise<Visualizer> => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      listen(page, complaints);
      return visualizer(page, handsFor(page, hands));
    };
    await use(arrive);
  },
});

function listen(page: Page, complaints: string[]): void {
  const note = (complaint: string): void => {
    if (!complaints.includes(complaint)) complaints.push(complaint);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(message.text());
  });
  page.on('pageerror', (error) => note(`${error.name}: ${error.message}`));
}
