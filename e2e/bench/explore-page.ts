import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { chosenBrowser } from '../scripts/browser.mjs';
import { root } from '../scripts/system.mjs';

// "Can this ever fault?" in the browser: how long until the verdict of 2 CPUs × 2 pages × 2 slots, everybody doing anything at any time; and how
// soon the stage answers a key meanwhile. The page is built anew; other programs on the machine count against it.

const KERNELS = ['rfc-no-hook', 'rfc-v2', 'v3.14', 'vendor-4.4', 'fixed'];
const KEY_EVERY_MS = 200;
/** Keys pressed before the question is asked: what the page takes for one when nothing else is under way. */
const KEYS_BEFORE = 12;

const outDir = mkdtempSync(join(tmpdir(), 'kmapscope-bench-'));
try {
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const browser = await chromium.launch(chosenBrowser());
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    console.log('2 CPUs × 2 pages × 2 slots in the page, every CPU does anything at any time, all properties');
    console.log(`  ${loadavg()[0]?.toFixed(1) ?? '?'} programs want to run on ${cpus().length} cores besides`);
    for (const kernel of KERNELS) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(address);
      await page.locator('.screen[data-busy="false"]').waitFor();
      console.log(`  ${kernel.padEnd(22)}${await explore(page, kernel)}`);
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
} finally {
  rmSync(outDir, { recursive: true, force: true });
}

/** Asks the question, and steps to and fro with the arrow keys until it is answered. */
async function explore(page: Page, kernel: string): Promise<string> {
  await page.keyboard.press('e');
  await page.getByLabel('Kernel', { exact: true }).selectOption(kernel);
  await page.locator('.action-bar', { hasText: /states/ }).waitFor();
  await page.evaluate(watch);
  for (let n = 0; n < KEYS_BEFORE; n++) await press(page, n);
  await page.getByRole('button', { name: 'Visit every state' }).click();
  for (let n = 0; !(await page.locator('.answer').isVisible()); n++) await press(page, n);
  const { verdictMs, before, during } = await page.evaluate(() => (globalThis as unknown as Watching).watching);
  const said = await page.locator('.answer p').first().innerText();
  const states = /[\d,]+ states/.exec(said)?.[0] ?? said;
  return `${states} in ${(verdictMs / 1000).toFixed(2)} s; a key is answered in ${keys(during)}; before: ${keys(before)}`;
}

async function press(page: Page, n: number): Promise<void> {
  await page.keyboard.press(n % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
  await page.waitForTimeout(KEY_EVERY_MS);
}

function keys(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${round(sorted[sorted.length >> 1])} ms (median of ${sorted.length}), ${round(sorted.at(-1))} at most`;
}

function round(ms: number | undefined): string {
  return ms === undefined ? '–' : ms.toFixed(0);
}

type Watching = { watching: { verdictMs: number; before: number[]; during: number[] } };

/**
 * From the click to the answer in the page; from each key to the frame that shows another step, on the stage and on
 * the timeline (what stands beside them follows a few frames later). Runs in the page, where nothing of this file
 * is: its functions are methods, because others are compiled to something that asks for a helper.
 */
function watch(): void {
  const watching = { verdictMs: 0, before: [] as number[], during: [] as number[] };
  let times = watching.before;
  Object.assign(globalThis, { watching });
  const eye = {
    step(): string {
      return document.querySelector('.timeline [role=slider]')?.getAttribute('aria-valuenow') ?? '';
    },
    look(before: string, pressedAt: number): void {
      if (this.step() === before) requestAnimationFrame(() => this.look(before, pressedAt));
      else times.push(performance.now() - pressedAt);
    },
  };
  document.addEventListener(
    'click',
    ({ timeStamp }) => {
      times = watching.during;
      new MutationObserver((_, observer) => {
        if (document.querySelector('.answer') === null) return;
        watching.verdictMs = performance.now() - timeStamp;
        observer.disconnect();
      }).observe(document.body, { childList: true, subtree: true });
    },
    { once: true },
  );
  document.addEventListener('keydown', ({ timeStamp }) => {
    const before = eye.step();
    requestAnimationFrame(() => eye.look(before, timeStamp));
  });
}
