import { expect, test } from 'vitest';
import { attempt, logOf, logOfOnly, makeRig, run, show, text } from '../testing/rig.ts';

const DEAD = `cpu0 online depth=0 | page1~ page2~
              cpu1 dead   depth=0 | page3~ page4~`;

test('cpu_up: 3 on the initiator, a on the new CPU before it is online, 2 on the initiator; nothing clears its slots', () => {
  const rig = run(makeRig('rfc-v2 cpus=2', DEAD), 'cpu0: cpu_up(cpu1)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter cpu_up(1, 0)
    cpu0 notifier CPU_UP_PREPARE of cpu1
    cpu1 cpu_state dead → starting
    cpu1 enter secondary_start_kernel(0, 0)
    cpu1 tlb_invalidate all_broadcast nowhere ×1
    cpu1 notifier CPU_STARTING of cpu1
    cpu1 cpu_state starting → online
    cpu1 return secondary_start_kernel = void
    cpu0 notifier CPU_ONLINE of cpu1
    cpu0 return cpu_up = 0
  `);
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | page1~ page2~ .
    cpu1 online depth=0 | page3~ page4~ .
  `);
});

test('once it is up again, the flush reaches what it had left behind', () => {
  const rig = run(makeRig('rfc-no-hook cpus=2', DEAD), 'cpu0: cpu_up(cpu1)\ncpu0: kmap_atomic_flush_unused()');
  expect(show(rig)).toContain('cpu1 online depth=0 | . . .');
});

test('between CPU_STARTING and set_cpu_online the flush does not see the CPU', () => {
  const rig = run(makeRig('rfc-v2 cpus=3', DEAD), 'cpu0: enter cpu_up(cpu1)\ncpu0: tick 4\ncpu1: tick 2');
  expect(show(rig)).toContain('cpu1 starting depth=0');
  expect(attempt(rig, 'cpu1: kmap_atomic(page1)').reason).toBe('CPU1 is still starting: let it come online first.');
  expect(attempt(rig, 'cpu0: tick').reason).toBe('CPU0 cannot go on: it waits in cpu_up.');
  logOf(rig);
  run(rig, 'cpu2: kmap_atomic_flush_unused()');
  expect(logOfOnly(rig, ['ipi_send'])).toBe('cpu2 ipi_send to [0] missed [1]');
});

test('a CPU that is not down is -EINVAL, and the lock is free again', () => {
  const rig = run(makeRig('v3.9 cpus=3'), 'cpu0: cpu_up(cpu1)\ncpu0: cpu_down(cpu1)');
  expect(logOfOnly(rig, ['return'])).toMatch(/^cpu0 return cpu_up = -22/);
  expect(show(rig)).toContain('cpu1 dead');
});

test.each([
  ['vendor-4.4', -22],
  ['vendor-4.9', 0],
  ['v6.1', 0],
])(
  '%s answers %d to whoever brings up a CPU that is online: from 4.6 on it is in that state already',
  (kernel, answer) => {
    const rig = run(makeRig(`${kernel} cpus=3`), 'cpu0: cpu_up(cpu1)\ncpu0: cpu_down(cpu1)');
    expect(logOfOnly(rig, ['return', 'notifier'])).toMatch(new RegExp(`^cpu0 return cpu_up = ${answer}\\n`));
    expect(show(rig), 'and the lock is free').toContain('cpu1 dead');
  },
);

test('bringing a CPU up waits for the hotplug lock, and for the new CPU', () => {
  const rig = run(makeRig('v3.9 cpus=3', DEAD), 'cpu2: enter cpu_up(cpu1)\ncpu2: tick');
  expect(attempt(rig, 'cpu0: cpu_up(cpu1)').reason).toBe('CPU0 waits for the hotplug operation of another CPU to end.');
  run(rig, 'cpu2: finish\ncpu0: finish');
  expect(logOfOnly(rig, ['return']).split('\n').at(-1)).toBe('cpu0 return cpu_up = -22');
});

test('a CPU comes up with an empty TLB; up to 3.10 its local_flush_tlb_all empties the others’ too', () => {
  for (const [kernel, left] of [
    ['v3.14', ''],
    ['v3.9', 'cpu0 tlb_drop cpu1.slot0 page3'],
  ] as const) {
    const rig = run(makeRig(`${kernel} cpus=2`, DEAD), 'cpu0: speculate(cpu1.slot0)');
    logOf(rig);
    run(rig, 'cpu0: cpu_up(cpu1)');
    expect(logOfOnly(rig, ['tlb_drop']), kernel).toBe(left);
  }
});

test('cpu_up of a CPU that is online answers -EINVAL, the caller’s own and one that stopped at a BUG too', () => {
  const rig = run(makeRig('v3.9-debug cpus=2'), 'cpu1: kmap_atomic(page1)\ncpu1: kmap_atomic(page2)');
  run(rig, 'cpu1: kunmap_atomic(slot0)\ncpu0: cpu_up(cpu0)\ncpu0: cpu_up(cpu1)');
  expect(logOfOnly(rig, ['bug', 'return']).split('\n').slice(-2)).toEqual([
    'cpu0 return cpu_up = -22',
    'cpu0 return cpu_up = -22',
  ]);
});
