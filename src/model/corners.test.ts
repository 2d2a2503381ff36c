import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { FUNCTIONS, type KernelFunction } from './action.ts';
import { boot } from './boot.ts';
import { SIZES } from './config.ts';
import { buildKernel } from './kernel.ts';
import { contextOf, irqNesting } from './pte.ts';
import { PROPERTIES } from './properties.ts';
import { refusal } from './refusal.ts';
import { perform, waitsFor } from './run.ts';
import { isCachedAnywhere, isExposed, isMapped, strayCount } from './slots.ts';
import { attempt, commandOf, configOf, logOf, logOfOnly, makeRig, run, show, text, type Rig } from './testing/rig.ts';
import { setTlbEntry, stopMachineTarget, tlbPlace } from './machine.ts';
import { slotVa } from './va.ts';

// Corners that mutation testing found nobody looking into: the last CPU, the last slot, the last frame.

const verdict = ({ kernel, machine }: Rig, property: string): boolean =>
  present(
    PROPERTIES.find(({ name }) => name === property),
    property,
  ).holds(kernel, machine);

/** A line that calls the function on a machine where it is allowed, after a line that needs no more room than it. */
const CALLS: { readonly [F in KernelFunction]?: readonly [line: string, kernel: string, before?: string] } = {
  kmap_atomic: ['kmap_atomic(page1)', 'v3.9'],
  kunmap_atomic: ['kunmap_atomic()', 'v3.9', 'cpu0: kmap_atomic(page1)'],
  kmap: ['kmap(page1)', 'v3.9'],
  kmap_flush_unused: ['kmap_flush_unused()', 'v3.9'],
  kmap_atomic_flush_unused: ['kmap_atomic_flush_unused()', 'rfc-v2'],
  copy_highpage: ['copy_highpage(page1, page2)', 'v3.9'],
  dma_clean: ['dma_clean(page1..page2)', 'v3.9'],
  read: ['read(slot0)', 'v3.9', 'cpu0: kmap_atomic(page1)'],
  cpu_down: ['cpu_down(cpu1)', 'rfc-dead-hook'],
  disable_nonboot_cpus: ['disable_nonboot_cpus()', 'rfc-dead-hook'],
  secure_protect: ['secure_protect(page1)', 'v3.9'],
  secure_buffer_change_chunk: ['secure_buffer_change_chunk(page1)', 'rfc-v2 driver_flushes=both'],
};

/** With so many frames the call is let in; and then it comes to its end. */
function leastFrames(fn: KernelFunction): number {
  const [line, kernel, before] = present(CALLS[fn], fn);
  for (let frames = 1; frames < 8; frames++) {
    const config = configOf(`${kernel} cpus=2 pages=3`);
    const made = buildKernel(config, { held: 4, frames });
    const m = boot(made);
    if (before !== undefined && perform(made, m, commandOf(config, before)).outcome !== 'done') continue;
    const command = commandOf(config, `cpu0: ${line}`);
    if (command.type === 'run' && refusal(made, m, command.action) === 'no room') continue;
    expect(perform(made, m, command).outcome).toBe('done');
    return frames;
  }
  return 8;
}

test('a call is let in when there is room for all that it calls, and no earlier', () => {
  expect(
    (Object.keys(FUNCTIONS) as KernelFunction[])
      .filter((fn) => CALLS[fn] !== undefined)
      .map((fn) => `${fn} ${leastFrames(fn)}`)
      .join('\n'),
  ).toBe(text`
    kmap_atomic 1
    kunmap_atomic 1
    kmap 2
    kmap_flush_unused 2
    kmap_atomic_flush_unused 2
    copy_highpage 2
    dma_clean 2
    read 1
    cpu_down 2
    disable_nonboot_cpus 3
    secure_protect 1
    secure_buffer_change_chunk 3
  `);
});

test('what a machine may be asked to have', () => {
  expect(
    Object.entries(SIZES)
      .map(([name, { min, max, unit }]) => `${name} ${min}…${max} ${unit}`)
      .join('\n'),
  ).toBe(text`
    cpus 1…32 CPUs
    pages 1…1024 highmem pages
    low 0…64 lowmem pages
    slots 1…33 slots per CPU
    pkmap 0…512 pkmap entries (LAST_PKMAP)
    tlb_entries 0…512 TLB entries per CPU, 0 for no limit
    pfn_base 0…1048575 page frame number
    tasks 0…32 further tasks
  `);
});

test('interrupts nest: a device’s, then another CPU’s on top of the function it broke into, is two deep', () => {
  const rig = makeRig('rfc-v2 cpus=2');
  const nesting = (): readonly [number, string] => [irqNesting(rig.machine, 1), contextOf(rig.machine, 1)];
  expect(nesting()).toEqual([0, 'task']);
  run(rig, 'cpu1: enter kmap_atomic(page1)');
  expect(nesting()).toEqual([0, 'task']);
  run(rig, 'cpu1: irq');
  expect(nesting()).toEqual([1, 'irq']);
  run(rig, 'cpu1: enter kmap_atomic(page2)');
  expect(nesting()).toEqual([1, 'irq']);
  run(rig, 'cpu1: finish\ncpu1: kunmap_atomic()\ncpu1: irq_return');
  run(rig, 'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 2');
  run(rig, 'cpu1: handle_IPI');
  expect(nesting()).toEqual([1, 'irq']);
});

test('the return from an interrupt is told, and that it is one', () => {
  const rig = run(makeRig('v3.9 cpus=1'), 'cpu0: irq\ncpu0: irq_return');
  expect(logOfOnly(rig, ['irq']).split('\n')).toHaveLength(2);
  expect(logOf(rig)).toBe('');
  const told: boolean[] = [];
  const again = run(makeRig('v3.9 cpus=1'), 'cpu0: irq\ncpu0: irq_return');
  for (const event of again.events) if (event.type === 'irq') told.push(event.enter);
  expect(told).toEqual([true, false]);
});

test('an access that finds nothing says whether an instruction made it', () => {
  const rig = makeRig('v3.9 cpus=1');
  attempt(rig, 'cpu0: speculate(slot0)');
  attempt(rig, 'cpu0: read(slot0)');
  expect(rig.events.flatMap((event) => (event.type === 'no_translation' ? [event.speculative] : []))).toEqual([
    true,
    false,
  ]);
});

test('the last slot of the last CPU, and the last place of its TLB, count as any other', () => {
  const rig = makeRig('v3.9 cpus=2 slots=2 pages=2 pkmap=0', 'cpu1 online depth=0 | . page1~');
  const { kernel, machine } = rig;
  expect([isMapped(machine, 2), isMapped(machine, 1), strayCount(kernel, machine)]).toEqual([true, false, 1]);
  run(rig, 'cpu0: secure_protect(page1)');
  expect([isExposed(machine, 2), verdict(rig, 'no_pte_maps_secure')]).toEqual([true, false]);
  const cached = makeRig('v3.9 cpus=2 slots=2 pages=2 pkmap=0');
  setTlbEntry(cached.machine, 1, tlbPlace(cached.machine.layout, slotVa(3)), 2);
  run(cached, 'cpu0: secure_protect(page1)');
  expect([isCachedAnywhere(cached.machine, 2), isCachedAnywhere(cached.machine, 1)]).toEqual([true, false]);
  expect([verdict(cached, 'no_pte_maps_secure'), verdict(cached, 'no_tlb_maps_secure')]).toEqual([true, false]);
});

test('the first slot and the first pkmap entry count as any other', () => {
  const rig = run(makeRig('v3.9 cpus=1 pages=3 pkmap=1'), 'cpu0: kmap(page1)');
  expect([isMapped(rig.machine, 2), isMapped(rig.machine, 3)]).toEqual([true, false]);
  run(rig, 'cpu0: secure_protect(page1)');
  expect(verdict(rig, 'no_pte_maps_secure')).toBe(false);
  const slot = run(makeRig('v3.9 cpus=1 pages=3 pkmap=0'), 'cpu0: kmap_atomic(page1)\ncpu0: secure_protect(page1)');
  expect(verdict(slot, 'no_pte_maps_secure')).toBe(false);
});

test('the linear map maps every lowmem page and no highmem page', () => {
  const { machine } = makeRig('v3.9 cpus=1 pages=2 low=1 pkmap=0');
  expect([1, 2, 3].map((page) => isMapped(machine, page))).toEqual([false, false, true]);
});

test.each([
  ['cpu0: enter cpu_down(cpu1); cpu0: tick 6', 'cpu0', 'the CPU to die'],
  ['cpu0: cpu_down(cpu1); cpu0: enter cpu_up(cpu1); cpu0: tick 4', 'cpu0', 'the new CPU to say that it is online'],
])('after “%s” %s waits for %s', (lines, cpu, what) => {
  const rig = makeRig('v3.9 cpus=2');
  for (const line of lines.split('; ')) {
    const [, step = line, times = '1'] = /^(.*: tick) (\d+)$/.exec(line) ?? [];
    for (let i = 0; i < Number(times); i++) attempt(rig, step);
  }
  expect(waitsFor(rig.kernel, rig.machine, Number(cpu.slice(3)))).toBe(what);
});

test('while it waits for the CPU to die or to come, the task sleeps: another may run in its place', () => {
  const rig = makeRig('v3.9 cpus=2');
  run(rig, 'cpu0: cpu_down(cpu1)\ncpu0: enter cpu_up(cpu1)');
  while (attempt(rig, 'cpu0: tick').outcome === 'done');
  run(rig, 'cpu0: kmap_atomic(page1)');
  expect(attempt(rig, 'cpu1: tick').outcome).toBe('done');
  run(rig, 'cpu0: kunmap_atomic()');
  expect(show(rig)).toContain('page1~');
});

test('and while it waits for the CPU to be gone as well', () => {
  const rig = run(makeRig('v3.9 cpus=2'), 'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4');
  while (stopMachineTarget(rig.machine) >= 0) run(rig, 'cpu1: tick');
  expect(waitsFor(rig.kernel, rig.machine, 0)).toBe('the CPU to die');
  run(rig, 'cpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()');
  expect(show(rig)).toContain('page1~');
});

test('a full scan of pkmap wraps to entry 1 and flushes on the way; the entry after the last is the first', () => {
  const rig = run(
    makeRig('v3.9 cpus=1 pages=6 pkmap=3'),
    `cpu0: kmap(page0)
     cpu0: kmap(page1)
     cpu0: kunmap(page1)
     cpu0: kmap(page2)
     cpu0: kunmap(page2)
     cpu0: kmap(page3)`,
  );
  expect(show(rig)).toMatchInlineSnapshot(`
    "cpu0 online depth=0 | . . .
    pkmap 0:page2=1 1:page0=2 2:page3=2"
  `);
});
