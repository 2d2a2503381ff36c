import { expect, test } from 'vitest';
import { regionWords, stateGraph, type StateGraphData } from './state-graph.ts';
import { areaPath, stateGraphLayout } from './state-graph-layout.ts';

const region = (...byDepth: readonly number[]) => ({
  states: byDepth.reduce((sum, n) => sum + n, 0),
  byDepth: [...byDepth, 0, 0, 0, 0].slice(0, 5),
});
const EMPTY = region();

/** A kernel whose stray goes over to the secure world with its page. */
const FAULTING: StateGraphData = {
  regions: [
    ...[region(1, 2), EMPTY, region(0, 0, 1200), region(0, 3)],
    ...[region(0, 1), EMPTY, region(0, 0, 0, 5), EMPTY],
    ...[region(0, 0, 2), EMPTY, region(0, 0, 0, 0, 9), EMPTY],
  ],
  ways: [
    { from: 0, to: 3, states: 1 },
    { from: 3, to: 2, states: 1 },
    { from: 2, to: 6, states: 1 },
    { from: 6, to: 10, states: 4 },
    { from: 10, to: 2, states: 1 },
  ],
  complete: true,
  here: 2,
  visited: [0, 2, 3],
};

function draw(data: StateGraphData, width = 600) {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const mark = stateGraph(root, { width, height: 400 });
  mark.update(data, []);
  return { root, mark };
}

/** A letter a tile: how it is told without colour. */
function picture(root: SVGGElement): string {
  const tiles = [...root.querySelectorAll('.tile')].map((tile) => {
    const texts = [...tile.querySelectorAll('text')].map((text) => text.textContent).filter((text) => text !== '');
    return `[${texts.join(' | ')}]${tile.classList.contains('visited') ? '*' : ''}`;
  });
  return [0, 4, 8].map((row) => tiles.slice(row, row + 4).join(' ')).join('\n');
}

test('every region says how many states it has, when it is first reached, and where the run is', () => {
  expect(picture(draw(FAULTING).root)).toBe(
    [
      '[3 | step 0]* [never reached] [1,200 | step 2 | you are here]* [3 | step 1]*',
      '[1 | step 1] [never reached] [5 | step 3] [never reached]',
      '[2 | step 2] [never reached] [9 | step 4] [never reached]',
    ].join('\n'),
  );
});

test('a search that is not finished never says never', () => {
  expect(picture(draw({ ...FAULTING, complete: false }).root)).not.toContain('never');
});

test('a tile in words says all of it', () => {
  expect(regionWords(FAULTING, 10)).toBe(
    'the page is secure, by a stray PTE: 9 states, first after 4 steps; one access away from a fault',
  );
  expect(regionWords(FAULTING, 2)).toBe(
    'the page is the kernel’s, by a stray PTE: 1,200 states, first after 2 steps; you are here',
  );
  expect(regionWords(FAULTING, 4)).toBe('a driver is handing it over, mapped nowhere: 1 state, first after 1 step');
  expect(regionWords(FAULTING, 11)).toBe('the page is secure, in use: never reached');
});

test('the way into the fault stands out, the way back is left to the words', () => {
  const { root } = draw(FAULTING);
  expect(root.querySelectorAll('.way')).toHaveLength(4);
  expect(root.querySelectorAll('.way.into')).toHaveLength(1);
});

test('it can be drawn at any width, of nothing too, and leaves nothing behind', () => {
  for (const width of [0, 260, 320, 420, 680, 2000]) {
    for (const data of [FAULTING, { ...FAULTING, regions: [], ways: [], here: null, visited: [] }]) {
      const { root, mark } = draw(data, width);
      expect(root.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
      expect(root.querySelectorAll('.tile')).toHaveLength(12);
      mark.destroy();
      expect(root.children).toHaveLength(0);
    }
  }
});

test('tiles keep their places and apart, whatever the room', () => {
  for (const width of [260, 400, 560, 680]) {
    const { tiles, width: total, height } = stateGraphLayout(width);
    for (const [i, a] of tiles.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(total);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
      for (const b of tiles.slice(i + 1)) {
        expect(a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y).toBe(true);
      }
    }
  }
});

test('one state is seen beside a thousand', () => {
  const heights = areaPath([1, 1000], 1000, { x: 0, y: 0, width: 10, height: 100 }).match(/,[\d.]+/g) ?? [];
  expect(heights).toEqual([',100', ',90', ',0', ',100']);
});
