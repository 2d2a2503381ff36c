import { expect, test } from 'vitest';
import { runOf } from './testing/pictures.ts';

/** `map p3 @1`, with what an IPI reached and missed, a fault, who went and who came. */
const glances = (settings: string, lines: string): readonly string[] =>
  runOf(settings, lines).records.map(({ glance }) => {
    const { kind, label, cpu, reached, missed, fault, left, came } = glance;
    const parts = [`${kind}: ${label}`, cpu === null ? '' : `@${cpu}`];
    if (reached.length + missed.length > 0) parts.push(`reached ${reached.join()} missed ${missed.join()}`);
    if (fault) parts.push('fault');
    if (left.length > 0) parts.push(`left ${left.join()}`);
    if (came.length > 0) parts.push(`came ${came.join()}`);
    return parts.filter((part) => part !== '').join(' ');
  });

test('a run at a glance', () => {
  expect(
    glances(
      'kernel=rfc-no-hook',
      `cpu1: kmap_atomic(page3)
       cpu1: kunmap_atomic()
       cpu0: cpu_down(cpu1)
       cpu0: kmap_atomic_flush_unused()
       expect stray(cpu1.slot0)
       cpu0: secure_protect(page3)
       cpu2: speculate(cpu1.slot0)
       cpu2: take_abort
       cpu3: dma_clean(page0..page5)
       cpu3: dma_clean(page2)
       cpu3: enter kmap_atomic(low0)
       cpu3: tick`,
    ),
  ).toEqual([
    'map: map p3 @1',
    'unmap: unmap @1',
    'cpu_down: cpu_down(1) @0 left 1',
    'flush: flush @0 reached 2,3 missed 1',
    'expect: expect stray(cpu1.slot0)',
    'protect: protect p3 @0',
    'speculate: speculate cpu1.slot0 @2 fault',
    'abort: take_abort @2',
    'copy: clean p0–p5 @3 fault',
    'copy: clean p2 @3',
    'map: enter map low0 @3',
    'tick: tick @3',
  ]);
});

test('a BUG is seen at a glance; a CPU that cannot go has not gone', () => {
  expect(
    glances('kernel=v3.9-debug', 'cpu0: kmap_atomic(page0)\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic(slot0)').at(
      -1,
    ),
  ).toBe('bug: unmap @0');
  expect(glances('kernel=v3.9', 'cpu0: cpu_down(cpu0)')).toEqual(['cpu_down: cpu_down(0) @0']);
});

test('who goes and who comes is seen from what happened: by suspend, and line by line', () => {
  const seen = glances(
    'kernel=v3.9 cpus=3',
    'cpu0: disable_nonboot_cpus()\ncpu0: enable_nonboot_cpus()\ncpu0: cpu_down(cpu1)\ncpu0: cpu_up(cpu1)',
  );
  expect(seen.map((line) => line.replace(/^.*@0 /, ''))).toEqual(['left 1,2', 'came 1,2', 'left 1', 'came 1']);
  const byLine = glances('kernel=v3.9 cpus=2', 'cpu0: enter cpu_down(cpu1)\ncpu0: finish');
  expect(byLine.filter((line) => line.includes('left 1'))).toHaveLength(1);
});

test('a step knows into how many lines it expands', () => {
  const ticks = runOf(
    'kernel=v3.9',
    'cpu0: kmap_atomic(page0)\nexpect live(cpu0.slot0)\ncpu1: kunmap_atomic()\ncpu0: tick',
  ).records.map((record) => record.ticks);
  expect(ticks).toEqual([8, 0, 0, 0]);
});
