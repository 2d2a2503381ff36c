import { expect, test } from 'vitest';
import { attempt, logOf, logText, makeRig, run, runText, show, text } from '../testing/rig.ts';

const THREE = `cpu0: kmap(page1)
               cpu0: kmap(page2)
               cpu0: kmap(page3)
               cpu0: kunmap(page1)
               cpu0: kunmap(page3)`;

test('every entry that nobody uses loses its PTE, then one range invalidate on all CPUs; entries in use stay', () => {
  const rig = run(makeRig('v3.9 cpus=1 pkmap=4'), THREE);
  logOf(rig);
  run(rig, 'cpu0: kmap_flush_unused()');
  expect(logOf(rig)).toBe(text`
    cpu0 enter kmap_flush_unused(0, 0)
    cpu0 enter flush_all_zero_pkmaps(0, 0)
    cpu0 pkmap_count pkmap1 1 → 0
    cpu0 pte_write pkmap1 page1 → . (task)
    cpu0 pkmap_count pkmap3 1 → 0
    cpu0 pte_write pkmap3 page3 → . (task)
    cpu0 tlb_invalidate range pkmap0 ×4
    cpu0 return flush_all_zero_pkmaps = void
    cpu0 return kmap_flush_unused = void
  `);
  expect(show(rig)).toBe('cpu0 online depth=0 | . . .\npkmap 2:page2=2');
});

test('with nothing to clear there is no invalidate', () => {
  expect(logText('v3.9 cpus=1', '', 'cpu0: kmap(page1)\ncpu0: kmap_flush_unused()')).not.toContain('tlb_invalidate');
});

test('the last entry is reached too', () => {
  const lines = 'cpu0: kmap(page1)\ncpu0: kunmap(page1)\ncpu0: kmap_flush_unused()';
  expect(runText('v3.9 cpus=1 pkmap=2', '', lines)).toBe('cpu0 online depth=0 | . . .');
});

test('each of the two flushes leaves the other’s strays alone', () => {
  const start = 'cpu0 online depth=0 | page5~';
  const pkmap = 'cpu0: kmap(page1)\ncpu0: kunmap(page1)\n';
  expect(runText('rfc-v2 cpus=1', start, `${pkmap}cpu0: kmap_flush_unused()`)).toBe(
    'cpu0 online depth=0 | page5~ .      .',
  );
  expect(runText('rfc-v2 cpus=1', start, `${pkmap}cpu0: kmap_atomic_flush_unused()`)).toBe(text`
    cpu0 online depth=0 | . . .
    pkmap 1:page1=1
  `);
});

test('between the clear and the invalidate every TLB may still hold the page; afterwards none does', () => {
  const rig = run(makeRig('v3.14 cpus=2 pkmap=4'), 'cpu0: kmap(page1)\ncpu1: speculate(pkmap1)\ncpu0: kunmap(page1)');
  run(rig, 'cpu0: enter kmap_flush_unused()\ncpu0: tick 3');
  expect(attempt(rig, 'cpu1: speculate(pkmap1)').outcome).toBe('done');
  run(rig, 'cpu0: finish');
  expect(attempt(rig, 'cpu1: speculate(pkmap1)').outcome).toBe('nothing');
});

test('it holds kmap_lock with interrupts off, and is refused where interrupts are off', () => {
  const rig = run(makeRig('v3.9 cpus=2'), 'cpu0: enter kmap_flush_unused()\ncpu0: tick');
  expect(attempt(rig, 'cpu0: irq').outcome).toBe('refused');
  expect(attempt(rig, 'cpu1: kmap_flush_unused()').reason).toBe('CPU1 waits for another CPU to release kmap_lock.');
  run(rig, 'cpu0: finish\ncpu1: finish\ncpu0: irq');
});
