import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { preset } from '../../src/model/eras.ts';
import { buildKernel } from '../../src/model/kernel.ts';
import { elaborateStep } from '../../src/scenario/elaborate.ts';
import { formatStatement } from '../../src/scenario/format.ts';
import { randomSteps } from '../../src/timeline/testing/random-steps.ts';
import { benchPage, median, quantile, type Slow } from './page.ts';
import { framesWhile, type FrameWork } from './trace.ts';

// How smoothly a long run is played and scrubbed, and how soon a key shows its step, on a CPU four times slower than this one (the browser
// slows its main thread down; workers keep their speed). Other programs on the machine count against the clock, not against CPU time.

const ROUNDS = 3;
const SLOW: Slow = { cpu: 4, network: null };
const STEPS = 10_000;
/** As much as a text may have. */
const MOST_TEXT = 256 * 1024 - 100;
const KEYS = 60;
const KEY_EVERY_MS = 150;
const PLAY_MS = 8_000;
const DRAGS = 400;
const BUDGET = { frameMs: 16.7, keyMs: 50 };

/** A run in which everything happens, on a machine of this many CPUs. */
function longRun(cpus: number): { readonly text: string; readonly steps: number } {
  const { switches, sizes } = present(preset('rfc-v2'), 'the kernel of the bench');
  const kernel = buildKernel({ switches, sizes: { ...sizes, cpus, slots: 16 } });
  const head = `kmapscope 1\nmachine kernel=rfc-v2 cpus=${String(cpus)} slots=16\n`;
  // A text speaks only of what its machine has; a tenth of the random steps asks for something else, and does nothing.
  const possible = randomSteps(kernel, STEPS * 1.2, 1).filter(
    (step) => step.type !== 'expect' && elaborateStep(kernel.config, step).ok,
  );
  const lines = possible.map((step) => `${formatStatement(step)}\n`);
  let text = head;
  let steps = 0;
  for (const line of lines) {
    if (steps === STEPS || text.length + line.length > MOST_TEXT) break;
    text += line;
    steps += 1;
  }
  return { text, steps };
}

async function open(page: Page, address: string, text: string, steps: number): Promise<void> {
  await page.goto(`${address}#/s/the-bite`);
  await page.locator('.screen[data-busy="false"] .slot-grid').waitFor();
  await page.evaluate((content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], 'run.kmap'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, text);
  await page.locator('.go-to', { hasText: `of ${String(steps)}` }).waitFor({ timeout: 60_000 });
  await page.locator('.screen[data-busy="false"]').waitFor();
  await page.waitForTimeout(2_000); // the address is written when all is quiet
}

/** To this step, and the focus to where keys go through the run: a click anywhere in the band of time would go elsewhere in it. */
async function goTo(page: Page, step: number): Promise<void> {
  await page.locator('.screen[data-busy="false"]').waitFor();
  await page.locator('.go-to input').fill(String(step));
  await page.keyboard.press('Enter');
  await page.locator(`.scrubber[aria-valuenow="${String(step)}"]`).waitFor();
  await page.locator('.go-to input').blur();
  await page.locator('.screen[data-busy="false"]').waitFor();
}

/** What is left in the page while keys are watched, to be taken away again. */
type WatchedKeys = { readonly times: number[]; readonly gone: AbortController; readonly moved: MutationObserver };

/** From the key to the frame that shows its step: the cursor in time moves when the marks have drawn. */
async function keyTimes(page: Page, keys: readonly string[]): Promise<readonly number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    let pressed = NaN;
    const gone = new AbortController();
    addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { capture: true, signal: gone.signal });
    const cursor = document.querySelector('.ribbon .cursor');
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (!Number.isNaN(pressed)) times.push(performance.now() - pressed);
      pressed = NaN;
    };
    const moved = new MutationObserver(() => requestAnimationFrame(() => port2.postMessage(null)));
    if (cursor !== null) moved.observe(cursor, { attributes: true, subtree: true });
    Object.assign(globalThis, { watchedKeys: { times, gone, moved } });
  });
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  return page.evaluate(() => {
    const { watchedKeys } = globalThis as unknown as { readonly watchedKeys: WatchedKeys };
    watchedKeys.gone.abort();
    watchedKeys.moved.disconnect();
    return watchedKeys.times;
  });
}

/**
 * Over the whole band of time and back, as a hand does: a move every frame or so, whether the page has seen the last one or not. Past
 * Playwright's mouse: that runs code of its own in the page with every move of a drag, and what is measured here is that same thread.
 */
async function scrub(page: Page, cdp: CDPSession): Promise<void> {
  const box = present(await page.locator('.ribbon-room > svg.picture').boundingBox(), 'the band of time');
  const hand = (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', part: number): Promise<unknown> =>
    cdp.send('Input.dispatchMouseEvent', {
      type,
      x: box.x + 90 + part * (box.width - 120),
      y: box.y + box.height / 2,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: type === 'mouseMoved' ? 0 : 1,
    });
  const done = [hand('mousePressed', 0)];
  for (let n = 0; n < DRAGS; n++) {
    done.push(hand('mouseMoved', Math.sin((n / DRAGS) * Math.PI)));
    await pause(16);
  }
  await Promise.all([...done, hand('mouseReleased', 0)]);
}

async function play(page: Page): Promise<void> {
  await page.keyboard.press('Space');
  await page.waitForTimeout(PLAY_MS);
  await page.keyboard.press('Space');
}

/**
 * How fast this machine is just now: milliseconds for a piece of work that is always the same, and goes through memory as drawing does. What
 * else runs on the same machine changes it by half within minutes.
 */
const paceMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const begun = performance.now();
    const scattered = Array.from({ length: 100_000 }, (_, n) => ({ key: Math.imul(n, 0x9e3779b1) >>> 0 }));
    scattered.sort((a, b) => a.key - b.key);
    return performance.now() - begun;
  });

type Round = {
  readonly paceMs: number;
  readonly played: readonly FrameWork[];
  readonly scrubbed: readonly FrameWork[];
  readonly keys: readonly number[];
};

const p95 = (work: readonly FrameWork[], of: keyof FrameWork): number =>
  quantile(
    work.map((one) => one[of]),
    0.95,
  );
const best = (numbers: readonly number[]): string => Math.min(...numbers).toFixed(1);
const each = (numbers: readonly number[]): string => numbers.map((n) => n.toFixed(0)).join(', ');

function report(rounds: readonly Round[]): void {
  for (const what of ['played', 'scrubbed'] as const) {
    const cpu = rounds.map((round) => p95(round[what], 'cpuMs'));
    const wall = rounds.map((round) => p95(round[what], 'wallMs'));
    const frames = String(Math.round(median(rounds.map((round) => round[what].length))));
    console.log(
      `  ${what.padEnd(10)}p95 frame ${best(cpu)} ms of CPU, ${best(wall)} ms by the clock (rounds: ${each(wall)}); ${frames} frames; budget ${String(BUDGET.frameMs)} ms`,
    );
  }
  const keys = rounds.map((round) => quantile(round.keys, 0.95));
  const halves = rounds.map((round) => median(round.keys));
  const paces = rounds.map((round) => round.paceMs);
  console.log(
    `  a key     p95 ${best(keys)} ms until its step is painted (rounds: ${each(keys)}); median ${best(halves)} ms; budget ${String(BUDGET.keyMs)} ms`,
  );
  console.log(`  the same piece of work took ${best(paces)} ms (rounds: ${each(paces)})`);
}

await benchPage(async ({ address, arrive }) => {
  for (const cpus of [4, 32]) {
    const { text, steps } = longRun(cpus);
    console.log(
      `${String(cpus)} CPUs × 16 slots, a run of ${steps.toLocaleString('en')} steps, CPU 4 times slower, best of ${String(ROUNDS)} rounds`,
    );
    const { page, cdp, leave } = await arrive(SLOW);
    await open(page, address, text, steps);
    for (const key of ['+', '+']) await page.keyboard.press(key); // 4 times the speed
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await goTo(page, 2_000 + 1_000 * round);
      const before = await paceMs(page);
      const played = await framesWhile(cdp, () => play(page));
      const scrubbed = await framesWhile(cdp, () => scrub(page, cdp));
      await goTo(page, 2_000 + 1_000 * round);
      const keys = await keyTimes(
        page,
        Array.from({ length: KEYS }, (_, n) => (n % 20 < 13 ? 'ArrowRight' : 'ArrowLeft')),
      );
      rounds.push({ paceMs: median([before, await paceMs(page)]), played, scrubbed, keys });
    }
    report(rounds);
    await leave();
  }
});
