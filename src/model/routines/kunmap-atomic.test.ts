import { expect, test } from 'vitest';
import { attempt, logOf, logOfOnly, makeRig, run, runText, show, text } from '../testing/rig.ts';

const LIVE = `cpu0 online depth=1 | page3*
              cpu1 online depth=0 | .`;

test('kunmap_atomic leaves the PTE behind without CONFIG_DEBUG_HIGHMEM: it only pops', () => {
  const rig = makeRig('v3.9 cpus=2', LIVE);
  run(rig, 'cpu0: kunmap_atomic()');
  expect(logOf(rig, [])).toBe(text`
    cpu0 enter kunmap_atomic(1, 0)
    cpu0 line kunmap_atomic:0
    cpu0 line kunmap_atomic:1
    cpu0 depth 1 → 0
    cpu0 line kunmap_atomic:2
    cpu0 return kunmap_atomic = void
  `);
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | page3~ .      .
    cpu1 online depth=0 | .      .      .
  `);
});

test('with CONFIG_DEBUG_HIGHMEM it checks the address, clears, invalidates, and pops only then (U4, U5)', () => {
  const rig = run(makeRig('v3.9-debug cpus=2', LIVE), 'cpu0: kunmap_atomic()');
  expect(logOf(rig, [])).toBe(text`
    cpu0 enter kunmap_atomic(1, 0)
    cpu0 line kunmap_atomic:0
    cpu0 line kunmap_atomic:1
    cpu0 line kunmap_atomic:2
    cpu0 pte_write cpu0.slot0 page3 → . (task)
    cpu0 line kunmap_atomic:3
    cpu0 tlb_invalidate page_broadcast cpu0.slot0 ×1
    cpu0 line kunmap_atomic:4
    cpu0 depth 1 → 0
    cpu0 line kunmap_atomic:5
    cpu0 return kunmap_atomic = void
  `);
});

test.each([
  ['v2.6.32', '~'],
  ['v3.9', '~'],
  ['v3.9-debug', '.'],
  ['rfc-v2', '~'],
  ['v3.14-rt', '.'],
  ['vendor-3.18', '~'],
  ['vendor-3.18.20', '.'],
  ['vendor-4.4', '~'],
  ['vendor-4.9', '.'],
  ['v6.1', '.'],
  ['fixed', '~'],
  ['v3.9 kunmap_clears=never debug=on', '~'],
])('%s: after map and unmap the slot is %s', (kernel, left) => {
  const after = runText(`${kernel} cpus=1 slots=16`, '', 'cpu0: kmap_atomic(page3)\ncpu0: kunmap_atomic()');
  expect(after.includes('page3~')).toBe(left === '~');
  expect(after).not.toContain('*');
});

test('out of order and without debug nothing notices: each unmap pops, both mappings stay, one of them under its user', () => {
  const rig = makeRig('v3.9 cpus=1', 'cpu0 online depth=2 | page1* page2*');
  run(rig, 'cpu0: kunmap_atomic(slot0)');
  expect(show(rig)).toBe('cpu0 online depth=1 | page1* page2~ .');
  run(rig, 'cpu0: irq\ncpu0: kmap_atomic(page5)');
  expect(show(rig)).toBe('cpu0 online depth=2 | page1* page5* .');
  run(rig, 'cpu0: kunmap_atomic()\ncpu0: irq_return\ncpu0: kunmap_atomic()');
  expect(show(rig)).toBe('cpu0 online depth=0 | page1~ page5~ .');
});

test('out of order with debug is a BUG at the first unmap', () => {
  const rig = makeRig('v3.9-debug cpus=1', 'cpu0 online depth=2 | page1* page2*');
  run(rig, 'cpu0: kunmap_atomic(slot0)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter kunmap_atomic(1, 0)
    cpu0 bug in kunmap_atomic: wrong address
  `);
  expect(show(rig)).toBe('cpu0 stopped depth=2 | page1* page2* .');
});

test('2.6.37-rc pops before it clears: an interrupt in the gap takes the same position and finds it full', () => {
  const rig = makeRig('v2.6.37-rc cpus=1', 'cpu0 online depth=1 | page1*');
  run(rig, 'cpu0: enter kunmap_atomic()\ncpu0: tick 2');
  expect(show(rig)).toBe('cpu0 online depth=0 | page1~ .      .');
  logOf(rig);
  run(rig, 'cpu0: irq\ncpu0: kmap_atomic(page2)');
  expect(logOfOnly(rig, ['bug'])).toBe('cpu0 bug in kmap_atomic: slot not none');
});

test('after 20273941f212 the same interrupt takes the next position, whenever it comes', () => {
  for (let ticks = 0; ticks <= 5; ticks++) {
    const rig = makeRig('v3.9-debug cpus=1', 'cpu0 online depth=1 | page1*');
    run(rig, `cpu0: enter kunmap_atomic()`);
    if (ticks > 0) run(rig, `cpu0: tick ${ticks}`);
    run(rig, 'cpu0: irq\ncpu0: kmap_atomic(page2)\ncpu0: kunmap_atomic()\ncpu0: irq_return\ncpu0: finish');
    expect(logOfOnly(rig, ['bug']), `after ${ticks} ticks`).toBe('');
    expect(show(rig)).toBe('cpu0 online depth=0 | . . .');
  }
});

test('2.6.37-rc knows the address of the position that it has just popped, and an index below zero is a BUG', () => {
  const ordered = run(makeRig('v2.6.37-rc cpus=1', 'cpu0 online depth=2 | page1* page2*'), 'cpu0: kunmap_atomic()');
  expect(show(ordered)).toBe('cpu0 online depth=1 | page1* .      .');
  const wrong = run(makeRig('v2.6.37-rc cpus=1', 'cpu0 online depth=2 | page1* page2*'), 'cpu0: kunmap_atomic(slot0)');
  expect(logOfOnly(wrong, ['bug'])).toBe('cpu0 bug in kunmap_atomic: wrong address');
  const below = run(makeRig('v2.6.37-rc cpus=1', 'cpu0 online depth=0 | page1*'), 'cpu0: kunmap_atomic()');
  expect(logOfOnly(below, ['bug', 'depth'])).toBe('cpu0 bug in kunmap_atomic: index below zero');
});

test('where the caller’s type chooses the slot there is no index to pop and no address to check', () => {
  const lines = 'cpu0: kmap_atomic(page1, KM_USER0)\ncpu0: kmap_atomic(page2, KM_USER1)\ncpu0: kunmap_atomic(slot3)';
  const rig = run(makeRig('v2.6.32 debug=on cpus=1', ''), lines);
  expect(logOfOnly(rig, ['depth', 'bug', 'pte_write']).split('\n').at(-1)).toBe(
    'cpu0 pte_write cpu0.slot3 page1 → . (task)',
  );
  expect(show(rig)).toBe('cpu0 online depth=0 | .      .      .      .      page2*');
});

test('an address from kmap_high_get is given back by counting: 2 becomes 1, a stray again', () => {
  const rig = makeRig('v3.9 cpus=1 pkmap=4');
  run(rig, 'cpu0: kmap(page3)\ncpu0: kunmap(page3)\ncpu0: kmap_atomic(page3)');
  logOf(rig);
  run(rig, 'cpu0: kunmap_atomic()');
  expect(logOf(rig)).toBe(text`
    cpu0 enter kunmap_atomic(16385, 0)
    cpu0 pkmap_count pkmap1 2 → 1
    cpu0 return kunmap_atomic = void
  `);
});

test('one kunmap too many takes the count away from under kmap_atomic, whose own unmap is then a BUG', () => {
  const rig = makeRig('v3.9 cpus=1 pkmap=4');
  run(rig, 'cpu0: kmap(page3)\ncpu0: kmap_atomic(page3)\ncpu0: kunmap(page3)\ncpu0: kunmap(page3)');
  run(rig, 'cpu0: kunmap_atomic()');
  expect(logOfOnly(rig, ['bug'])).toBe('cpu0 bug in kunmap_atomic: kunmap not mapped');
});

test('giving back a pkmap address waits for kmap_lock; giving back a slot does not', () => {
  const rig = makeRig('v3.9 cpus=2 pkmap=4');
  run(rig, 'cpu0: kmap(page3)\ncpu0: kmap_atomic(page4)\ncpu0: kmap_atomic(page3)');
  run(rig, 'cpu1: enter kmap(page5)\ncpu1: tick 3');
  expect(attempt(rig, 'cpu0: kunmap_atomic()')).toMatchObject({
    outcome: 'waiting',
    reason: 'CPU0 waits for another CPU to release kmap_lock.',
  });
  expect(logOfOnly(rig, ['wait'])).toBe('cpu0 wait in kunmap_atomic for another CPU to release kmap_lock');
  run(rig, 'cpu1: finish\ncpu0: finish');
  run(rig, 'cpu1: enter kmap(page6)\ncpu1: tick 3');
  expect(attempt(rig, 'cpu0: kunmap_atomic()').outcome).toBe('done');
});

test('kunmap_local clears in every build, invalidates, forgets, pops, and leaves preemption as it is', () => {
  const rig = run(makeRig('v6.1-debug cpus=1 tasks=0'), 'cpu0: kmap_local_page(page3)');
  expect(show(rig)).toBe('cpu0 online depth=2 | .      page3* .');
  logOf(rig);
  run(rig, 'cpu0: kunmap_local()');
  expect(logOf(rig, [])).toBe(text`
    cpu0 enter kunmap_local(2, 0)
    cpu0 line kunmap_local:0
    cpu0 line kunmap_local:1
    cpu0 pte_write cpu0.slot1 page3 → . (task)
    cpu0 line kunmap_local:2
    cpu0 tlb_invalidate page cpu0.slot1 ×1
    cpu0 line kunmap_local:3
    cpu0 depth 2 → 0
    cpu0 line kunmap_local:4
    cpu0 return kunmap_local = void
  `);
});

test('on 6.1 kunmap_atomic is kunmap_local_indexed and turns preemption on again', () => {
  const rig = run(makeRig('v6.1 cpus=1 tasks=0', ''), 'cpu0: kmap_atomic(page3)');
  expect(attempt(rig, 'cpu0: kmap(page1)').reason).toContain('may sleep');
  run(rig, 'cpu0: kunmap_atomic()\ncpu0: kmap(page1)');
  expect(show(rig)).toBe('cpu0 online depth=0 | . . .\npkmap 1:page1=2');
});
