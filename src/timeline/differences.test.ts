import { expect, test } from 'vitest';
import { load } from '../scenario/lint.ts';
import { contrastSentence, contrastsOf, differsIn, spokenObject } from './differences.ts';
import type { Lane } from './frame.ts';
import { runLanes } from './lanes.ts';
import { frameAt } from './step-view.ts';
import { unindented } from './testing/pictures.ts';

/** The lanes of a run after `at` steps, all telling of the same step. */
function lanesAt(text: string, kernels: readonly string[], at: number): readonly Lane[] {
  const loaded = load(unindented(text));
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const lanes = runLanes(loaded.scenario, kernels);
  if (!lanes.ok) throw new Error(lanes.error);
  const leading = lanes.value[0]?.run;
  return lanes.value.map(({ name, config, run }) => ({
    kernel: name,
    config,
    frame: frameAt(run, at, null, leading).frame,
  }));
}

const MAIL = `kmapscope 1
  machine kernel=rfc-no-hook cpus=3 pages=4
  cpu1: kmap_atomic(page3)
  cpu1: kunmap_atomic()
  cpu0: cpu_down(cpu1)
  expect stray(cpu1.slot0)
  cpu0: secure_protect(page3)
  cpu2: speculate(cpu1.slot0)`;

const shown = (lanes: readonly Lane[]): string =>
  contrastsOf(lanes)
    .map(({ object, words }) => `${object}: ${words.join(' | ')}`)
    .join('\n');

test('nothing differs where one lane is compared with itself', () => {
  const [one] = lanesAt(MAIL, [], 3);
  if (one === undefined) throw new Error('no lane');
  expect(contrastsOf([one])).toEqual([]);
  expect(contrastSentence([one])).toBeNull();
});

test('each object that differs is named, with what it is in each lane, what matters most first', () => {
  const lanes = lanesAt(MAIL, ['rfc-v2'], 6);
  expect(shown(lanes)).toBe(
    unindented(`fault: page 3 | nothing
                cpu1.slot0: stray, page 3, exposed | none
                page3: secure, exposed, in a TLB | secure
                cpu2.tlb: cpu1.slot0 → page 3 | empty`),
  );
});

test('each lane knows what of it is otherwise in the others', () => {
  const lanes = lanesAt(MAIL, ['rfc-v2', 'v3.9'], 3);
  expect([0, 1, 2].map((lane) => [...differsIn(lanes, lane)])).toEqual([
    [['cpu1.slot0', 'none in rfc-v2']],
    [['cpu1.slot0', 'stray, page 3 in rfc-no-hook and v3.9']],
    [],
  ]);
});

test('what differs, in a sentence: the object that matters most, and how many more', () => {
  expect(contrastSentence(lanesAt(MAIL, ['rfc-v2'], 2))).toBe('They look alike here.');
  expect(contrastSentence(lanesAt(MAIL, ['rfc-v2', 'v3.9'], 3))).toBe(
    'cpu1 slot 0: stray, page 3 in rfc-no-hook and v3.9; none in rfc-v2.',
  );
  expect(contrastSentence(lanesAt(MAIL, ['rfc-v2'], 6))).toBe(
    'Refused by the firewall: page 3 in rfc-no-hook; nothing in rfc-v2. 3 more differences.',
  );
});

test('what one kernel refuses comes first; where all looks alike, what it has cost', () => {
  const local = `kmapscope 1
    machine kernel=v6.1 cpus=2
    cpu0: kmap_local_page(page1)`;
  expect(contrastSentence(lanesAt(local, ['v3.9'], 1))).toBe('This step: done in v6.1; refused in v3.9.');
  const flush = `kmapscope 1
    machine kernel=rfc-v1 cpus=2
    cpu0: kmap_atomic_flush_unused()`;
  expect(contrastSentence(lanesAt(flush, ['rfc-v2'], 1))).toBe(
    'They look alike here. PTE writes so far: 32 in rfc-v1; 0 in rfc-v2.',
  );
  const debug = `kmapscope 1
    machine kernel=v3.9 cpus=1
    cpu0: kmap_atomic(page0)
    cpu0: kmap_atomic(page1)
    cpu0: kunmap_atomic(slot0)`;
  expect(contrastSentence(lanesAt(debug, ['v3.9-debug'], 3))).toBe('This step: done in v3.9; a BUG in v3.9-debug.');
});

test('lanes tell of the same step, and each says which expectations behind it do not hold there', () => {
  const [own, other] = lanesAt(MAIL, ['rfc-v2'], 4);
  expect([own?.frame.step?.text, other?.frame.step?.text]).toEqual(['cpu0: cpu_down(cpu1)', 'cpu0: cpu_down(cpu1)']);
  expect([own?.frame.step?.checks, own?.frame.step?.unmet]).toEqual([['stray(cpu1.slot0)'], []]);
  expect([other?.frame.step?.checks, other?.frame.step?.unmet]).toEqual([
    [],
    [{ check: 'stray(cpu1.slot0)', found: 'cpu1.slot0 is none' }],
  ]);
});

test('objects as one says them', () => {
  expect(['cpu1.slot0', 'page3', 'cpu2', 'cpu0.tlb', 'cpu0.depth', 'pkmap4', 'fault'].map(spokenObject)).toEqual([
    'cpu1 slot 0',
    'page 3',
    'cpu2',
    "cpu0's TLB",
    'Depth of cpu0',
    'pkmap 4',
    'Refused by the firewall',
  ]);
});
