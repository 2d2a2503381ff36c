import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkRoute, landing, laneX } from './link-route.ts';
import type { Box } from './mark.ts';
import {
  frameBox,
  leastColumn,
  rowHeight,
  rowTop,
  stageLayout,
  type StageLayout,
  type StageShape,
} from './stage-layout.ts';

const MAIL: StageShape = { cpus: 4, slots: 16, pages: 8, low: 2 };

const shapes = fc.record({
  cpus: fc.integer({ min: 1, max: 32 }),
  slots: fc.integer({ min: 1, max: 33 }),
  pages: fc.integer({ min: 1, max: 300 }),
  low: fc.integer({ min: 0, max: 8 }),
});
const sizes = fc.record({ width: fc.integer({ min: 110, max: 2400 }), height: fc.integer({ min: 130, max: 1200 }) });

const boxes = (layout: StageLayout, { pages, low }: StageShape): readonly Box[] => [
  layout.table,
  ...(low > 0 && layout.frames.low !== null ? [layout.frames.low] : []),
  ...Array.from({ length: pages }, (_, n) => frameBox(layout, n)),
];

const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

test('nothing on the stage lies on anything else, and all of it lies inside', () => {
  fc.assert(
    fc.property(shapes, sizes, (shape, size) => {
      const layout = stageLayout(size, shape);
      const all = boxes(layout, { ...shape, pages: Math.min(shape.pages, 40) });
      const overlap = all.some((a, i) => all.some((b, j) => j > i && !apart(a, b)));
      const inside = all.every(
        ({ x, y, width, height }) =>
          x >= 0 && y >= 0 && x + width <= layout.size.width + 0.5 && y + height <= layout.size.height + 0.5,
      );
      return !overlap && inside;
    }),
    { numRuns: 300 },
  );
});

test('strips stand side by side in the columns of their CPUs, with a gutter between', () => {
  fc.assert(
    fc.property(shapes, sizes, (shape, size) => {
      const { strips, columns } = stageLayout(size, shape);
      return strips.every(({ x, tileX, tileWidth, right }, i) => {
        const next = strips[i + 1];
        return (
          x === columns.x[i] &&
          tileX >= x &&
          tileWidth > 0 &&
          Math.abs(tileX + tileWidth - right) < 1e-6 &&
          (next === undefined || next.x >= right + 2)
        );
      });
    }),
  );
});

test('four CPUs with sixteen slots fit the stage of 1280 by 720 with rows one can read', () => {
  const layout = stageLayout({ width: 986, height: 363 }, MAIL);
  expect(layout.columns.density).toBe('full');
  expect(layout.size.height).toBeLessThanOrEqual(363);
  expect(layout.readable).toBe(16);
});

test.each([
  [986, 4, 'full'],
  [986, 6, 'compact'],
  [1320, 6, 'medium'],
  [358, 4, 'compact'],
  [1113, 14, 'compact'],
  [1113, 32, 'compact'],
] as const)('%d pixels for %d CPUs are shown %s', (width, cpus, density) => {
  expect(stageLayout({ width, height: 500 }, { ...MAIL, cpus }).columns.density).toBe(density);
});

test('two lanes in a room of 1280 by 720 show all page frames in one row, each large enough for its number', () => {
  // 624 by 366 pixels at 38.8 pixels of text: a lane of a comparison there.
  const { frames, size } = stageLayout({ width: 257, height: 148 }, MAIL);
  expect(frames).toMatchObject({ rows: 1, detail: 'short', cell: { width: 18 } });
  expect(size.height).toBeLessThanOrEqual(160);
});

test.each([
  [169, 143, 3],
  [125, 159, 4],
])('%d by %d, a lane of %d in a room, hold the whole stage: frames have numbers, nothing scrolls', (width, height) => {
  const { frames, size } = stageLayout({ width, height }, MAIL);
  expect(frames).toMatchObject({ rows: 2, detail: 'short' });
  expect(size.width).toBeLessThanOrEqual(width);
  expect(size.height).toBeLessThanOrEqual(height);
});

test('thirty-two CPUs on a phone are wider than the phone: the stage scrolls', () => {
  const { columns } = stageLayout({ width: 300, height: 500 }, { ...MAIL, cpus: 32 });
  expect(columns.total).toBeGreaterThan(300);
  expect(columns.width).toBeGreaterThanOrEqual(24);
});

test('thirty-two CPUs on a projector of 1280 by 720, which draws all more than twice as large, need not scroll', () => {
  const scale = 2.425;
  const size = { width: Math.floor(1232 / scale), height: 180 };
  const { columns } = stageLayout(size, { ...MAIL, cpus: 32, least: leastColumn(scale) });
  expect(columns.total).toBe(size.width);
  expect(columns.width * scale, 'wide enough for a finger').toBeGreaterThanOrEqual(24);
});

test('a link runs down in the gutter: it never crosses a slot', () => {
  fc.assert(
    fc.property(shapes, sizes, fc.nat(), fc.nat(), (shape, size, c, s) => {
      const layout = stageLayout(size, shape);
      const [cpu, slot] = [c % shape.cpus, s % shape.slots];
      const lane = laneX(layout, cpu, slot);
      const next = layout.strips[cpu + 1];
      const free = lane > (layout.strips[cpu]?.right ?? Infinity) && (next === undefined || lane < next.tileX);
      const route = linkRoute(layout, cpu, slot, landing(layout, { n: 0, low: null }, cpu));
      // It leaves the lane only below the table.
      const turns = [...route.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
      return free && turns.every((y) => y >= layout.table.y + layout.table.height - 1);
    }),
  );
});

test('lines from one strip do not cross in its gutter: a higher slot runs further out', () => {
  const layout = stageLayout({ width: 1100, height: 500 }, MAIL);
  const lanes = Array.from({ length: 16 }, (_, slot) => laneX(layout, 1, slot));
  expect(lanes).toEqual(lanes.toSorted((a, b) => b - a));
});

test('thirty-three slots fit 1280 by 720 too: the first rows can be read, the others are still seen', () => {
  const layout = stageLayout({ width: 986, height: 363 }, { ...MAIL, slots: 33, pages: 80 });
  expect(layout.size.height).toBeLessThanOrEqual(363);
  expect(layout.readable).toBeGreaterThanOrEqual(8);
  expect(rowHeight(layout, 0)).toBeGreaterThanOrEqual(12);
  expect(rowHeight(layout, 32)).toBeGreaterThanOrEqual(2);
});

test('rows follow each other without a gap, and the first three can be read however little room there is', () => {
  fc.assert(
    fc.property(shapes, sizes, (shape, size) => {
      const layout = stageLayout(size, shape);
      const heights = Array.from({ length: shape.slots }, (_, slot) => rowHeight(layout, slot));
      const total = rowTop(layout, shape.slots) - layout.rowsTop;
      const sum = heights.reduce((a, b) => a + b, 0);
      return (
        Math.abs(total - sum) < 1e-6 &&
        heights.every((height) => height >= 2) &&
        heights.slice(0, 3).every((height) => height >= 12)
      );
    }),
  );
});

test('rows are as high as any other, whatever is mapped', () => {
  const layout = stageLayout({ width: 1100, height: 500 }, MAIL);
  const gaps = Array.from({ length: 15 }, (_, slot) => rowTop(layout, slot + 1) - rowTop(layout, slot));
  expect(new Set(gaps).size).toBe(1);
});
