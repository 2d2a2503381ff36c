import { expect, test } from 'vitest';
import { attempt, logOf, logOfOnly, logText, makeRig, run, runText, show, text } from '../testing/rig.ts';

const STRAYS = `cpu0 online depth=0 | page0~ .
                cpu1 online depth=1 | page1* page2~
                cpu2 dead   depth=0 | page3~ .
                cpu3 online depth=0 | page4~ page5~`;

test('the others clear their own strips in an interrupt each, then the caller its own; a dead CPU is not reached', () => {
  const rig = run(makeRig('rfc-v2', STRAYS), 'cpu0: kmap_atomic_flush_unused()');
  expect(logOfOnly(rig, ['ipi_send', 'ipi_enter', 'ipi_exit', 'flush_cpu', 'pte_write'])).toBe(text`
    cpu0 ipi_send to [1,3] missed [2]
    cpu1 ipi_enter from cpu0
    cpu1 flush_cpu of cpu1 [17, 32)
    cpu1 pte_write cpu1.slot1 page2 → . (irq)
    cpu1 ipi_exit from cpu0
    cpu3 ipi_enter from cpu0
    cpu3 flush_cpu of cpu3 [48, 64)
    cpu3 pte_write cpu3.slot0 page4 → . (irq)
    cpu3 pte_write cpu3.slot1 page5 → . (irq)
    cpu3 ipi_exit from cpu0
    cpu0 flush_cpu of cpu0 [0, 16)
    cpu0 pte_write cpu0.slot0 page0 → . (task)
  `);
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | .      .      .
    cpu1 online depth=1 | page1* .      .
    cpu2 dead   depth=0 | page3~ .      .
    cpu3 online depth=0 | .      .      .
  `);
});

test('the order in which interrupts arrive is the caller’s to say', () => {
  const rig = makeRig('rfc-v2', STRAYS);
  attempt(rig, 'cpu0: kmap_atomic_flush_unused()', [3, 1]);
  expect(logOfOnly(rig, ['flush_cpu']).replaceAll(/ flush.*/g, '')).toBe('cpu3\ncpu1\ncpu0');
});

test('a kernel without the patch has an empty inline: it returns at once and sends nothing', () => {
  expect(logText('v3.9', STRAYS, 'cpu0: kmap_atomic_flush_unused()')).toBe(text`
    cpu0 enter kmap_atomic_flush_unused(0, 0)
    cpu0 return kmap_atomic_flush_unused = void
  `);
});

test('the fixed kernel ends the flush with one invalidate of all strips that every CPU hears', () => {
  const rig = makeRig('fixed cpus=2 slots=4');
  run(rig, 'cpu0: kmap_atomic(page1)\ncpu1: speculate(cpu0.slot0)\ncpu0: kunmap_atomic()');
  logOf(rig);
  run(rig, 'cpu1: kmap_atomic_flush_unused()');
  expect(logOfOnly(rig, ['tlb_invalidate', 'tlb_drop'])).toBe(text`
    cpu0 tlb_invalidate page cpu0.slot0 ×1
    cpu1 tlb_invalidate range cpu0.slot0 ×8
    cpu1 tlb_drop cpu0.slot0 page1
  `);
});

test('each line of the flush is a tick: preemption off, call, wait, own strip with interrupts off, on again', () => {
  const rig = makeRig('rfc-v2 cpus=2 slots=1 pages=2');
  run(rig, 'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick');
  expect(attempt(rig, 'cpu1: cpu_down(cpu0)').reason).toContain('one holds an atomic mapping');
  run(rig, 'cpu0: tick');
  expect(attempt(rig, 'cpu0: tick').reason).toBe('CPU0 cannot go on: it waits in kmap_atomic_flush_unused.');
  run(rig, 'cpu1: handle_IPI\ncpu1: tick 5');
  expect(attempt(rig, 'cpu0: tick').outcome).toBe('refused');
  run(rig, 'cpu1: tick\ncpu0: tick 2');
  expect(attempt(rig, 'cpu0: irq').reason).toBe('CPU0 has interrupts off: let the handler return first.');
  run(rig, 'cpu0: tick 5\ncpu0: irq\ncpu0: irq_return');
  expect(attempt(rig, 'cpu0: kmap(page1)').reason).toContain('in the middle of kmap_atomic_flush_unused');
  run(rig, 'cpu0: tick\ncpu0: kmap(page1)');
  expect(show(rig)).toContain('pkmap 1:page1=2');
});

test('interrupts stay off on the caller until its own strip is done, and two CPUs may flush at once', () => {
  const rig = makeRig(
    'rfc-v2 cpus=3 slots=2',
    'cpu0 online depth=0 | page1~\ncpu1 online depth=0 | page2~\ncpu2 online depth=0 | page3~',
  );
  run(
    rig,
    'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 2\ncpu1: enter kmap_atomic_flush_unused()\ncpu1: tick 2',
  );
  expect(logOfOnly(rig, ['ipi_send'])).toBe(text`
    cpu0 ipi_send to [1,2] missed []
    cpu1 ipi_send to [0,2] missed []
  `);
  run(rig, 'cpu1: finish');
  expect(logOfOnly(rig, ['ipi_enter'])).toBe(text`
    cpu0 ipi_enter from cpu1
    cpu2 ipi_enter from cpu0
    cpu2 ipi_enter from cpu1
  `);
  run(rig, 'cpu0: finish');
  expect(logOfOnly(rig, ['ipi_enter'])).toBe('cpu1 ipi_enter from cpu0');
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | . .
    cpu1 online depth=0 | . .
    cpu2 online depth=0 | . .
  `);
});

test.each([
  [0, 'page3~', 'nothing taken yet: the old stray goes'],
  [3, 'page3~', 'M4 not done: the old stray goes'],
  [4, 'page3*', 'the position is taken: the old stray is kept, to be overwritten'],
  [5, 'page1*', 'the PTE is written: kept'],
  [6, 'page1*', 'invalidated: kept'],
])('an IPI after %i lines of kmap_atomic over a stray: %s before it, %s', (ticks, before) => {
  const rig = makeRig(
    'rfc-v2 cpus=2 slots=2 kmap_high_get=on',
    'cpu0 online depth=0 | page3~\ncpu1 online depth=0 | .',
  );
  run(rig, `cpu0: enter kmap_atomic(page1)${ticks > 0 ? `\ncpu0: tick ${ticks}` : ''}`);
  expect(show(rig)).toContain(before);
  run(rig, 'cpu1: kmap_atomic_flush_unused()');
  const kept = before.endsWith('*') ? before : '.';
  expect(show(rig).split('\n')[0]).toBe(
    `cpu0 online depth=${kept === '.' ? 0 : 1} | ${kept} ${'.'.padEnd(kept.length)}`.trimEnd(),
  );
  run(rig, 'cpu0: finish\ncpu0: kunmap_atomic()');
  expect(show(rig)).toContain('cpu0 online depth=0 | page1~ .');
});

test('a slot in use when the flush comes is kept, and is a stray again after its unmap (H4)', () => {
  const lines = 'cpu1: kmap_atomic(page3)\ncpu0: kmap_atomic_flush_unused()\ncpu1: kunmap_atomic()';
  expect(runText('rfc-v2 cpus=2', '', lines)).toContain('cpu1 online depth=0 | page3~');
});

test('between the clear and the pop of kunmap_atomic the flush keeps its hands off a slot that is already empty', () => {
  const rig = makeRig('rfc-v1 debug=on cpus=2 slots=2', 'cpu0 online depth=1 | page1*\ncpu1 online depth=0 | .');
  run(rig, 'cpu0: enter kunmap_atomic()\ncpu0: tick 3\ncpu1: kmap_atomic_flush_unused()');
  expect(logOfOnly(rig, ['pte_write'])).toBe(text`
    cpu0 pte_write cpu0.slot0 page1 → . (task)
    cpu0 pte_write cpu0.slot1 . → . (irq)
    cpu1 pte_write cpu1.slot0 . → . (task)
    cpu1 pte_write cpu1.slot1 . → . (task)
  `);
});

test('a CPU that stopped at a BUG is still in cpu_online_mask: it is called and never answers', () => {
  const rig = makeRig('rfc-v2 debug=on cpus=2', 'cpu0 online depth=0 | page7~\ncpu1 online depth=0 | .');
  run(rig, 'cpu0: kmap_atomic(page1)');
  expect(attempt(rig, 'cpu1: kmap_atomic_flush_unused()')).toMatchObject({
    outcome: 'waiting',
    reason: 'CPU1 waits for every CPU that was called to take the interrupt.',
  });
  expect(logOfOnly(rig, ['ipi_send'])).toBe('cpu1 ipi_send to [0] missed []');
});
