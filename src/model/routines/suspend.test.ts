import { expect, test } from 'vitest';
import { attempt, logOf, logOfOnly, makeRig, run, runText, show, text } from '../testing/rig.ts';

const STRAYS = `cpu0 online depth=0 | page0~
                cpu1 online depth=0 | page1~
                cpu2 dead   depth=0 | page2~
                cpu3 online depth=0 | page3~`;

test('suspend takes every online CPU but the first down, each notifier with CPU_TASKS_FROZEN', () => {
  const rig = run(makeRig('rfc-v2', STRAYS), 'cpu0: disable_nonboot_cpus()');
  expect(logOfOnly(rig, ['notifier', 'return'])).toBe(text`
    cpu0 notifier CPU_DOWN_PREPARE of cpu1 frozen
    cpu1 notifier CPU_DYING of cpu1 frozen
    cpu1 return kmap_remove_unused_cpu = void
    cpu1 return take_cpu_down = void
    cpu0 notifier CPU_DEAD of cpu1 frozen
    cpu0 notifier CPU_POST_DEAD of cpu1 frozen
    cpu0 return cpu_down = 0
    cpu0 notifier CPU_DOWN_PREPARE of cpu3 frozen
    cpu3 notifier CPU_DYING of cpu3 frozen
    cpu3 return kmap_remove_unused_cpu = void
    cpu3 return take_cpu_down = void
    cpu0 notifier CPU_DEAD of cpu3 frozen
    cpu0 notifier CPU_POST_DEAD of cpu3 frozen
    cpu0 return cpu_down = 0
    cpu0 return disable_nonboot_cpus = void
  `);
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | page0~ .      .
    cpu1 dead   depth=0 | .      .      .
    cpu2 dead   depth=0 | page2~ .      .
    cpu3 dead   depth=0 | .      .      .
  `);
});

test.each([
  ['rfc-v2 hotplug_hook=dying', '.'],
  ['rfc-v2 hotplug_hook=dying_no_frozen_mask', 'page1~'],
  ['rfc-v2 hotplug_hook=cpuhp', '.'],
  ['rfc-v2 hotplug_hook=dead', '.'],
  ['rfc-v2 hotplug_hook=none', 'page1~'],
])('%s: after suspend CPU1’s stray is %s (CPU_DYING_FROZEN is 0x18, not 8)', (kernel, left) => {
  const row = runText(kernel, STRAYS, 'cpu0: disable_nonboot_cpus()').split('\n')[1];
  expect(row?.replace(/ +/g, ' ')).toMatch(`cpu1 dead depth=0 | ${left} `);
});

test('resume brings back those that suspend took, and no other', () => {
  const rig = run(makeRig('rfc-v2', STRAYS), 'cpu0: disable_nonboot_cpus()');
  logOf(rig);
  run(rig, 'cpu0: enable_nonboot_cpus()');
  expect(logOfOnly(rig, ['notifier', 'cpu_state'])).toBe(text`
    cpu0 notifier CPU_UP_PREPARE of cpu1 frozen
    cpu1 cpu_state dead → starting
    cpu1 notifier CPU_STARTING of cpu1 frozen
    cpu1 cpu_state starting → online
    cpu0 notifier CPU_ONLINE of cpu1 frozen
    cpu0 notifier CPU_UP_PREPARE of cpu3 frozen
    cpu3 cpu_state dead → starting
    cpu3 notifier CPU_STARTING of cpu3 frozen
    cpu3 cpu_state starting → online
    cpu0 notifier CPU_ONLINE of cpu3 frozen
  `);
  expect(show(rig)).toContain('cpu2 dead');
  logOf(rig);
  run(rig, 'cpu0: enable_nonboot_cpus()');
  expect(logOfOnly(rig, ['notifier'])).toBe('');
});

test('a CPU that was brought up by hand in between, or taken down by hand, is not resume’s business', () => {
  const rig = run(makeRig('v3.9 cpus=4'), 'cpu0: disable_nonboot_cpus()\ncpu0: cpu_up(cpu1)\ncpu0: cpu_down(cpu1)');
  logOf(rig);
  run(rig, 'cpu0: enable_nonboot_cpus()');
  expect(show(rig)).toMatch(/cpu1 dead[^]*cpu2 online[^]*cpu3 online/);
  const taken = run(
    makeRig('v3.9 cpus=3'),
    'cpu0: disable_nonboot_cpus()\ncpu0: cpu_up(cpu1)\ncpu0: enable_nonboot_cpus()',
  );
  expect(logOfOnly(taken, ['cpu_state']).split('\n').at(-1)).toBe('cpu2 cpu_state starting → online');
});

test('where CPU0 may go offline, the first online CPU is the one that stays', () => {
  const rig = run(makeRig('vendor-3.18 cpus=3'), 'cpu1: cpu_down(cpu0)');
  expect(attempt(rig, 'cpu2: disable_nonboot_cpus()').reason).toBe(
    'Suspend runs on the first online CPU: ask from that one.',
  );
  run(rig, 'cpu1: disable_nonboot_cpus()');
  expect(show(rig)).toMatch(/cpu0 dead[^]*cpu1 online[^]*cpu2 dead/);
});

test('suspend waits for a CPU that stopped at a BUG: it is in cpu_online_mask and never comes to its stopper', () => {
  const rig = makeRig('v3.9-debug cpus=2');
  run(rig, 'cpu1: kmap_atomic(page1)\ncpu1: kmap_atomic(page2)\ncpu1: kunmap_atomic(slot0)');
  expect(attempt(rig, 'cpu0: disable_nonboot_cpus()').outcome).toBe('waiting');
});
