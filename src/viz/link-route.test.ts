import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { reachRoute } from './link-route.ts';
import type { Point } from './mark.ts';
import { tableNameEnd } from './region-label.ts';
import { stageLayout } from './stage-layout.ts';

const NAME = 'One page table, shared by every CPU';

/** Points along a path of M, C, H, V and L with absolute places. */
function pointsOn(path: string): readonly Point[] {
  let here: Point = { x: 0, y: 0 };
  return [...path.matchAll(/([MCHVL])([^MCHVL]*)/g)].flatMap(([, letter = '', numbers = '']) => {
    const n = (numbers.match(/-?[\d.]+/g) ?? []).map(Number);
    const [from, at] = [here, (i: number): number => present(n[i], 'a number of the path')];
    if (letter === 'H') here = { x: at(0), y: from.y };
    else if (letter === 'V') here = { x: from.x, y: at(0) };
    else here = letter === 'C' ? { x: at(4), y: at(5) } : { x: at(0), y: at(1) };
    if (letter === 'M') return [here];
    const to = here;
    return Array.from({ length: 41 }, (_, i) => {
      const [t, u] = [i / 40, 1 - i / 40];
      const along = (a: number, b: number, c: number, d: number): number =>
        u ** 3 * a + 3 * u ** 2 * t * b + 3 * u * t ** 2 * c + t ** 3 * d;
      if (letter !== 'C') return { x: u * from.x + t * to.x, y: u * from.y + t * to.y };
      return { x: along(from.x, at(0), at(2), to.x), y: along(from.y, at(1), at(3), to.y) };
    });
  });
}

test('an arrow keeps off the last letters of the name over the table, however wide the stage', () => {
  let detours = 0;
  for (let width = 840; width <= 1600; width += 4) {
    const layout = stageLayout({ width, height: 420 }, { cpus: 4, slots: 16, pages: 8, low: 2 });
    const nameEnd = tableNameEnd(layout, NAME);
    const line = layout.table.y - layout.labelGap;
    for (const from of [0, 1, 2, 3])
      for (const cpu of [0, 1, 2, 3].filter((one) => one !== from)) {
        const points = pointsOn(reachRoute(layout, from, cpu, 2, nameEnd).line);
        const touching = points.filter(
          ({ x, y }) => y > line - 9 && y < line + 1 && x > nameEnd - 20 && x < nameEnd + 2,
        );
        expect(touching, `${String(from)} to ${String(cpu)} on ${String(width)}`).toEqual([]);
        const end = points.at(-1);
        const direct = pointsOn(reachRoute(layout, from, cpu, 2, 0).line);
        expect(end).toEqual(direct.at(-1));
        if (points.length !== direct.length || points.some(({ x }, i) => x !== direct[i]?.x)) detours++;
      }
  }
  expect(detours).toBeGreaterThan(0);
});
