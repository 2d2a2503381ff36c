import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elaborateStep } from '../scenario/elaborate.ts';
import { formatStatement } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import type { Scenario } from '../scenario/syntax.ts';
import { KERNEL_NAMES } from '../scenario/settings.ts';
import { divergences } from './divergence.ts';
import { runLanes, type LaneRun } from './lanes.ts';
import { unindented } from './testing/pictures.ts';
import { randomSteps } from './testing/random-steps.ts';
import { searchDivergences } from './testing/seen-facts.ts';

const scenarioOf = (text: string): Scenario => {
  const loaded = load(unindented(text));
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  return loaded.scenario;
};
const lanesOf = (text: string, kernels: readonly string[], previous?: readonly LaneRun[]): readonly LaneRun[] => {
  const lanes = runLanes(scenarioOf(text), kernels, previous);
  if (!lanes.ok) throw new Error(lanes.error);
  return lanes.value;
};
const divergence = (lanes: readonly LaneRun[]): number | null => divergences(lanes.map(({ run }) => run))[0] ?? null;

/** The mail's story with enough of everything else that kernels come apart over. */
const STORY = `kmapscope 1
  machine kernel=rfc-no-hook cpus=3 pages=4
  cpu1: kmap_atomic(page3)
  cpu1: kunmap_atomic()
  cpu2: speculate(cpu1.slot0)
  cpu0: cpu_down(cpu1)
  cpu0: kmap_atomic_flush_unused()
  cpu0: secure_protect(page3)
  cpu2: speculate(cpu1.slot0)
  cpu0: cpu_up(cpu1)
  cpu0: kmap_atomic(page0)
  cpu0: kmap_atomic(page1)
  cpu0: kunmap_atomic(slot0)
  cpu0: kunmap_atomic()
  cpu0: copy_highpage(page1, page2)`;

test('a plain view is a comparison of one, and never diverges', () => {
  const lanes = lanesOf(STORY, []);
  expect(lanes.map(({ name }) => name)).toEqual(['rfc-no-hook']);
  expect(divergence(lanes)).toBeNull();
});

test('the callback is what makes the difference, from the cpu_down on', () => {
  const lanes = lanesOf(STORY, ['rfc-v2']);
  expect(divergence(lanes)).toBe(4);
  expect(divergence(lanesOf(STORY, ['rfc-no-hook']))).toBeNull();
});

test('the patch as such makes a difference only where it runs: v3.9 is like it until the flush', () => {
  const noDown = STORY.replace('cpu0: cpu_down(cpu1)\n', '').replace('cpu0: cpu_up(cpu1)\n', '');
  expect(divergence(lanesOf(noDown, ['v3.9']))).toBe(4);
});

test('lanes do the same statements; what one kernel refuses is an outcome there', () => {
  const text = `kmapscope 1
    machine kernel=v6.1 cpus=2
    cpu0: kmap_local_page(page1)
    cpu0: kunmap_local()
    cpu0: kmap_atomic(page1)`;
  const [own, other] = lanesOf(text, ['v3.9']);
  const outcomes = (lane: LaneRun | undefined): readonly string[] =>
    (lane?.run.records ?? []).map(({ outcome }) => outcome);
  expect(outcomes(own)).toEqual(['done', 'done', 'done']);
  expect(outcomes(other)).toEqual(['refused', 'refused', 'done']);
  const steps = (lane: LaneRun | undefined): readonly string[] =>
    (lane?.run.records ?? []).map(({ step }) => formatStatement(step));
  expect(steps(other)).toEqual(steps(own));
});

test('a lane has its own switches and the size of the scenario', () => {
  const text = STORY.replace('pages=4', 'pages=4 slots=3 kunmap_clears=always');
  const [own, other, third] = lanesOf(text, ['rfc-v2', 'rfc-v2 flush=unconditional']);
  expect([own?.name, other?.name, third?.name]).toEqual([
    'rfc-no-hook kunmap_clears=always',
    'rfc-v2',
    'rfc-v2 flush=unconditional',
  ]);
  expect(other?.config.sizes).toMatchObject({ cpus: 3, pages: 4, slots: 3 });
  expect(other?.config.switches.kunmap_clears).toBe('debug');
  expect(third?.config.switches.flush).toBe('unconditional');
});

test('a kernel that nobody knows is a mistake with a sentence', () => {
  const lanes = runLanes(scenarioOf(STORY), ['rfc-v3']);
  expect(lanes).toMatchObject({ ok: false, error: expect.stringContaining('rfc-v3') });
});

test('a lane is called by what it is: no comment, no spaces, no size that it does not have', () => {
  const named = (kernel: string, text = STORY): unknown => {
    const lanes = runLanes(scenarioOf(text), [kernel]);
    return lanes.ok ? lanes.value[1]?.name : lanes.error;
  };
  expect(named('  rfc-v2   flush=none # as if')).toBe('rfc-v2 flush=none');
  expect(named('rfc-v2 cpus=3 slots=5')).toBe('rfc-v2 cpus=3 slots=5');
  expect(named('rfc-v2 cpus=32')).toBe(
    'cpus=32 cannot be asked of one lane: all have the sizes of the scenario, cpus=3 here. Change it on its machine line',
  );
  expect(named('rfc-v2 slots=5', STORY.replace('pages=4', 'pages=4 slots=3'))).toMatch(/^slots=5 .* slots=3 here/);
});

test('a lane that stays the same is not carried out again', () => {
  const before = lanesOf(STORY, ['rfc-v2']);
  const after = lanesOf(STORY, ['v3.9', 'rfc-v2'], before);
  expect(after[0]?.run.records[5]).toBe(before[0]?.run.records[5]);
  expect(after[2]?.run.records[5]).toBe(before[1]?.run.records[5]);
});

describe('where lanes part is what a search through all frames finds', () => {
  test.each(KERNEL_NAMES)('%s beside every other', (name) => {
    const [own, ...others] = lanesOf(STORY.replace('rfc-no-hook', name), KERNEL_NAMES);
    for (const other of own === undefined ? [] : others) {
      if (own === undefined) throw new Error('no lane');
      expect(divergences([own.run, other.run]), `${name} and ${other.name}`).toEqual(searchDivergences([own, other]));
    }
  });
});

test('on random runs, too, any two kernels part where a search through all frames finds that they do', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KERNEL_NAMES),
      fc.constantFrom(...KERNEL_NAMES),
      fc.integer({ min: 1, max: 2 ** 30 }),
      (name, beside, seed) => {
        const machine = `kmapscope 1\nmachine kernel=${name} cpus=2 pages=3 pkmap=4 low=1`;
        const own = lanesOf(machine, [])[0];
        if (own === undefined) throw new Error('no lane');
        // What this machine has no such thing for is a mistake in its text, so no text of its own asks for it.
        const lines = randomSteps(own.run.kernel, 20, seed)
          .filter((step) => step.type === 'expect' || elaborateStep(own.config, step).ok)
          .map((step) => formatStatement(step));
        const [a, b] = lanesOf([machine, ...lines].join('\n'), [beside]);
        if (a === undefined || b === undefined) throw new Error('no lanes');
        expect(a.run.records.length).toBe(b.run.records.length);
        expect(divergences([a.run, b.run])).toEqual(searchDivergences([a, b]));
        if (name === beside) expect(divergences([a.run, b.run])).toEqual([]);
      },
    ),
    { numRuns: import.meta.env.MODE === 'long' ? 2000 : 12 },
  );
});
