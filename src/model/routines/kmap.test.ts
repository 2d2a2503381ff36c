import { expect, test } from 'vitest';
import { attempt, logOf, logOfOnly, logText, makeRig, run, runText, show, text, type Rig } from '../testing/rig.ts';

/** A machine whose pages page1 … pageN have been kmapped by CPU0, in that order. */
function mapped(settings: string, pages: number): Rig {
  const lines = Array.from({ length: pages }, (_, i) => `cpu0: kmap(page${i + 1})`);
  const rig = run(makeRig(settings), lines.join('\n'));
  logOf(rig);
  return rig;
}

test('the first page ever mapped lands in entry 1: the cursor is moved before it is used', () => {
  expect(logText('v3.9 cpus=1', '', 'cpu0: kmap(page3)')).toBe(text`
    cpu0 enter kmap(4, 0)
    cpu0 pte_write pkmap1 . → page3 (task)
    cpu0 pkmap_count pkmap1 0 → 1
    cpu0 pkmap_count pkmap1 1 → 2
    cpu0 return kmap = pkmap1
  `);
});

test('a page that has an address is only counted, and so is one that was unmapped lazily', () => {
  const lines = 'cpu0: kmap(page3)\ncpu1: kmap(page3)';
  expect(runText('v3.9 cpus=2', '', lines)).toContain('pkmap 1:page3=3');
  expect(logText('v3.9 cpus=2', '', 'cpu0: kmap(page3)\ncpu0: kunmap(page3)\ncpu1: kmap(page3)')).toContain(text`
    cpu1 enter kmap(4, 0)
    cpu1 pkmap_count pkmap1 1 → 2
    cpu1 return kmap = pkmap1
  `);
});

test('kunmap leaves the PTE: the count goes down to 1 at most, a stray permanent mapping', () => {
  const rig = mapped('v3.9 cpus=1', 2);
  run(rig, 'cpu0: kunmap(page1)');
  expect(logOf(rig, [])).toBe(text`
    cpu0 enter kunmap(2, 0)
    cpu0 line kunmap:0
    cpu0 line kunmap:1
    cpu0 line kunmap:2
    cpu0 pkmap_count pkmap1 2 → 1
    cpu0 return kunmap = void
  `);
  expect(show(rig)).toContain('pkmap 1:page1=1 2:page2=2');
});

test('lowmem has its linear address, and needs no kunmap', () => {
  expect(logText('v3.9 cpus=1 pkmap=0', '', 'cpu0: kmap(low1)\ncpu0: kunmap(low1)')).toBe(text`
    cpu0 enter kmap(10, 0)
    cpu0 return kmap = linear(low1)
    cpu0 enter kunmap(10, 0)
    cpu0 return kunmap = void
  `);
});

test('when the cursor comes round to 0, what lies lazily unmapped is reclaimed with one broadcast invalidate', () => {
  const rig = mapped('v3.9 cpus=2 pkmap=4', 3);
  run(rig, 'cpu1: speculate(pkmap2)\ncpu0: kunmap(page2)\ncpu0: kunmap(page3)');
  logOf(rig);
  run(rig, 'cpu0: kmap(page4)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter kmap(5, 0)
    cpu0 enter flush_all_zero_pkmaps(0, 0)
    cpu0 pkmap_count pkmap2 1 → 0
    cpu0 pte_write pkmap2 page2 → . (task)
    cpu0 pkmap_count pkmap3 1 → 0
    cpu0 pte_write pkmap3 page3 → . (task)
    cpu0 tlb_invalidate range pkmap0 ×4
    cpu1 tlb_drop pkmap2 page2
    cpu0 return flush_all_zero_pkmaps = void
    cpu0 pte_write pkmap0 . → page4 (task)
    cpu0 pkmap_count pkmap0 0 → 1
    cpu0 pkmap_count pkmap0 1 → 2
    cpu0 return kmap = pkmap0
  `);
});

test('with entry 0 in use the search goes on behind it, past all that is busy', () => {
  const rig = mapped('v3.9 cpus=1 pkmap=4', 4);
  run(rig, 'cpu0: kunmap(page2)\ncpu0: kmap(page5)');
  expect(logOfOnly(rig, ['return', 'enter']).split('\n').slice(2)).toEqual([
    'cpu0 enter kmap(6, 0)',
    'cpu0 enter flush_all_zero_pkmaps(0, 0)',
    'cpu0 return flush_all_zero_pkmaps = void',
    'cpu0 return kmap = pkmap2',
  ]);
});

test('an entry of count 1 is passed over until the cursor comes round: only the wrap reclaims', () => {
  const rig = mapped('v3.9 cpus=1 pkmap=4', 1);
  run(rig, 'cpu0: kunmap(page1)\ncpu0: kmap(page2)');
  expect(show(rig)).toContain('pkmap 1:page1=1 2:page2=2');
});

test('a full table: each entry is looked at once, then the task sleeps; a kunmap to count 1 wakes it', () => {
  const rig = mapped('v3.9 cpus=2 pkmap=4', 4);
  expect(attempt(rig, 'cpu0: kmap(page5)')).toMatchObject({
    outcome: 'waiting',
    reason: 'CPU0 waits for a kunmap: all pkmap entries are in use.',
  });
  expect(logOfOnly(rig, ['enter', 'wait'])).toBe(text`
    cpu0 enter kmap(6, 0)
    cpu0 enter flush_all_zero_pkmaps(0, 0)
    cpu0 wait in kmap for a kunmap: all pkmap entries are in use
  `);
  run(rig, 'cpu1: kmap(page2)\ncpu1: kunmap(page2)');
  expect(attempt(rig, 'cpu0: finish').outcome).toBe('waiting');
  run(rig, 'cpu1: kunmap(page2)\ncpu0: finish');
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | . . .
    cpu1 online depth=0 | . . .
    pkmap 0:page4=2 1:page1=2 2:page5=2 3:page3=2
  `);
});

test.each([
  [2, 'the cursor stands on 0 after the wrap: 1 and 0 are looked at'],
  [1, 'a single entry is entry 0 each time'],
])('a table of %i entries fills up and sleeps too: %s', (entries) => {
  const rig = mapped(`v3.9 cpus=2 pkmap=${entries}`, entries);
  expect(attempt(rig, 'cpu0: kmap(page5)').outcome).toBe('waiting');
  run(rig, 'cpu1: kunmap(page1)\ncpu0: finish');
  expect(show(rig)).toMatch(/pkmap .*page5=2/);
});

test('the cursor goes on from where the last search ended, also after the sleep', () => {
  const rig = mapped('v3.9 cpus=2 pkmap=4', 3);
  attempt(rig, 'cpu0: kmap(page4)');
  attempt(rig, 'cpu0: kmap(page5)');
  run(rig, 'cpu1: kunmap(page4)\ncpu0: finish\ncpu1: kunmap(page3)\ncpu1: kunmap(page1)\ncpu1: kmap(page6)');
  expect(show(rig)).toContain('pkmap 0:page5=2 1:page6=2 2:page2=2');
});

test('a sleeper whose page somebody else has mapped meanwhile is woken by that, and only counts', () => {
  const rig = mapped('v3.9 cpus=2 pkmap=2', 2);
  attempt(rig, 'cpu0: kmap(page3)');
  run(rig, 'cpu1: kunmap(page1)\ncpu1: kmap(page3)');
  logOf(rig);
  run(rig, 'cpu0: finish');
  expect(logOf(rig)).toBe(text`
    cpu0 pkmap_count pkmap1 2 → 3
    cpu0 return kmap = pkmap1
  `);
});

test('two sleepers, one entry: the one that comes late sleeps again', () => {
  const rig = mapped('v3.9 cpus=3 pkmap=2', 2);
  attempt(rig, 'cpu0: kmap(page3)');
  attempt(rig, 'cpu1: kmap(page4)');
  run(rig, 'cpu2: kunmap(page1)\ncpu1: finish');
  expect(attempt(rig, 'cpu0: finish').outcome).toBe('waiting');
  run(rig, 'cpu2: kunmap(page4)\ncpu0: finish');
  expect(show(rig)).toContain('pkmap 0:page2=2 1:page3=2');
});

test('kmap_lock is held with interrupts off until the page is counted, and one CPU waits for the other', () => {
  const rig = run(makeRig('v3.9 cpus=2 pkmap=4'), 'cpu0: enter kmap(page1)\ncpu0: tick 2');
  expect(attempt(rig, 'cpu0: irq').reason).toBe('CPU0 has interrupts off: let the handler return first.');
  expect(attempt(rig, 'cpu1: kmap(page2)').reason).toBe('CPU1 waits for another CPU to release kmap_lock.');
  run(rig, 'cpu0: finish\ncpu0: irq\ncpu0: irq_return\ncpu1: finish');
  expect(show(rig)).toContain('pkmap 1:page1=2 2:page2=2');
  run(rig, 'cpu0: enter kmap(page3)\ncpu0: tick 2');
  expect(attempt(rig, 'cpu1: kunmap(page2)').reason).toBe('CPU1 waits for another CPU to release kmap_lock.');
});

test('the sleeper has released the lock and let interrupts on', () => {
  const rig = mapped('v3.9 cpus=1 pkmap=1', 1);
  attempt(rig, 'cpu0: kmap(page2)');
  run(
    rig,
    'cpu0: irq\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\ncpu0: irq_return\ncpu0: kunmap(page1)\ncpu0: finish',
  );
  expect(show(rig)).toContain('pkmap 0:page2=2');
});

test('kunmap in an interrupt is BUG_ON(in_interrupt()) up to 5.10, which takes the system down', () => {
  const rig = mapped('v3.9 cpus=1', 1);
  run(rig, 'cpu0: irq\ncpu0: kunmap(page1)');
  expect(logOfOnly(rig, ['bug'])).toBe('cpu0 bug in kunmap: kmap in interrupt');
  const low = run(makeRig('v3.9 cpus=1'), 'cpu0: irq\ncpu0: kunmap(low0)');
  expect(logOfOnly(low, ['bug'])).toBe('cpu0 bug in kunmap: kmap in interrupt');
});

test('on 6.1 kunmap may sleep, so a handler may not call it', () => {
  const rig = mapped('v6.1 cpus=1', 1);
  run(rig, 'cpu0: irq');
  expect(attempt(rig, 'cpu0: kunmap(page1)').reason).toMatch(/^That may sleep/);
  run(rig, 'cpu0: irq_return\ncpu0: kunmap(page1)');
  expect(show(rig)).toContain('pkmap 1:page1=1');
});

test('two kunmaps of one mapping: the second finds the count at 1, a BUG', () => {
  const rig = mapped('v3.9 cpus=2', 1);
  run(rig, 'cpu0: enter kunmap(page1)\ncpu1: kunmap(page1)\ncpu0: finish');
  expect(logOfOnly(rig, ['bug'])).toBe('cpu0 bug in kunmap: kunmap not mapped');
});

test('a mapping that was flushed away under a kunmap is a BUG as well', () => {
  const rig = mapped('v3.9 cpus=2', 1);
  run(rig, 'cpu0: enter kunmap(page1)\ncpu1: kunmap(page1)\ncpu1: kmap_flush_unused()\ncpu0: finish');
  expect(logOfOnly(rig, ['bug'])).toBe('cpu0 bug in kunmap: kunmap not mapped');
});
