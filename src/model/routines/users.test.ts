import { expect, test } from 'vitest';
import { logOfOnly, logText, makeRig, run, runText, show, text } from '../testing/rig.ts';

test('copy_highpage maps source and destination nested, and both stay behind', () => {
  const rig = run(makeRig('v3.9 cpus=2'), 'cpu1: copy_highpage(page1, page2)');
  expect(logOfOnly(rig, ['enter', 'access', 'return'])).toBe(text`
    cpu1 enter copy_highpage(2, 3)
    cpu1 enter kmap_atomic(3, 3)
    cpu1 return kmap_atomic = cpu1.slot0
    cpu1 enter kmap_atomic(2, 4)
    cpu1 return kmap_atomic = cpu1.slot1
    cpu1 access cpu1.slot0 page2 via pte
    cpu1 access cpu1.slot1 page1 via pte
    cpu1 enter kunmap_atomic(18, 0)
    cpu1 return kunmap_atomic = void
    cpu1 enter kunmap_atomic(17, 0)
    cpu1 return kunmap_atomic = void
    cpu1 return copy_highpage = void
  `);
  expect(show(rig)).toContain('cpu1 online depth=0 | page2~ page1~ .');
});

test('a later single kmap overwrites position 0 only: the copy’s destination lives on', () => {
  const lines = 'cpu0: copy_highpage(page1, page2)\ncpu0: kmap_atomic(page5)\ncpu0: kunmap_atomic()';
  expect(runText('v3.9 cpus=1', '', lines)).toBe('cpu0 online depth=0 | page5~ page1~ .');
});

test('on 2.6.32 copy_highpage asks for KM_USER0 and KM_USER1, dma_clean for KM_USER0', () => {
  expect(runText('v2.6.32 cpus=1', '', 'cpu0: copy_highpage(page1, page2)')).toBe(
    'cpu0 online depth=0 | .      .      .      page2~ page1~',
  );
  expect(runText('v2.6.32 cpus=1', '', 'cpu0: dma_clean(page1..page2)')).toBe(
    'cpu0 online depth=0 | .      .      .      page2~',
  );
});

test('dma_clean maps one page after the other at the same position: only the last one stays', () => {
  const rig = run(makeRig('v3.9 cpus=1'), 'cpu0: dma_clean(page2..page4)');
  expect(logOfOnly(rig, ['cache_clean', 'pte_write', 'access'])).toBe(text`
    cpu0 pte_write cpu0.slot0 . → page2 (task)
    cpu0 access cpu0.slot0 page2 via pte
    cpu0 cache_clean page2
    cpu0 pte_write cpu0.slot0 page2 → page3 (task)
    cpu0 access cpu0.slot0 page3 via pte
    cpu0 cache_clean page3
    cpu0 pte_write cpu0.slot0 page3 → page4 (task)
    cpu0 access cpu0.slot0 page4 via pte
    cpu0 cache_clean page4
  `);
  expect(show(rig)).toBe('cpu0 online depth=0 | page4~ .      .');
});

test('256 pages cleaned on CPU2 leave one stray, at 0xfff20000', () => {
  const after = runText('v3.9 pages=256', '', 'cpu2: dma_clean(page0..page255)');
  expect(after.split('\n')[2]).toBe('cpu2 online depth=0 | page255~ .        .');
});

test('a task that moves half way leaves two: the last page before, on the old CPU, and the last of all on the new one', () => {
  const after = runText('v3.9 cpus=2', '', 'cpu0: dma_clean(page0..page3)\ncpu1: dma_clean(page4..page7)');
  expect(after).toBe(text`
    cpu0 online depth=0 | page3~ .      .
    cpu1 online depth=0 | page7~ .      .
  `);
});

test('a clean on top of a mapping that is held uses the next position', () => {
  const after = runText('v3.9 cpus=1', '', 'cpu0: kmap_atomic(page1)\ncpu0: dma_clean(page2..page3)');
  expect(after).toBe('cpu0 online depth=1 | page1* page3~ .');
});

test('copies and cleans of lowmem pages use no slot', () => {
  const log = logText('v3.9 cpus=1', '', 'cpu0: copy_highpage(low0, low1)\ncpu0: dma_clean(low0..low1)');
  expect(log).not.toContain('pte_write');
  expect(log).toContain('cpu0 access linear(low1) low1 via linear\ncpu0 access linear(low0) low0 via linear');
});
