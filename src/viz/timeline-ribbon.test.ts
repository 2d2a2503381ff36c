import { expect, test } from 'vitest';
import type { StepOutline } from '../timeline/frame.ts';
import { timelineCursor } from './timeline-cursor.ts';
import { timelineRibbon, type TimelineData } from './timeline-ribbon.ts';

const step = (
  cpu: number | null,
  kind: StepOutline['kind'],
  label: string,
  over: Partial<StepOutline> = {},
): StepOutline => ({
  line: 4,
  cpu,
  kind,
  label,
  outcome: 'done',
  reached: [],
  missed: [],
  fault: false,
  left: [],
  came: [],
  ticks: 1,
  ...over,
});

const STORY: readonly StepOutline[] = [
  step(1, 'map', 'map p3'),
  step(1, 'unmap', 'unmap'),
  step(0, 'cpu_down', 'cpu_down(1)', { left: [1] }),
  step(0, 'flush', 'flush', { reached: [2, 3], missed: [1] }),
  step(0, 'protect', 'protect p3'),
  step(2, 'speculate', 'speculate cpu1.slot0', { fault: true }),
  step(null, 'expect', 'no_fault', { outcome: 'expect_failed' }),
];

function draw(data: Partial<TimelineData> = {}): SVGGElement {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  timelineRibbon(root, { width: 1000, height: 120 }).update(
    { outline: STORY, cpus: 4, at: 4, into: 0, forks: [], parted: [], ...data },
    [],
  );
  return root;
}

const texts = (root: SVGGElement, selector: string): readonly string[] =>
  [...root.querySelectorAll(selector)].map((text) => text.textContent).filter((text) => text !== '');

/** How many times a CPU is away: one box of the hatching each. */
const spansOf = (root: SVGGElement): number =>
  [...(root.querySelector('.away path')?.getAttribute('d') ?? '').matchAll(/M/g)].length;

test('there is a lane for each CPU and one for the secure world', () => {
  expect(texts(draw(), '.lane text')).toEqual(['cpu0', 'cpu1', 'cpu2', 'cpu3', 'secure']);
});

test('where lanes are closer than lines can be told apart, a few of them are ruled, and the last', () => {
  const ruled = (root: SVGGElement): readonly number[] =>
    [...root.querySelectorAll('.lane line')].flatMap((line, n) => (line.hasAttribute('visibility') ? [] : [n]));
  expect(ruled(draw())).toEqual([0, 1, 2, 3, 4]);
  const many = ruled(draw({ cpus: 60 }));
  expect(many.slice(0, 3)).toEqual([0, 2, 4]);
  expect(many.slice(-2)).toEqual([58, 60]);
});

test('an IPI is an arc to each CPU that it reached; to the one that it did not, it breaks off and says so', () => {
  const root = draw();
  expect(root.querySelectorAll('.ipi:not(.missed)')).toHaveLength(2);
  expect(texts(root, '.ipi.missed text')).toEqual(['not reached']);
});

test('the lane of a CPU that went away is hatched from that step on', () => {
  expect(spansOf(draw())).toBe(1);
});

test('what reaches the secure world stands on its lane: the request, and the access it refused', () => {
  const calls = [...draw().querySelectorAll('.world g')].map((call) => call.getAttribute('class'));
  expect(calls).toEqual(['call', 'call fault']);
});

test('every sign is named, and one that failed or faulted says so in its name or its shape', () => {
  const signs = [...draw().querySelectorAll('.sign')];
  expect(signs.map((sign) => sign.getAttribute('aria-label'))).toEqual([
    'Step 1, cpu1: map p3',
    'Step 2, cpu1: unmap',
    'Step 3, cpu0: cpu_down(1)',
    'Step 4, cpu0: flush, does not reach cpu1',
    'Step 5, cpu0: protect p3',
    'Step 6, cpu2: speculate cpu1.slot0, fault',
    'Step 7: no_fault',
  ]);
  const failed = signs.at(-1)?.querySelector('path')?.getAttribute('d');
  const [met] = [
    ...draw({ outline: [step(null, 'expect', 'no_fault', { outcome: 'expect_ok' })] }).querySelectorAll('.sign path'),
  ];
  expect(failed).not.toBe(met?.getAttribute('d'));
});

test('the cursor stands on the step it comes after, and on the way to the next when it is inside that', () => {
  const x = (data: Pick<TimelineData, 'at' | 'into'>): number => {
    const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    timelineCursor(root, { width: 1000, height: 120 }).update({ outline: STORY, cpus: 4, ...data }, []);
    return Number(root.querySelector('.now-line')?.getAttribute('x1'));
  };
  expect(x({ at: 4, into: 0 })).toBeLessThan(x({ at: 4, into: 0.5 }));
  expect(x({ at: 4, into: 0.5 })).toBeLessThan(x({ at: 5, into: 0 }));
});

test('the sign of nobody that the handle would cover is seen on it, and no other', () => {
  const held = (data: Pick<TimelineData, 'at' | 'into'>): string | null => {
    const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    timelineCursor(root, { width: 1000, height: 120 }).update({ outline: STORY, cpus: 4, ...data }, []);
    return root.querySelector('.held')?.getAttribute('d') ?? null;
  };
  expect(STORY[6]?.cpu).toBeNull();
  expect(held({ at: 7, into: 0 })).toMatch(/^M\d/);
  expect([held({ at: 6, into: 0 }), held({ at: 6, into: 0.5 }), held({ at: 0, into: 0 })]).toEqual([null, null, null]);
});

test('where a label has no room the call alone is written; of two calls in one step neither is', () => {
  const written = (width: number): readonly string[] => {
    const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    const outline = [
      step(0, 'speculate', 'speculate cpu1.slot0'),
      step(0, 'protect', 'flush, protect p3'),
      step(0, 'map', 'map p1'),
    ];
    timelineRibbon(root, { width, height: 120 }).update(
      { outline, cpus: 4, at: 0, into: 0, forks: [], parted: [] },
      [],
    );
    return [...root.querySelectorAll('.sign-words')].map(({ textContent }) => textContent);
  };
  expect(written(1000)).toEqual(['speculate', '', 'map p1']);
  expect(written(320)).toEqual(['speculate', '', 'map p1']);
  expect(written(200)).toEqual(['', '', 'map p1']);
});

test('moving the cursor draws nothing anew', () => {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const mark = timelineRibbon(root, { width: 1000, height: 120 });
  mark.update({ outline: STORY, cpus: 4, at: 1, into: 0, forks: [], parted: [] }, []);
  const before = root.innerHTML;
  mark.update({ outline: STORY, cpus: 4, at: 5, into: 0, forks: [], parted: [] }, []);
  expect(root.innerHTML).toBe(before);
});

test('another future is a sign after the step where it begins, named with how long it is', () => {
  const sign = draw({ forks: [{ id: 3, name: 'main', at: 4, length: 12 }] }).querySelector('.fork');
  expect(sign?.getAttribute('aria-label')).toBe('Another future after step 4: “main”, 12 steps');
  expect(sign?.getAttribute('data-branch')).toBe('3');
});

test('suspend takes down every CPU but the one it runs on, and resume brings back those alone', () => {
  const suspended = [
    step(0, 'cpu_down', 'cpu_down(2)', { left: [2] }),
    step(0, 'cpu_down', 'suspend', { left: [1, 3] }),
    step(0, 'cpu_up', 'resume', { came: [1, 3] }),
  ];
  const root = draw({ outline: suspended });
  expect(spansOf(root)).toBe(3);
});

test('where compared kernels part, the step wears the sign, and says so', () => {
  const parts = (parted: readonly number[]): readonly string[] =>
    [...draw({ parted }).querySelectorAll('.sign')]
      .filter((sign) => sign.querySelector('.differs-sign') !== null)
      .map((sign) => sign.getAttribute('aria-label') ?? '');
  expect(parts([])).toEqual([]);
  expect(parts([3])).toEqual([expect.stringMatching(/^Step 3, .*, the kernels differ from here$/)]);
});

const LONG = Array.from({ length: 1000 }, () => STORY).flat();

test('a run of thousands of steps is a handful of elements: what looks alike is one path', () => {
  const root = draw({ outline: LONG });
  expect(root.querySelectorAll('*').length).toBeLessThan(80);
  expect(root.querySelectorAll('[role="button"]')).toHaveLength(0);
  const looks = [...root.querySelectorAll('.signs > .sign')].map((sign) => sign.getAttribute('class'));
  expect(looks).toEqual(looks.toSorted());
  expect(new Set(looks).size).toBe(looks.length);
  const faults = root.querySelector('.signs > .sign.exposed path')?.getAttribute('d') ?? '';
  expect(faults.split('M').length).toBeGreaterThan(50);
});

test('a run that has become long, or short again, leaves nothing of what it was', () => {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const mark = timelineRibbon(root, { width: 1000, height: 120 });
  const show = (outline: readonly StepOutline[]): string => {
    mark.update({ outline, cpus: 4, at: 1, into: 0, forks: [], parted: [] }, []);
    return root.querySelector('.ribbon')?.innerHTML.replaceAll(/h\d+-/g, '') ?? '';
  };
  const short = show(STORY);
  const long = show(LONG);
  expect([show(STORY), show(LONG)]).toEqual([short, long]);
});

test('where kernels part in a long run, the signs are still there', () => {
  const sign = draw({ outline: LONG, parted: [3, 4000] }).querySelector('.differs-sign .disc');
  expect(sign?.getAttribute('d')?.split('M')).toHaveLength(3);
});
