import { expect, test } from 'vitest';
import { logText, makeRig, run, runText, show, text, logOf } from '../testing/rig.ts';

test('kmap_atomic takes a position, writes its PTE, invalidates its address and returns it, in this order (M1-M8)', () => {
  expect(logText('v3.9 cpus=2', '', 'cpu1: kmap_atomic(page3)')).toBe(text`
    cpu1 enter kmap_atomic(4, 0)
    cpu1 depth 0 → 1
    cpu1 pte_write cpu1.slot0 . → page3 (task)
    cpu1 tlb_invalidate page_broadcast cpu1.slot0 ×1
    cpu1 return kmap_atomic = cpu1.slot0
  `);
});

test('each line of kmap_atomic is a tick of its own, and the machine shows how far it is', () => {
  const rig = makeRig('v3.9 cpus=1', 'cpu0 online depth=0 | page7~');
  const states = ['cpu0: enter kmap_atomic(page3)', ...Array<string>(7).fill('cpu0: tick')].map((line) => {
    run(rig, line);
    return `${show(rig)} ${logOf(rig, []).replaceAll('\n', '; ')}`;
  });
  expect(states.join('\n')).toBe(text`
    cpu0 online depth=0 | page7~ .      . cpu0 enter kmap_atomic(4, 0)
    cpu0 online depth=0 | page7~ .      . cpu0 line kmap_atomic:0
    cpu0 online depth=0 | page7~ .      . cpu0 line kmap_atomic:1
    cpu0 online depth=0 | page7~ .      . cpu0 line kmap_atomic:2
    cpu0 online depth=1 | page7* .      . cpu0 line kmap_atomic:3; cpu0 depth 0 → 1
    cpu0 online depth=1 | page3* .      . cpu0 line kmap_atomic:4; cpu0 pte_write cpu0.slot0 page7 → page3 (task)
    cpu0 online depth=1 | page3* .      . cpu0 line kmap_atomic:5; cpu0 tlb_invalidate page_broadcast cpu0.slot0 ×1
    cpu0 online depth=1 | page3* .      . cpu0 line kmap_atomic:6; cpu0 return kmap_atomic = cpu0.slot0
  `);
});

test('nested mappings take the next position of the same strip, and overwrite what was left there', () => {
  const start = `cpu0 online depth=0 | page6~ page7~
                 cpu1 online depth=0 | page5~`;
  expect(runText('v3.9 cpus=2', start, 'cpu0: kmap_atomic(page1)\ncpu0: kmap_atomic(page2)')).toBe(text`
    cpu0 online depth=2 | page1* page2* .
    cpu1 online depth=0 | page5~ .      .
  `);
});

test('a lowmem page has its linear address: no slot, no PTE, but preemption is off until it is given back', () => {
  expect(logText('v3.9 cpus=1', '', 'cpu0: kmap_atomic(low1)\ncpu0: kunmap_atomic()')).toBe(text`
    cpu0 enter kmap_atomic(10, 0)
    cpu0 return kmap_atomic = linear(low1)
    cpu0 enter kunmap_atomic(32778, 0)
    cpu0 return kunmap_atomic = void
  `);
});

test.each([
  ['v3.9', 'cpu0.slot0', 'slot'],
  ['vendor-3.18', 'linear(low0)', 'linear'],
  ['v6.1', 'cpu0.slot0', 'slot (__kmap_local_pfn_prot does not ask)'],
])('kmap_atomic_pfn of a lowmem frame on %s returns %s: %s', (kernel, address) => {
  expect(logText(`${kernel} cpus=1`, '', 'cpu0: kmap_atomic_pfn(low0)')).toContain(
    `return kmap_atomic_pfn = ${address}`,
  );
});

test('kmap_high_get revives a lazily unmapped pkmap entry: count 1 becomes 2, and no slot is used', () => {
  const lines = 'cpu0: kmap(page3)\ncpu0: kunmap(page3)\ncpu0: kmap_atomic(page3)';
  expect(runText('v3.9 cpus=1 pkmap=4', '', lines)).toBe(text`
    cpu0 online depth=0 | . . .
    pkmap 1:page3=2
  `);
  expect(runText('v3.9 cpus=1 pkmap=4', '', `${lines}\ncpu0: kunmap_atomic()`)).toContain('pkmap 1:page3=1');
});

test.each([
  ['v3.9-debug', 'with DEBUG_HIGHMEM the cache is asked for no pkmap address'],
  ['v3.9 kmap_high_get=off', 'without ARCH_NEEDS_KMAP_HIGH_GET it is a stub'],
])('%s: one page sits in pkmap and in a slot at once (%s)', (kernel) => {
  const after = runText(
    `${kernel} cpus=1 pkmap=4`,
    '',
    'cpu0: kmap(page3)\ncpu0: kunmap(page3)\ncpu0: kmap_atomic(page3)',
  );
  expect(after).toBe(text`
    cpu0 online depth=1 | page3* .      .
    pkmap 1:page3=1
  `);
});

test('v2.6.32 asks kmap_high_get even with DEBUG_HIGHMEM, and a kernel without pkmap asks nobody', () => {
  const lines = 'cpu0: kmap(page3)\ncpu0: kmap_atomic(page3)';
  expect(runText('v2.6.32 debug=on cpus=1 pkmap=4', '', lines)).toContain('pkmap 1:page3=3');
  expect(logText('v2.6.32 cpus=1 pkmap=0', '', 'cpu0: kmap_atomic(page3, KM_BOUNCE_READ)')).toContain('= cpu0.slot0');
});

test('kmap_atomic_pfn never asks kmap_high_get', () => {
  const lines = 'cpu0: kmap(page3)\ncpu0: kmap_atomic_pfn(page3)';
  expect(runText('v3.9 cpus=1 pkmap=4', '', lines)).toContain('cpu0 online depth=1 | page3*');
});

test('kmap_high_get waits for kmap_lock, with preemption already off', () => {
  const rig = makeRig('v3.9 cpus=2 pkmap=4');
  run(rig, 'cpu1: enter kmap(page2)\ncpu1: tick 3\ncpu0: enter kmap_atomic(page3)\ncpu0: tick 2');
  expect(() => run(rig, 'cpu0: tick')).toThrow('CPU0 cannot go on: it waits in kmap_atomic.');
  run(rig, 'cpu1: finish\ncpu0: finish');
  expect(show(rig)).toBe(text`
    cpu0 online depth=1 | page3* .      .
    cpu1 online depth=0 | .      .      .
    pkmap 1:page2=2
  `);
});

test('v2.6.32: the caller chooses the slot, and two users of one type overwrite each other', () => {
  const after = runText('v2.6.32 cpus=2', '', 'cpu1: kmap_atomic(page1, KM_USER0)\ncpu1: kmap_atomic(page2, KM_USER1)');
  expect(after).toBe(text`
    cpu0 online depth=0 | .      .      .      .      .
    cpu1 online depth=0 | .      .      .      page1* page2*
  `);
  const clash = runText('v2.6.32 cpus=1', '', 'cpu0: kmap_atomic(page1, KM_USER0)\ncpu0: kmap_atomic(page2, KM_USER0)');
  expect(clash).toBe('cpu0 online depth=0 | .      .      .      page2*');
});

test('with DEBUG_HIGHMEM a slot that still holds a PTE when it is taken is a BUG, without it is overwritten', () => {
  const start = 'cpu0 online depth=0 | page7~';
  expect(logText('v3.9-debug cpus=1', start, 'cpu0: kmap_atomic(page1)')).toBe(text`
    cpu0 enter kmap_atomic(2, 0)
    cpu0 depth 0 → 1
    cpu0 bug in kmap_atomic: slot not none
  `);
  expect(runText('v3.9-debug cpus=1', start, 'cpu0: kmap_atomic(page1)')).toBe(
    'cpu0 stopped depth=1 | page7* .      .',
  );
  expect(runText('v3.9 cpus=1', start, 'cpu0: kmap_atomic(page1)')).toBe('cpu0 online depth=1 | page1* .      .');
});

test('an interrupt between any two lines of kmap_atomic maps at the next position and disturbs nothing', () => {
  for (let ticks = 0; ticks <= 6; ticks++) {
    const rig = makeRig('v3.9 cpus=1');
    run(rig, 'cpu0: enter kmap_atomic(page1)');
    if (ticks > 0) run(rig, `cpu0: tick ${ticks}`);
    run(rig, 'cpu0: irq\ncpu0: kmap_atomic(page2)\ncpu0: kunmap_atomic()\ncpu0: irq_return\ncpu0: finish');
    const stray = ticks < 4 ? 'page1* .      .' : 'page1* page2~ .';
    expect(show(rig), `after ${ticks} ticks`).toBe(`cpu0 online depth=1 | ${stray}`);
  }
});
