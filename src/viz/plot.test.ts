import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costPlot, costPlotStep, type CostPlotData } from './cost-plot.ts';
import type { Size } from './mark.ts';
import { plotFile } from './plot-file.ts';
import { apart, LOOKS, short } from './plot.ts';
import { scalingPlot, type ScalingPlotData } from './scaling-plots.ts';

const SIZE: Size = { width: 700, height: 220 };
const RUN: CostPlotData = {
  lanes: [
    { name: '1 rfc-v2', values: [0, 190, 190, 3500] },
    { name: '2 rfc-v1', values: [0, 190, 190, 15350] },
  ],
  at: 2,
  measure: 'modelled cycles',
};

function drawn<Data>(
  mark: (root: SVGGElement, size: Size) => { update(data: Data, since: readonly never[]): void },
  data: Data,
  size: Size = SIZE,
): SVGGElement {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  mark(root, size).update(data, []);
  return root;
}
const texts = (root: SVGGElement, selector: string): readonly string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);

test('each lane is a line with a dash and a sign of its own, and its name and last value at its end', () => {
  const root = drawn(costPlot, RUN);
  expect(texts(root, '.plot-name text')).toEqual(['1 rfc-v2  3,500', '2 rfc-v1  15,350']);
  const dashes = [...root.querySelectorAll('.plot-line')].map((line) => line.getAttribute('stroke-dasharray'));
  expect(new Set(dashes).size).toBe(2);
  const signs = [...root.querySelectorAll('.plot-name .end')].map((sign) => sign.getAttribute('d'));
  expect(new Set(signs).size).toBe(2);
  expect(new Set(LOOKS.map(({ dash, sign }) => [dash, sign])).size).toBe(4);
});

test('the axes say what they count, in round numbers', () => {
  const root = drawn(costPlot, RUN);
  expect(texts(root, '.plot-y text')).toEqual(['0', '5k', '10k', '15k', '20k']);
  expect(texts(root, '.plot-x text')).toEqual(['0', '1', '2', '3']);
  expect(texts(root, '.plot-y-title, .plot-x-title')).toEqual(['step', 'modelled cycles, so far']);
  expect([short(0, 5), short(1200, 5000), short(5000, 20_000), short(1_500_000, 2e6)]).toEqual([
    '0',
    '1,200',
    '5k',
    '1.5M',
  ]);
});

test('a value holds until the next step: the cost of a step is a cliff, not a slope', () => {
  const path = drawn(costPlot, RUN).querySelector('.plot-line.look1')?.getAttribute('d') ?? '';
  const points = [...path.matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  expect(points.every(([x, y], i) => i === 0 || x === points[i - 1]?.[0] || y === points[i - 1]?.[1])).toBe(true);
});

test('the cursor stands at its step with a sign on every line, and moves without anything being drawn anew', () => {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const mark = costPlot(root, SIZE);
  mark.update(RUN, []);
  const before = root.querySelector('.plot-lines')?.innerHTML;
  const place = (): string => root.querySelector('.plot-cursor')?.getAttribute('transform') ?? '';
  const first = place();
  mark.update({ ...RUN, at: 3 }, []);
  expect(place()).not.toBe(first);
  expect(root.querySelectorAll('.plot-here')).toHaveLength(2);
  expect(root.querySelector('.plot-lines')?.innerHTML).toBe(before);
  mark.destroy();
  expect(root.childElementCount).toBe(0);
});

test('a point of the drawing is the step that is nearest to it, and outside of it the first or the last', () => {
  const steps = Array.from({ length: 701 }, (_, x) => costPlotStep(SIZE, RUN, x));
  expect([...new Set(steps)]).toEqual([0, 1, 2, 3]);
  expect(steps.toSorted((a, b) => a - b)).toEqual(steps);
  expect([costPlotStep(SIZE, RUN, -50), costPlotStep(SIZE, RUN, 5000)]).toEqual([0, 3]);
});

test('where there is little room, names stand above the plot', () => {
  const names = (width: number): number =>
    Number(drawn(costPlot, RUN, { width, height: 220 }).querySelector('.plot-name text')?.getAttribute('x'));
  expect(names(700)).toBeGreaterThan(400);
  expect(names(260)).toBeLessThan(30);
});

test('names are moved apart so that none covers another and none leaves the plot', () => {
  expect(apart([50, 50, 52], { top: 0, bottom: 200 })).toEqual([50, 65, 80]);
  expect(apart([199, 200, 10], { top: 0, bottom: 200 })).toEqual([185, 200, 10]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 4 }), (wanted) => {
      const placed = apart(wanted, { top: 0, bottom: 200 }).toSorted((a, b) => a - b);
      expect(placed.every((y, i) => y >= 0 && y <= 200 && (i === 0 || y - (placed[i - 1] ?? 0) >= 15))).toBe(true);
    }),
  );
});

const points = (values: readonly number[]) => values.map((y, i) => ({ x: i + 1, y }));
const SCALING: ScalingPlotData = {
  ways: [
    { name: 'unmap always', points: points([10, 20, 30, 40]) },
    { name: 'unconditional', points: points([60, 60, 60, 60]) },
    { name: 'checked', points: points([25, 25, 25, 25]) },
  ],
  over: 'uses',
  measure: 'modelled cycles',
  at: 2,
  breakEven: 3,
};

test('the break-even is marked on the line of the flush that looks, and said in words', () => {
  const root = drawn(scalingPlot, SCALING);
  const mark = root.querySelector('.break-even');
  expect(mark?.getAttribute('display')).toBeNull();
  expect(texts(root, '.break-even text')).toEqual(['break-even: 3']);
  const height = Number(mark?.querySelector('circle')?.getAttribute('cy'));
  const [, onLine] = /,([\d.]+)/.exec(root.querySelector('.plot-line.look2')?.getAttribute('d') ?? '') ?? [];
  expect(height).toBeCloseTo(Number(onLine), 1);
  expect(
    drawn(scalingPlot, { ...SCALING, breakEven: null })
      .querySelector('.break-even')
      ?.getAttribute('display'),
  ).toBe('none');
});

test('a file has every drawing, its title and the link, and nothing of the page', () => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 700 220');
  svg.setAttribute('class', 'picture');
  svg.append(drawn(scalingPlot, SCALING));
  document.body.append(svg);
  const text = plotFile(
    [svg, svg],
    { title: 'What it costs', note: 'ipis=0', link: 'https://example.org/#/r/1abc?a=1&b=2' },
    { paper: '#fff', ink: '#000' },
  );
  const file = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  expect([...file.children].map(({ tagName }) => tagName.toLowerCase())).toEqual([
    'desc',
    'rect',
    'text',
    'svg',
    'svg',
    'text',
    'text',
  ]);
  expect(file.querySelectorAll('[class], [role], [tabindex]')).toHaveLength(0);
  const words = [...file.querySelectorAll('text')].map(({ textContent }) => textContent);
  expect([words[0], ...words.slice(-2)]).toEqual(['What it costs', 'ipis=0', 'https://example.org/#/r/1abc?a=1&b=2']);
  svg.remove();
});

test('below a narrow drawing a link takes as many lines as it needs, and none goes beyond the edge', () => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 300 100');
  const link = `https://example.org/#/c/${'Aa0'.repeat(60)}`;
  const text = plotFile(
    [svg],
    { title: 'What it costs', note: '', link },
    { paper: '#fff', ink: '#000' },
    () => () => '',
  );
  const file = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const lines = [...file.querySelectorAll('text')].slice(1);
  expect(lines.map(({ textContent }) => textContent).join('')).toBe(link);
  expect(Math.max(...lines.map(({ textContent }) => textContent.length)) * 5.6).toBeLessThanOrEqual(320);
  expect(Number(lines.at(-1)?.getAttribute('y'))).toBeLessThan(Number(file.getAttribute('height')));
});
