import { expect, test } from 'vitest';
import { routineOf } from '../kernel.ts';
import { fnNumber } from '../routine.ts';
import { attempt, logOf, logOfOnly, makeRig, run, runText, show, text } from '../testing/rig.ts';

const STRAY = `cpu0 online depth=0 | page1~ page2~
               cpu1 online depth=0 | page3~ page4~`;

test('cpu_down: who does what, in which context and order (rows 1-10 of machine.md 4, recorded)', () => {
  const rig = run(makeRig('rfc-v2 cpus=2 slots=2', STRAY), 'cpu0: cpu_down(cpu1)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter cpu_down(1, 0)
    cpu0 notifier CPU_DOWN_PREPARE of cpu1
    cpu0 stop_machine on for cpu1
    cpu1 enter take_cpu_down(0, 0)
    cpu1 cpu_state online → dying
    cpu1 tlb_invalidate all_broadcast nowhere ×1
    cpu1 notifier CPU_DYING of cpu1
    cpu1 enter kmap_remove_unused_cpu(1, 0)
    cpu1 flush_cpu of cpu1 [2, 4)
    cpu1 pte_read cpu1.slot0 page3
    cpu1 pte_write cpu1.slot0 page3 → . (stopper)
    cpu1 tlb_invalidate page_broadcast cpu1.slot0 ×1
    cpu1 pte_read cpu1.slot1 page4
    cpu1 pte_write cpu1.slot1 page4 → . (stopper)
    cpu1 tlb_invalidate page_broadcast cpu1.slot1 ×1
    cpu1 return kmap_remove_unused_cpu = void
    cpu1 stop_machine off for cpu1
    cpu1 cpu_state dying → dead
    cpu1 return take_cpu_down = void
    cpu0 notifier CPU_DEAD of cpu1
    cpu0 notifier CPU_POST_DEAD of cpu1
    cpu0 return cpu_down = 0
  `);
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | page1~ page2~
    cpu1 dead   depth=0 | .      .
  `);
});

test.each([
  ['rfc-v2', '.', 'CPU_DYING'],
  ['rfc-no-hook', 'page3~', 'nobody'],
  ['rfc-dead-hook', '.', 'CPU_DEAD'],
  ['vendor-4.9 kunmap_clears=never', '.', 'the cpuhp state KMAP:dying'],
  ['rfc-v2 hotplug_hook=dying_no_frozen_mask', '.', 'CPU_DYING, without the mask but not in suspend'],
  ['v3.9', 'page3~', 'a kernel without the flush'],
  ['v3.9 hotplug_hook=dying', 'page3~', 'a hook without a flush to call'],
  ['v3.9 hotplug_hook=dead', 'page3~', 'a hook without a flush to call'],
])('%s: slot 0 of a CPU that went down holds %s (cleared by %s)', (kernel, left) => {
  const after = runText(`${kernel} cpus=2`, STRAY, 'cpu0: cpu_down(cpu1)').split('\n')[1];
  expect(after?.replace(/ +/g, ' ')).toMatch(`cpu1 dead depth=0 | ${left} `);
});

test('a callback that has its turn after the hook leaves a stray on a CPU that is gone (H10)', () => {
  const rig = run(makeRig('rfc-v2 cpus=2 late_callback=maps', STRAY), 'cpu0: cpu_down(cpu1)');
  expect(logOfOnly(rig, ['notifier', 'flush_cpu', 'pte_write', 'depth', 'stop_machine', 'cpu_state']))
    .toMatchInlineSnapshot(`
    "cpu0 notifier CPU_DOWN_PREPARE of cpu1
    cpu0 stop_machine on for cpu1
    cpu1 cpu_state online → dying
    cpu1 notifier CPU_DYING of cpu1
    cpu1 flush_cpu of cpu1 [16, 32)
    cpu1 pte_write cpu1.slot0 page3 → . (stopper)
    cpu1 pte_write cpu1.slot1 page4 → . (stopper)
    cpu1 depth 0 → 1
    cpu1 pte_write cpu1.slot0 . → page0 (stopper)
    cpu1 depth 1 → 0
    cpu1 stop_machine off for cpu1
    cpu1 cpu_state dying → dead
    cpu0 notifier CPU_DEAD of cpu1
    cpu0 notifier CPU_POST_DEAD of cpu1"
  `);
  expect(show(rig)).toMatchInlineSnapshot(`
    "cpu0 online depth=0 | page1~ page2~ .
    cpu1 dead   depth=0 | page0~ .      ."
  `);
  run(rig, 'cpu0: kmap_atomic_flush_unused()\ncpu0: secure_protect(page0)\ncpu0: speculate(cpu1.slot0)');
  expect(logOfOnly(rig, ['violation', 'ipi_send'])).toMatchInlineSnapshot(`
    "cpu0 ipi_send to [] missed [1]
    cpu0 violation cpu1.slot0 page0 via pte speculative: async_abort"
  `);
});

test.each([
  ['rfc-v2', 'page0~', 'notifier_call_chain'],
  ['rfc-v1', 'page0~', 'notifier_call_chain'],
  ['v3.9', 'page0~', 'notifier_call_chain'],
  ['v2.6.32', 'page0~', 'notifier_call_chain'],
  ['rfc-dead-hook', '.', 'notifier_call_chain'],
  ['v3.9-debug', '.', 'notifier_call_chain'],
  ['vendor-4.9', '.', 'cpuhp_invoke_callback'],
  ['vendor-4.9 kunmap_clears=never', 'page0~', 'cpuhp_invoke_callback'],
  ['v6.1', '.', 'cpuhp_invoke_callback'],
])('%s late_callback=maps: slot 0 of a CPU that went down holds %s (%s)', (name, left, by) => {
  const rig = run(makeRig(`${name} cpus=2 slots=2 late_callback=maps`), 'cpu0: cpu_down(cpu1)');
  expect(show(rig).split('\n')[1]?.replace(/ +/g, ' ')).toMatch(`cpu1 dead depth=0 | ${left} `);
  const { lines } = routineOf(rig.kernel, fnNumber('take_cpu_down'));
  expect(lines.find(({ text: says }) => /kmap_atomic\(page0\)/.test(says))?.within).toBe(by);
});

test('a dead CPU’s slots stay in the page table: any online CPU walks into them, and no later flush reaches them', () => {
  const lines =
    'cpu0: cpu_down(cpu1)\ncpu0: kmap_atomic_flush_unused()\ncpu0: secure_protect(page3)\ncpu0: speculate(cpu1.slot0)';
  const rig = run(makeRig('rfc-no-hook cpus=2', STRAY), lines);
  expect(logOfOnly(rig, ['violation', 'ipi_send'])).toBe(text`
    cpu0 ipi_send to [] missed [1]
    cpu0 violation cpu1.slot0 page3 via pte speculative: async_abort
  `);
});

test('the hook on CPU_DEAD runs on the initiator, reads the initiator’s index and tells the initiator’s TLB (H9)', () => {
  const rig = makeRig('rfc-dead-hook cpus=3 slots=2 page_tlbi=local', `${STRAY}\ncpu2 online depth=0 | .`);
  run(rig, 'cpu2: speculate(cpu1.slot0)\ncpu0: speculate(cpu1.slot0)\ncpu0: cpu_down(cpu1)');
  expect(logOfOnly(rig, ['flush_cpu', 'pte_write', 'tlb_drop', 'notifier'])).toBe(text`
    cpu0 notifier CPU_DOWN_PREPARE of cpu1
    cpu1 notifier CPU_DYING of cpu1
    cpu0 notifier CPU_DEAD of cpu1
    cpu0 flush_cpu of cpu1 [2, 4)
    cpu0 pte_write cpu1.slot0 page3 → . (task)
    cpu0 tlb_drop cpu1.slot0 page3
    cpu0 pte_write cpu1.slot1 page4 → . (task)
    cpu0 notifier CPU_POST_DEAD of cpu1
  `);
  run(rig, 'cpu0: secure_protect(page3)\ncpu2: speculate(cpu1.slot0)');
  expect(logOfOnly(rig, ['violation'])).toBe('cpu2 violation cpu1.slot0 page3 via tlb speculative: async_abort');
});

test('between CPU_DYING and CPU_DEAD the hook on CPU_DEAD leaves a window with the PTE valid', () => {
  const rig = makeRig('rfc-dead-hook cpus=3', `${STRAY}\ncpu2 online depth=0 | .`);
  run(rig, 'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4\ncpu1: tick 5');
  run(rig, 'cpu2: secure_buffer_change_chunk(page3)\ncpu2: speculate(cpu1.slot0)');
  expect(logOfOnly(rig, ['violation'])).toBe('cpu2 violation cpu1.slot0 page3 via pte speculative: async_abort');
});

test('cpu_down waits while any CPU holds an atomic mapping, so the dying CPU is always at depth 0', () => {
  const rig = makeRig('rfc-v2 cpus=3', '');
  run(rig, 'cpu2: kmap_atomic(page1)');
  expect(attempt(rig, 'cpu0: cpu_down(cpu1)')).toMatchObject({
    outcome: 'waiting',
    reason:
      'CPU0 waits for every online CPU to be stoppable: one holds an atomic mapping or is in an interrupt or a call.',
  });
  run(rig, 'cpu2: kunmap_atomic()\ncpu0: finish');
  expect(show(rig)).toContain('cpu1 dead');
});

test.each([
  ['cpu1: kmap_atomic(low0)', 'cpu1: kunmap_atomic()', 'the dying CPU holds even a lowmem page'],
  ['cpu2: irq', 'cpu2: irq_return', 'another CPU is in an interrupt'],
  ['cpu1: enter kmap(page1)', 'cpu1: finish', 'the dying CPU is in the middle of a call'],
])('cpu_down waits: after %s, until %s (%s)', (first, then) => {
  const rig = run(makeRig('rfc-v2 cpus=3'), first);
  expect(attempt(rig, 'cpu0: cpu_down(cpu1)').outcome).toBe('waiting');
  run(rig, `${then}\ncpu0: finish`);
  expect(show(rig)).toContain('cpu1 dead');
});

test('a call that is under way on a third CPU does not hold cpu_down up', () => {
  const rig = run(makeRig('rfc-v2 cpus=3'), 'cpu2: enter kmap(page1)\ncpu0: cpu_down(cpu1)');
  expect(show(rig)).toContain('cpu1 dead');
});

test('a CPU that stopped at a BUG keeps every other from ever going down', () => {
  const rig = makeRig('rfc-v2 debug=on cpus=3', 'cpu2 online depth=0 | page7~');
  run(rig, 'cpu2: kmap_atomic(page1)');
  expect(attempt(rig, 'cpu0: cpu_down(cpu1)').outcome).toBe('waiting');
});

test('under stop_machine only the dying CPU runs', () => {
  const rig = run(makeRig('rfc-v2 cpus=3'), 'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4');
  const held = 'Every CPU stands still (stop_machine) until CPU1 has gone down: go on there first.';
  expect(attempt(rig, 'cpu2: kmap_atomic(page1)').reason).toBe(held);
  expect(attempt(rig, 'cpu0: tick').reason).toBe(held);
  expect(attempt(rig, 'cpu2: irq').reason).toBe(held);
  run(rig, 'cpu1: tick');
  expect(show(rig)).toContain('cpu1 dying');
  expect(attempt(rig, 'cpu1: irq').reason).toBe('CPU1 is offline: bring it up with cpu_up first.');
});

test('CPU0 is refused with -EPERM by its platform, after DOWN_PREPARE and inside stop_machine; nothing has changed', () => {
  const rig = run(makeRig('rfc-v2 cpus=2', STRAY), 'cpu1: cpu_down(cpu0)');
  expect(logOf(rig)).toBe(text`
    cpu1 enter cpu_down(0, 0)
    cpu1 notifier CPU_DOWN_PREPARE of cpu0
    cpu1 stop_machine on for cpu0
    cpu0 enter take_cpu_down(1, 0)
    cpu0 stop_machine off for cpu0
    cpu0 return take_cpu_down = -1
    cpu1 notifier CPU_DOWN_FAILED of cpu0
    cpu1 return cpu_down = -1
  `);
  expect(show(rig)).toContain('cpu0 online depth=0 | page1~ page2~');
  run(rig, 'cpu0: cpu_down(cpu1)');
  expect(show(rig)).toContain('cpu1 dead');
});

test('the recorded 3.18 lets CPU0 go', () => {
  expect(runText('vendor-3.18 cpus=2', '', 'cpu1: cpu_down(cpu0)')).toContain('cpu0 dead');
});

test('an offline CPU is -EINVAL, and the lock is free again', () => {
  const rig = run(makeRig('v3.9 cpus=3'), 'cpu0: cpu_down(cpu1)');
  logOf(rig);
  run(rig, 'cpu0: cpu_down(cpu1)\ncpu0: cpu_down(cpu2)');
  expect(logOfOnly(rig, ['return'])).toContain('cpu0 return cpu_down = -22');
  expect(show(rig)).toContain('cpu2 dead');
});

test.each([
  ['vendor-4.4', -22],
  ['vendor-4.9', 0],
  ['v6.1', 0],
])(
  '%s answers %d to whoever takes down a CPU that has gone: from 4.6 on there is no state left to leave',
  (kernel, answer) => {
    const rig = run(makeRig(`${kernel} cpus=3`), 'cpu0: cpu_down(cpu1)\ncpu0: cpu_down(cpu1)\ncpu0: cpu_down(cpu2)');
    expect(logOfOnly(rig, ['return']).match(/^cpu0 return cpu_down = .*$/gm)).toEqual([
      'cpu0 return cpu_down = 0',
      `cpu0 return cpu_down = ${answer}`,
      'cpu0 return cpu_down = 0',
    ]);
  },
);

test('the last online CPU is -EBUSY, before anything else is asked', () => {
  const rig = run(makeRig('v3.9 cpus=2'), 'cpu0: cpu_down(cpu1)');
  logOf(rig);
  run(rig, 'cpu0: cpu_down(cpu1)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter cpu_down(1, 0)
    cpu0 return cpu_down = -16
  `);
  run(rig, 'cpu0: cpu_up(cpu1)');
});

test('one hotplug operation at a time: the second sleeps on the lock', () => {
  const rig = run(makeRig('v3.9 cpus=4'), 'cpu0: enter cpu_down(cpu3)\ncpu0: tick');
  expect(attempt(rig, 'cpu1: cpu_down(cpu2)').reason).toBe(
    'CPU1 waits for the hotplug operation of another CPU to end.',
  );
  run(rig, 'cpu0: finish\ncpu1: finish');
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | . . .
    cpu1 online depth=0 | . . .
    cpu2 dead   depth=0 | . . .
    cpu3 dead   depth=0 | . . .
  `);
});

test('a task that waits in cpu_down sleeps: its CPU does other things meanwhile', () => {
  const rig = run(makeRig('v3.9 cpus=3'), 'cpu2: kmap_atomic(page1)');
  attempt(rig, 'cpu0: cpu_down(cpu1)');
  run(rig, 'cpu0: kmap(page2)');
  expect(show(rig)).toContain('pkmap 1:page2=2');
  run(rig, 'cpu2: kunmap_atomic()\ncpu0: finish');
  expect(show(rig)).toContain('cpu1 dead');
});

test.each([
  ['v3.14', 'cpu1', 'its own only'],
  ['v3.9', 'cpu1, cpu0', 'everybody’s, by broadcast up to 3.10'],
])('%s: the dying CPU’s local_flush_tlb_all empties the TLB of %s (%s)', (kernel, whose) => {
  const rig = makeRig(`${kernel} cpus=2`, STRAY);
  run(
    rig,
    'cpu0: speculate(cpu0.slot0)\ncpu1: speculate(cpu0.slot0)\ncpu1: speculate(cpu1.slot1)\ncpu0: cpu_down(cpu1)',
  );
  const dropped = new Set(
    logOfOnly(rig, ['tlb_drop'])
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
  expect(dropped).toEqual(new Set(whose.split(', ')));
});

test('what a dying CPU loads after its local_flush_tlb_all goes with its power', () => {
  const rig = run(makeRig('v3.14 cpus=2', STRAY), 'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4\ncpu1: tick 2');
  run(rig, 'cpu1: speculate(cpu0.slot0)');
  logOf(rig);
  run(rig, 'cpu0: finish');
  expect(logOfOnly(rig, ['tlb_drop', 'cpu_state'])).toBe(text`
    cpu1 tlb_drop cpu0.slot0 page1
    cpu1 cpu_state dying → dead
  `);
});

test('kmap_local: a task that holds a mapping may not migrate, asleep or awake, and its CPU stays until it has unmapped', () => {
  const rig = run(makeRig('v6.1 cpus=3'), 'cpu1: kmap_local_page(page1)\ncpu1: schedule(task4)');
  expect(attempt(rig, 'cpu0: cpu_down(cpu2)').outcome).toBe('done');
  const waits = 'is in an interrupt or a call, or has a task that kmap_local keeps there.';
  expect(attempt(rig, 'cpu0: cpu_down(cpu1)').reason).toContain(waits);
  run(rig, 'cpu1: schedule(task1)\ncpu1: kunmap_local()\ncpu0: finish');
  expect(show(rig).split('\n')[1]).toMatch(/^cpu1 dead/);
});

test('kmap_local of a page that pkmap maps takes no slot, and does not keep its task where it is', () => {
  const rig = run(makeRig('v6.1 cpus=2'), 'cpu0: kmap(page1)\ncpu1: kmap_local_page(page1)');
  expect(attempt(rig, 'cpu0: cpu_down(cpu1)').outcome).toBe('done');
});

test('a CPU that stopped at a BUG is still in cpu_online_mask: nobody is the last one, and hotplug waits for it for ever', () => {
  const lines = 'cpu1: kmap_atomic(page1)\ncpu1: kmap_atomic(page2)\ncpu1: kunmap_atomic(slot0)';
  const rig = run(makeRig('v3.9-debug cpus=2'), lines);
  expect(attempt(rig, 'cpu0: cpu_down(cpu1)')).toMatchObject({ outcome: 'waiting' });
});

test.each([
  ['rfc-v2', 'hotplug_kmap_atomic_callback: kmap_remove_unused_cpu(cpu)'],
  ['vendor-4.9', 'cpuhp state KMAP:dying: kmap_remove_unused_cpu(cpu)'],
  ['v6.1', 'notify CPU_DYING'],
])('%s: what a dying CPU does before the others go on is “%s”', (kernel, line) => {
  const { lines } = routineOf(makeRig(kernel).kernel, fnNumber('take_cpu_down'));
  expect(lines[lines.findIndex(({ text: said }) => said.startsWith('end of stop_machine')) - 1]?.text).toBe(line);
});
