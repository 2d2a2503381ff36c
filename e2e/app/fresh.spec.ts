import { expect, type Page } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// The picture is kept up to date by writing only what is others than before, in several frames. Whatever way somebody came to a step, the page
// must be the one that somebody else sees who opens the link to it: element for element, with every attribute and every word.

const SCENARIOS = [
  'the-bite',
  'cpu-dies-with-a-stray',
  'nested-in-an-interrupt',
  'pkmap-stray',
  'kmap-local-residue',
  'found-v2-6-32',
];

const KEYS = [
  ...['ArrowRight', 'ArrowRight', 'ArrowLeft', 'PageDown', 'PageUp', 'Home', 'End', 'n', 'Shift+N', 'l', 'w'],
  ...['k', 'u', 'f', 'x', '[', ']'],
];

/** The same numbers for the same seed, below `end`: a linear congruential generator with the constants of C's example rand(). */
function numbers(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % end;
  };
}

/** All that can be seen or found, a line per element: not what passes (a toast, a refusal, what is said aloud of it), nor names that are made up as the page is. */
function shown(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const PASSES = '.toast, .banner, .refusal, p.only-read[role="status"]';
    const MADE_UP = ['id', 'for', 'tabindex', 'aria-controls', 'aria-labelledby', 'aria-describedby'];
    const lines: string[] = [];
    const walk = (element: Element, place: string): void => {
      const { display, opacity, visibility } = getComputedStyle(element);
      const isSeen = display !== 'none' && opacity !== '0' && visibility !== 'hidden';
      if (!isSeen || element.matches(PASSES)) return;
      if (element.localName === 'text' && element.textContent === '') return;
      const attributes = [...element.attributes]
        .filter(({ name }) => !MADE_UP.includes(name))
        .map(({ name, value }) => {
          const words = name === 'class' ? value.split(/\s+/).sort().join(' ').trim() : value;
          return `${name}="${words.replace(/url\(#h\d+/, 'url(#h')}"`;
        });
      const text = [...element.childNodes].filter((node) => node instanceof Text).map(({ data }) => data);
      const value = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.value : '';
      lines.push(`${place} ${element.localName} ${attributes.sort().join(' ')} ${value} ${text.join('|')}`);
      const inside = element.getAttribute('data-object') ?? element.getAttribute('aria-label') ?? place;
      for (const child of element.children) walk(child, inside);
    };
    walk(document.querySelector('.screen') ?? document.body, '');
    return lines;
  });
}

/** With the hand off the mouse and nothing in the focus, the address written and every part drawn. */
async function atRest(v: Visualizer): Promise<readonly string[]> {
  await v.page.mouse.move(1, 1);
  await v.idle();
  // The address is put off longer where it took long to make; on a busy machine its first time may.
  await v.page.waitForTimeout(2_000);
  await v.idle();
  await v.page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement || document.activeElement instanceof SVGElement)
      document.activeElement.blur();
  });
  return shown(v.page);
}

/** What the one has more often than the other. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

SCENARIOS.forEach((scenario, n) => {
  test(`after going to and fro, and acting, the page is the one of its link: ${scenario}`, async ({
    v,
    somebodyElse,
  }) => {
    const below = numbers(n + 1);
    const other = await somebodyElse();
    await v.open(`#/s/${scenario}`);
    for (let walk = 0; walk < 2; walk++) {
      const did: string[] = [];
      for (let press = 4 + below(10); press > 0; press--) {
        const key = KEYS[below(KEYS.length)] ?? 'Home';
        did.push(key);
        await v.page.keyboard.press(key);
        if (below(3) === 0) await v.idle();
      }
      // An answer to "why?" belongs to whoever asked: it is in no link.
      if ((await v.page.locator('.why-chain').count()) > 0) await v.close();
      const walked = await atRest(v);
      await other.page.goto('about:blank');
      await other.openLink(v.page.url());
      const fresh = await atRest(other);
      const differences = {
        onlyAfterWalking: without(walked, fresh).slice(0, 12),
        onlyInTheFreshPage: without(fresh, walked).slice(0, 12),
      };
      expect(differences, did.join(' ')).toEqual({ onlyAfterWalking: [], onlyInTheFreshPage: [] });
      expect(walked, `the order of the page after ${did.join(' ')}`).toEqual(fresh);
    }
  });
});
