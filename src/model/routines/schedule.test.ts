import { expect, test } from 'vitest';
import { cpuId } from '../../arm/units.ts';
import { step } from '../step.ts';
import { attempt, logOf, logOfOnly, makeRig, run, show, text } from '../testing/rig.ts';

test('a task that is switched out loses its PTEs from the table, and finds them again when it comes back', () => {
  const rig = run(makeRig('v6.1 cpus=1 tasks=1'), 'cpu0: kmap_local_page(page1)\ncpu0: kmap_local_page(page2)');
  expect(show(rig)).toBe('cpu0 online depth=2 | page1* page2* .');
  logOf(rig);
  run(rig, 'cpu0: schedule(task1)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter schedule(1, 0)
    cpu0 pte_write cpu0.slot0 page1 → . (task)
    cpu0 tlb_invalidate page cpu0.slot0 ×1
    cpu0 pte_write cpu0.slot1 page2 → . (task)
    cpu0 tlb_invalidate page cpu0.slot1 ×1
    cpu0 task task0 → task1
    cpu0 return schedule = void
  `);
  expect(show(rig)).toBe('cpu0 online depth=0 | . . .');
  run(rig, 'cpu0: schedule(task0)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter schedule(0, 0)
    cpu0 task task1 → task0
    cpu0 pte_write cpu0.slot0 . → page1 (task)
    cpu0 tlb_invalidate page cpu0.slot0 ×1
    cpu0 pte_write cpu0.slot1 . → page2 (task)
    cpu0 tlb_invalidate page cpu0.slot1 ×1
    cpu0 return schedule = void
  `);
  expect(show(rig)).toBe('cpu0 online depth=2 | page1* page2* .');
});

test('with DEBUG_KMAP_LOCAL the guards between the positions are passed over', () => {
  const rig = run(makeRig('v6.1-debug cpus=1 tasks=1'), 'cpu0: kmap_local_page(page1)\ncpu0: kmap_local_page(page2)');
  logOf(rig);
  run(rig, 'cpu0: schedule(task1)\ncpu0: schedule(task0)');
  expect(logOfOnly(rig, ['pte_write'])).toBe(text`
    cpu0 pte_write cpu0.slot1 page1 → . (task)
    cpu0 pte_write cpu0.slot3 page2 → . (task)
    cpu0 pte_write cpu0.slot1 . → page1 (task)
    cpu0 pte_write cpu0.slot3 . → page2 (task)
  `);
});

test('the next task uses the same positions meanwhile; what it maps goes when the first one comes back', () => {
  const rig = run(
    makeRig('v6.1 cpus=1 tasks=1'),
    'cpu0: kmap_local_page(page1)\ncpu0: schedule(task1)\ncpu0: kmap_local_page(page2)',
  );
  expect(show(rig)).toBe('cpu0 online depth=1 | page2* .      .');
  run(rig, 'cpu0: schedule(task0)');
  expect(show(rig)).toBe('cpu0 online depth=1 | page1* .      .');
  run(rig, 'cpu0: kunmap_local()\ncpu0: schedule(task1)\ncpu0: kunmap_local()');
  expect(show(rig)).toBe('cpu0 online depth=0 | . . .');
});

test('what was given back is forgotten: it does not come back with the task', () => {
  const rig = run(
    makeRig('v6.1 cpus=1 tasks=1'),
    'cpu0: kmap_local_page(page1)\ncpu0: kmap_local_page(page2)\ncpu0: kunmap_local()',
  );
  run(rig, 'cpu0: schedule(task1)\ncpu0: schedule(task0)');
  expect(show(rig)).toBe('cpu0 online depth=1 | page1* .      .');
});

test('each position is a tick of its own, and an interrupt in the middle maps at the next free position', () => {
  const rig = run(makeRig('v6.1 cpus=1 tasks=1'), 'cpu0: kmap_local_page(page1)\ncpu0: kmap_local_page(page2)');
  const { machine, kernel } = rig;
  step(kernel, machine, { type: 'schedule', cpu: cpuId(0), task: 1 });
  run(rig, 'cpu0: tick');
  expect(show(rig)).toBe('cpu0 online depth=2 | .      page2* .');
  run(rig, 'cpu0: irq\ncpu0: kmap_atomic(page3)');
  expect(show(rig)).toBe('cpu0 online depth=3 | .      page2* page3*');
  run(rig, 'cpu0: kunmap_atomic()\ncpu0: irq_return\ncpu0: tick 2');
  expect(show(rig)).toBe('cpu0 online depth=2 | . . .');
  run(rig, 'cpu0: tick');
  expect(show(rig)).toBe('cpu0 online depth=0 | . . .');
});

test('a task that holds a mapping may not migrate; one that holds none may', () => {
  const rig = run(makeRig('v6.1 cpus=2 tasks=1'), 'cpu0: kmap_local_page(page1)\ncpu0: schedule(task2)');
  expect(attempt(rig, 'cpu1: schedule(task0)').reason).toBe(
    'That task holds a mapping and may not migrate: schedule it on the CPU where it ran.',
  );
  run(
    rig,
    'cpu0: schedule(task0)\ncpu0: kunmap_local()\ncpu0: schedule(task2)\ncpu1: schedule(task0)\ncpu1: kmap_local_page(page1)',
  );
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | .      .      .
    cpu1 online depth=1 | page1* .      .
  `);
  run(rig, 'cpu1: schedule(task1)');
  expect(attempt(rig, 'cpu0: schedule(task0)').reason).toContain('may not migrate');
  run(rig, 'cpu1: schedule(task0)');
});

test('a task runs on one CPU at a time, even while it is only being switched to', () => {
  const rig = makeRig('v6.1 cpus=2 tasks=1');
  const running = 'That task is running already: choose one that sleeps.';
  expect(attempt(rig, 'cpu1: schedule(task0)').reason).toBe(running);
  expect(attempt(rig, 'cpu0: schedule(task0)').reason).toBe(running);
  step(rig.kernel, rig.machine, { type: 'schedule', cpu: cpuId(0), task: 2 });
  expect(attempt(rig, 'cpu1: schedule(task2)').reason).toBe(running);
  run(rig, 'cpu0: finish\ncpu1: schedule(task0)');
});

test('a handler does not schedule', () => {
  const rig = run(makeRig('v6.1 cpus=1 tasks=1'), 'cpu0: irq');
  expect(attempt(rig, 'cpu0: schedule(task1)').reason).toBe(
    'That may sleep, and CPU0 holds an atomic mapping or has interrupts off: unmap or return first.',
  );
});

test.each([
  ['off', 'done', 'without CONFIG_PREEMPT_COUNT nobody notices (recorded on 6.1)'],
  ['on', 'refused', 'with it, scheduling while atomic'],
])('preempt_count=%s: a task that holds an atomic mapping is switched out: %s (%s)', (counted, outcome) => {
  const rig = run(makeRig(`v6.1 cpus=1 tasks=1 preempt_count=${counted}`), 'cpu0: kmap_atomic(page1)');
  expect(attempt(rig, 'cpu0: schedule(task1)').outcome).toBe(outcome);
});

test('where the CPU owns the index, task switches are nobody’s concern', () => {
  const rig = makeRig('v6.1 cpus=1 tasks=1 index_owner=cpu');
  expect(() => attempt(rig, 'cpu0: schedule(task1)')).toThrow('this kernel keeps the slots per CPU');
});
