import { expect, test } from 'vitest';
import { abortPending, faultCpu, faultPage, faultVa } from './machine.ts';
import { attempt, logOf, logOfOnly, makeRig, run, show, text } from './testing/rig.ts';
import { slotVa } from './va.ts';

const EXPOSED = `cpu0 online depth=0 | .
                 cpu1 online depth=0 | page3~
                 secure page3`;

test('the bite: any CPU, not only the owner, may walk the stray and meet the firewall', () => {
  const rig = run(makeRig('v3.9 cpus=2', EXPOSED), 'cpu0: speculate(cpu1.slot0)');
  expect(logOf(rig)).toBe(text`
    cpu0 tlb_fill cpu1.slot0 page3
    cpu0 violation cpu1.slot0 page3 via pte speculative: async_abort
  `);
  expect([faultPage(rig.machine), faultVa(rig.machine), faultCpu(rig.machine)]).toEqual([4, slotVa(16), 0]);
});

test('the first refused access is the one on record', () => {
  const rig = makeRig('v3.9 cpus=2', 'cpu0 online depth=0 | page1~\ncpu1 online depth=0 | page3~\nsecure page1 page3');
  run(rig, 'cpu1: speculate(cpu1.slot0)\ncpu0: speculate(cpu0.slot0)');
  expect([faultPage(rig.machine), faultVa(rig.machine), faultCpu(rig.machine)]).toEqual([4, slotVa(16), 1]);
});

test('an access that the firewall lets pass says how it got there: by PTE, by TLB, by the linear map', () => {
  const rig = run(
    makeRig('v3.9 cpus=1', 'cpu0 online depth=0 | page3~'),
    'cpu0: speculate(slot0)\ncpu0: speculate(slot0)\ncpu0: speculate(linear(low0))',
  );
  expect(logOf(rig)).toBe(text`
    cpu0 tlb_fill cpu0.slot0 page3
    cpu0 access cpu0.slot0 page3 via pte speculative
    cpu0 access cpu0.slot0 page3 via tlb speculative
    cpu0 access linear(low0) low0 via linear speculative
  `);
});

test('the linear map never goes away: a secure lowmem page is exposed for ever', () => {
  const rig = run(makeRig('rfc-v2 cpus=1'), 'cpu0: secure_buffer_change_chunk(low0)\ncpu0: speculate(linear(low0))');
  expect(logOfOnly(rig, ['violation'])).toBe('cpu0 violation linear(low0) low0 via linear speculative: async_abort');
});

test('highmem is what the linear map leaves out', () => {
  const rig = makeRig('v3.9 cpus=1');
  expect(attempt(rig, 'cpu0: speculate(linear(page0))').outcome).toBe('nothing');
  expect(logOf(rig)).toBe('cpu0 no_translation linear(page0) speculative');
});

test('pkmap addresses translate as far as there are entries', () => {
  const rig = run(makeRig('v3.9 cpus=2 pkmap=2'), 'cpu0: kmap(page3)\ncpu1: speculate(pkmap1)');
  expect(logOfOnly(rig, ['access'])).toBe('cpu1 access pkmap1 page3 via pte speculative');
  expect(attempt(rig, 'cpu1: speculate(pkmap0)').outcome).toBe('nothing');
});

test('a read on purpose where nothing is mapped finds no translation', () => {
  const rig = run(makeRig('v3.9 cpus=1'), 'cpu0: read(slot5)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter read(6, 0)
    cpu0 no_translation cpu0.slot5
    cpu0 return read = void
  `);
});

test.each([
  ['silent_zero', 'silent_zero', false],
  ['async_abort', 'async_abort', true],
  ['fatal', 'fatal', false],
])('firewall=%s: a speculative access ends in %s', (firewall, delivery, pending) => {
  const rig = run(makeRig(`v3.9 cpus=2 firewall=${firewall}`, EXPOSED), 'cpu0: speculate(cpu1.slot0)');
  expect(logOfOnly(rig, ['violation'])).toMatch(new RegExp(`speculative: ${delivery}$`));
  expect([abortPending(rig.machine, 0), abortPending(rig.machine, 1)]).toEqual([pending, false]);
  expect(attempt(rig, 'cpu1: kmap_atomic(page1)').outcome).toBe(firewall === 'fatal' ? 'refused' : 'done');
});

test.each([
  ['silent_zero', 'silent_zero'],
  ['async_abort', 'sync_abort'],
  ['fatal', 'fatal'],
])('firewall=%s: a load that is executed ends in %s, and leaves no abort pending', (firewall, delivery) => {
  const rig = run(makeRig(`v3.9 cpus=2 firewall=${firewall}`, EXPOSED), 'cpu0: read(cpu1.slot0)');
  expect(logOfOnly(rig, ['violation'])).toBe(`cpu0 violation cpu1.slot0 page3 via pte: ${delivery}`);
  expect(abortPending(rig.machine, 0)).toBe(false);
});

test('a fatal firewall ends the call that met it: there is nobody left to return', () => {
  const rig = makeRig('v3.9 cpus=1 firewall=fatal', 'secure page1');
  expect(attempt(rig, 'cpu0: dma_clean(page1..page2)')).toMatchObject({ outcome: 'done', reason: null });
  expect(logOfOnly(rig, ['violation', 'cache_clean', 'return'])).toBe(text`
    cpu0 return kmap_atomic = cpu0.slot0
    cpu0 violation cpu0.slot0 page1 via pte: fatal
    cpu0 cache_clean page1
  `);
});

test('an asynchronous abort stays pending until something takes it: here an innocent interrupt', () => {
  const rig = run(makeRig('v3.9 cpus=2', EXPOSED), 'cpu0: speculate(cpu1.slot0)\ncpu0: irq');
  logOf(rig);
  expect(attempt(rig, 'cpu1: take_abort').reason).toBe('No abort is pending on CPU1.');
  run(rig, 'cpu0: take_abort');
  expect(logOf(rig)).toBe('cpu0 abort_taken by irq');
  expect(attempt(rig, 'cpu0: take_abort').reason).toBe('No abort is pending on CPU0.');
  run(rig, 'cpu0: irq_return\ncpu0: speculate(cpu1.slot0)\ncpu0: take_abort');
  expect(logOfOnly(rig, ['abort_taken'])).toBe('cpu0 abort_taken by task');
});

test('a CPU without power speculates nothing; one that starts or dies does', () => {
  const rig = run(
    makeRig('rfc-no-hook cpus=2', 'cpu0 online depth=0 | page1~'),
    'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4\ncpu1: tick 2',
  );
  expect(attempt(rig, 'cpu1: speculate(cpu0.slot0)').outcome).toBe('done');
  run(rig, 'cpu0: finish');
  expect(attempt(rig, 'cpu1: speculate(cpu0.slot0)').reason).toBe('CPU1 is offline: bring it up with cpu_up first.');
  expect(attempt(rig, 'cpu1: evict(cpu0.slot0)').reason).toBe('CPU1 is offline: bring it up with cpu_up first.');
  run(rig, 'cpu0: enter cpu_up(cpu1)\ncpu0: tick 4');
  expect(attempt(rig, 'cpu1: speculate(cpu0.slot0)').outcome).toBe('done');
});

test('speculation happens under stop_machine and on a CPU that stopped at a BUG: hardware asks no kernel', () => {
  const rig = makeRig('v3.9-debug cpus=3', 'cpu0 online depth=0 | page7~');
  run(rig, 'cpu1: enter cpu_down(cpu2)\ncpu1: tick 4\ncpu0: speculate(slot0)\ncpu1: finish\ncpu0: kmap_atomic(page1)');
  expect(show(rig)).toContain('cpu0 stopped');
  run(rig, 'cpu0: speculate(slot0)');
  expect(logOfOnly(rig, ['access'])).toBe(text`
    cpu0 access cpu0.slot0 page7 via pte speculative
    cpu0 access cpu0.slot0 page7 via pte speculative
  `);
});
