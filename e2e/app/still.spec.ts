import { expect } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// Nothing that did not change moves. Every place of the page is measured after every step of a run that does everything: not one of them may
// be anywhere else, nor have another size, than at the start.

const ROOMS = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
];

/** Where everything stands that keeps its place: panels, buttons, slots, frames. By a name that says what it is, `x,y wxh`. */
function places(v: Visualizer): Promise<Record<string, string>> {
  return v.page.evaluate(() => {
    const found: Record<string, string> = {};
    const measure = (name: string, element: Element): void => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const round = (n: number): number => Math.round(n * 100) / 100;
      const at = `${round(x + scrollX)},${round(y + scrollY)} ${round(width)}x${round(height)}`;
      if (width > 0 || height > 0) found[name] = at;
    };
    // Where there is room for one CPU in detail, it is the one that acts: another one in the very same place.
    const labelOf = (element: Element): string => {
      const label = element.getAttribute('aria-label') ?? '';
      return element.closest('.cpu.detail') === null ? label : label.replace(/cpu ?\d+/i, 'the CPU that is shown');
    };
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()} ${labelOf(element) || element.textContent.trim().slice(0, 30)}`;

    // The shapes of slots and frames, not their groups: a mark beside a slot is no part of its place.
    for (const cell of document.querySelectorAll('.slot-grid .cell'))
      measure(`slot ${cell.getAttribute('data-object') ?? ''}`, cell.querySelector('.hit') ?? cell);
    for (const frame of document.querySelectorAll('.page-map .frame'))
      measure(`frame ${frame.getAttribute('data-object') ?? ''}`, frame.querySelector('.box') ?? frame);
    for (const panel of document.querySelectorAll(
      'main > *, section[aria-label]:not(.changes, .code), .cpu, .cpu header, .keypad, .slot-grid .table',
    ))
      measure(`panel ${panel.getAttribute('class')?.split(' ')[0] ?? ''} ${labelOf(panel)}`, panel);
    // What a CPU may be told changes its words (irq becomes irq_return), never its place: the n-th stays the n-th.
    for (const group of document.querySelectorAll('.keypad, .transport, .top'))
      [...group.querySelectorAll('button, select, input')].forEach((button, n) =>
        measure(`${nameOf(group)} button ${n}`, button),
      );
    return found;
  });
}

/** `slot cpu1.slot0: 10,20 30x11 → 10,24 30x11`, for each thing that is not where it was. */
function moved(before: Record<string, string>, after: Record<string, string>): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name] ?? 'not there'} → ${after[name] ?? 'not there'}`)
    .slice(0, 12);
}

for (const viewport of ROOMS) {
  test.describe(`${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport });

    /** Forwards and back through a run that has everything in it. */
    async function stepThrough(v: Visualizer, concerns: RegExp): Promise<void> {
      const here = async (): Promise<Record<string, string>> =>
        Object.fromEntries(Object.entries(await places(v)).filter(([name]) => concerns.test(name)));
      await v.open('#/s/cpu-dies-with-a-stray');
      await v.first();
      const home = await here();
      expect(Object.keys(home).length).toBeGreaterThan(15);
      while (!/^(\d+) of \1$/.test(await v.cursor())) {
        await v.step();
        expect(moved(home, await here()), `at ${await v.cursor()}: ${await v.title()}`).toEqual([]);
      }
      await v.stepBack(2);
      expect(moved(home, await here()), 'two steps back').toEqual([]);
    }

    test('no slot, no frame and no panel moves while a run is stepped through', async ({ v }) => {
      await stepThrough(v, /^(slot|frame|panel)/);
    });

    test('no button moves while a run is stepped through', async ({ v }) => {
      await stepThrough(v, /button/);
    });
  });
}
