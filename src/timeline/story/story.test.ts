import { describe, expect, test } from 'vitest';
import { buildKernel } from '../../model/kernel.ts';
import { configOf } from '../../model/testing/rig.ts';
import { ROUTINE_NAMES } from '../../model/routine.ts';
import { KERNEL_NAMES } from '../../scenario/settings.ts';
import { replay } from '../run.ts';
import { frameAt } from '../step-view.ts';
import { randomSteps } from '../testing/random-steps.ts';
import { runOf, storyOfRun, unindented } from '../testing/pictures.ts';

const told = (settings: string, lines: string, story: string): void =>
  expect(storyOfRun(runOf(settings, lines))).toBe(unindented(story));

test('the story of the mail', () =>
  told(
    'kernel=rfc-no-hook',
    `cpu1: kmap_atomic(page3)
     cpu1: kunmap_atomic()
     expect stray(cpu1.slot0)
     cpu0: cpu_down(cpu1)
     cpu0: kmap_atomic_flush_unused()
     cpu0: secure_protect(page3)
     cpu2: speculate(cpu1.slot0)
     cpu2: take_abort`,
    `CPU1 maps page 3 in its slot 0.
     CPU1 unmaps page 3; its PTE stays: slot 0 is now a stray.
     CPU1 unmaps page 3; its PTE stays: slot 0 is now a stray.
     CPU0 takes CPU1 down: it is offline; 1 PTE of it stays in the shared table.
     The flush on 3 CPUs clears no slot, skips 48 that are 0; CPU1 is not reached and keeps strays.
     The secure world takes page 3; 1 PTE still maps it: it is exposed.
     CPU2 speculates through CPU1's slot 0, into secure page 3: refused, an asynchronous abort is pending.
     CPU2 takes the pending abort in the task it runs, which did nothing wrong.`,
  ));

test('the same with the callback on CPU_DYING', () =>
  told(
    'kernel=rfc-v2',
    `cpu1: kmap_atomic(page3)
     cpu1: kunmap_atomic()
     cpu0: cpu_down(cpu1)
     cpu0: secure_buffer_change_chunk(page3)
     cpu2: speculate(cpu1.slot0)
     cpu0: cpu_up(cpu1)`,
    `CPU1 maps page 3 in its slot 0.
     CPU1 unmaps page 3; its PTE stays: slot 0 is now a stray.
     CPU0 takes CPU1 down: it is offline; the hook clears 1 slot, nothing of it stays mapped.
     After a flush of no slot the secure world takes page 3; no PTE and no TLB entry leads there.
     Nothing is mapped at CPU1's slot 0: the walk finds no translation and nothing happens.
     CPU0 brings CPU1 up; nothing clears slots on the way: its strip is empty.`,
  ));

test('the review remark of the mail: written, or only looked at', () => {
  const lines = `cpu0: kmap_atomic(page1)
                 cpu0: kunmap_atomic()
                 cpu0: kmap_atomic_flush_unused()`;
  const flush = (kernel: string): string => storyOfRun(runOf(`kernel=${kernel} cpus=1`, lines)).split('\n')[2] ?? '';
  expect(flush('rfc-v1')).toBe('The flush on 1 CPU clears 1 slot, writes 0 over 15 empty slots.');
  expect(flush('rfc-v2')).toBe('The flush on 1 CPU clears 1 slot, skips 15 that are 0.');
  expect(flush('v3.9')).toBe('This kernel has no kmap_atomic_flush_unused: the call is empty, every stray stays.');
});

test('what maps and unmaps', () =>
  told(
    'kernel=v3.9',
    `cpu0: kmap_atomic(page1)
     cpu0: kmap_atomic(page2)
     cpu0: kunmap_atomic(slot0)
     cpu0: kunmap_atomic()
     cpu0: kmap_atomic(page3)
     cpu0: kmap_atomic(page2)
     cpu0: kmap_atomic(low0)
     cpu0: kunmap_atomic()
     cpu0: copy_highpage(page5, page4)
     cpu1: dma_clean(page0..page3)`,
    `CPU0 maps page 1 in its slot 0.
     CPU0 maps page 2 in its slot 1.
     CPU0 gives back slot 0, but the pop frees slot 1: the mapping there now counts as unused.
     CPU0 unmaps page 2; its PTE stays: slot 1 is now a stray.
     CPU0 maps page 3 in its slot 0, over the stray of page 1.
     CPU0 maps page 2 in slot 1, where it was a stray: the same PTE is written again.
     Lowmem page 0 is always mapped: CPU0 gets its linear address and takes no slot.
     CPU0 unmaps a lowmem page: no slot was taken, so nothing changes.
     CPU0 copies page 4 to page 5 through 2 slots; 2 PTEs stay behind.
     CPU1 cleans 4 pages, one at a time, through slot 0; only page 3 stays mapped, a stray.`,
  ));

test('pkmap', () =>
  told(
    'kernel=v3.9',
    `cpu0: kmap(page1)
     cpu1: kmap_atomic(page1)
     cpu1: kunmap_atomic()
     cpu0: kunmap(page1)
     cpu0: kmap_atomic_flush_unused()
     cpu0: kmap_flush_unused()
     cpu0: kmap_flush_unused()`,
    `CPU0 maps page 1 at pkmap 1: a new PTE without a TLB invalidate, count 2.
     Page 1 already has pkmap 1: CPU1 uses that address and takes no slot.
     CPU1 gives pkmap 1 back; 1 user is left, its PTE stays.
     CPU0 lowers the count of pkmap 1 to 1: nobody uses it, the PTE stays.
     This kernel has no kmap_atomic_flush_unused: the call is empty, every stray stays.
     The flush of pkmap clears 1 idle entry; one invalidate covers them all.
     No pkmap entry lies idle: the flush of pkmap writes nothing.`,
  ));

test('a TLB that nobody told reaches a secure page with no PTE anywhere', () =>
  told(
    'kernel=vendor-4.4',
    `cpu0: kmap_atomic(page1)
     cpu0: kunmap_atomic()
     cpu1: speculate(cpu0.slot0)
     cpu0: secure_buffer_change_chunk(page1)
     cpu1: speculate(cpu0.slot0)
     cpu1: evict(cpu0.slot0)
     cpu1: evict(cpu0.slot0)
     cpu0: secure_unprotect(page1)
     cpu0: secure_unprotect(page1)`,
    `CPU0 maps page 1 in its slot 0.
     CPU0 unmaps page 1; its PTE stays: slot 0 is now a stray.
     CPU1 speculates through CPU0's slot 0 and reaches page 1; its TLB keeps the translation.
     After a flush of 1 slot the secure world takes page 1; no PTE maps it, but the TLB of CPU1 still does.
     CPU1 speculates through CPU0's slot 0, by its TLB alone, into secure page 1: refused, an asynchronous abort is pending.
     CPU1's TLB forgets CPU0's slot 0, as hardware may at any time.
     CPU1's TLB holds no such entry: nothing happens.
     The secure world gives page 1 back: every CPU may access it again.
     Page 1 is not secure: the request answers -EINVAL.`,
  ));

test('an access in the middle of a call that the firewall refuses', () =>
  told(
    'kernel=v3.9',
    `cpu0: secure_protect(page1)
     cpu1: dma_clean(page0..page2)
     cpu1: copy_highpage(page4, page1)
     cpu1: read(cpu0.slot0)`,
    `The secure world takes page 1; no PTE and no TLB entry leads there.
     CPU1 cleans 3 pages, one at a time; the firewall refuses secure page 1.
     CPU1 copies page 1 to page 4 through 2 slots; the firewall refuses secure page 1.
     Nothing is mapped at CPU0's slot 0: a translation fault.`,
  ));

test('beyond the window: somebody else’s address, and then the exception vectors', () => {
  told(
    'kernel=v3.9 cpus=16',
    `cpu14: kmap_atomic(page3)
     cpu15: kmap_atomic(page3)
     cpu0: kmap_atomic(page3)`,
    `CPU14 maps page 3 in its slot 0, beyond the kmap window: that address is somebody else's.
     CPU15 writes the PTE of 0xffff0000, beyond the kmap window: those are the exception vectors, and the whole system is gone.
     The whole system is down: nothing can run any more.`,
  );
  const gone = 'CPU15 writes the PTE of 0xffff0000, beyond the kmap window';
  expect(storyOfRun(runOf('kernel=rfc-v2 cpus=16', 'cpu0: kmap_atomic_flush_unused()'))).toContain(gone);
  expect(storyOfRun(runOf('kernel=rfc-v2 cpus=16', 'cpu0: cpu_down(cpu15)'))).toContain(gone);
});

test('what the kernel refuses happens and is told; what cannot happen is told too', () =>
  told(
    'kernel=v3.9-debug cpus=2',
    `cpu1: cpu_down(cpu0)
     cpu0: cpu_down(cpu1)
     cpu0: cpu_down(cpu1)
     cpu1: kmap_atomic(page1)
     cpu0: cpu_up(cpu1)
     cpu0: kmap_atomic(page1)
     cpu0: kmap_atomic(page2)
     cpu0: kunmap_atomic(slot0)
     cpu0: kmap_atomic(page1)`,
    `CPU0 cannot go: the platform answers -EPERM.
     CPU0 takes CPU1 down: it is offline; nothing of it stays mapped.
     CPU0 is the last one online: cpu_down answers -EBUSY.
     CPU1 is offline: bring it up with cpu_up first.
     CPU0 brings CPU1 up; nothing clears slots on the way: its strip is empty.
     CPU0 maps page 1 in its slot 0.
     CPU0 maps page 2 in its slot 1.
     BUG_ON in kunmap_atomic: the address is not that of the top slot; CPU0 stops.
     CPU0 has stopped at a BUG and does nothing more.`,
  ));

test('hotplug line by line: a CPU comes and goes, and it is said which', () =>
  told(
    'kernel=rfc-v2 cpus=3',
    `cpu2: kmap_atomic(page1)
     cpu2: kunmap_atomic()
     cpu0: enter cpu_down(cpu2)
     cpu0: tick
     cpu0: tick
     cpu0: tick
     cpu0: tick
     cpu1: kmap_atomic(page1)
     cpu2: tick
     cpu0: finish
     cpu0: enter cpu_up(cpu2)
     cpu0: tick
     cpu0: tick
     cpu0: tick
     cpu0: tick
     cpu2: finish
     cpu0: finish`,
    `CPU2 maps page 1 in its slot 0.
     CPU2 unmaps page 1; its PTE stays: slot 0 is now a stray.
     CPU0 enters cpu_down.
     CPU0, cpu_down: cpu_hotplug_begin().
     CPU0, cpu_down: last online CPU? -EBUSY. Not online? -EINVAL.
     CPU0 calls the notifiers: CPU_DOWN_PREPARE of CPU2.
     CPU0 stops the machine: every CPU stands still.
     Every CPU stands still (stop_machine) until CPU2 has gone down: go on there first.
     CPU2 is now dying.
     CPU0 finishes cpu_down: it sees CPU2 become dead.
     CPU0 enters cpu_up.
     CPU0, cpu_up: cpu_hotplug_begin().
     CPU0, cpu_up: already online? -EINVAL.
     CPU0 calls the notifiers: CPU_UP_PREPARE of CPU2.
     CPU0 powers CPU2 on.
     CPU2 finishes secondary_start_kernel: it is now online.
     CPU0 finishes cpu_up.`,
  ));

test('what other CPUs do while a call is finished is not told as the caller’s', () =>
  told(
    'kernel=rfc-v2 cpus=2',
    `cpu1: kmap_atomic(page1)
     cpu1: kunmap_atomic()
     cpu0: enter kmap_atomic_flush_unused()
     cpu0: finish`,
    `CPU1 maps page 1 in its slot 0.
     CPU1 unmaps page 1; its PTE stays: slot 0 is now a stray.
     CPU0 enters kmap_atomic_flush_unused.
     CPU0 finishes kmap_atomic_flush_unused.`,
  ));

test('a BUG_ON in an interrupt is a panic', () =>
  told(
    'kernel=v3.9 cpus=2',
    `cpu0: kmap(page1)
     cpu0: irq
     cpu0: kunmap(page1)
     cpu1: kmap_atomic(page1)`,
    `CPU0 maps page 1 at pkmap 1: a new PTE without a TLB invalidate, count 2.
     A device interrupts CPU0: what follows there runs in interrupt context.
     BUG_ON in kunmap: kmap may sleep and interrupts may not; in an interrupt that is a panic: the system is gone.
     The whole system is down: nothing can run any more.`,
  ));

test('kmap_local given back out of order: the address loses its PTE, the top position its claim', () =>
  told(
    'kernel=v6.1 cpus=2',
    `cpu0: kmap_local_page(page1)
     cpu0: kmap_local_page(page2)
     cpu0: kunmap_local(slot0)
     cpu0: cpu_up(cpu0)`,
    `CPU0 maps page 1 in its slot 0.
     CPU0 maps page 2 in its slot 1.
     CPU0 gives back slot 0 and clears its PTE, but the pop frees slot 1: the mapping there now counts as unused.
     CPU0 is up already: cpu_up answers 0.`,
  ));

test('hotplug with nothing to do: an errno, or from 4.6 on none', () => {
  const lines = 'cpu0: cpu_up(cpu1)\n     cpu0: cpu_down(cpu1)\n     cpu0: cpu_down(cpu1)';
  told(
    'kernel=v3.9 cpus=3',
    lines,
    `CPU1 is up already: cpu_up answers -EINVAL.
     CPU0 takes CPU1 down: it is offline; nothing of it stays mapped.
     CPU1 is not online: cpu_down answers -EINVAL.`,
  );
  told(
    'kernel=v6.1 cpus=3',
    lines,
    `CPU1 is up already: cpu_up answers 0.
     CPU0 takes CPU1 down: it is offline; nothing of it stays mapped.
     CPU1 is not online: cpu_down has nothing to do, and answers 0.`,
  );
});

test('a call line by line, an interrupt, and a wait', () =>
  told(
    'kernel=rfc-v2 cpus=2',
    `cpu1: enter kmap_atomic(page2)
     cpu1: tick
     cpu1: finish
     cpu1: irq
     cpu0: kmap_atomic_flush_unused()
     cpu1: irq_return
     cpu1: handle_IPI
     cpu0: finish`,
    `CPU1 enters kmap_atomic.
     CPU1, kmap_atomic: preemption and page faults off.
     CPU1 finishes kmap_atomic: it stores a PTE: slot 0 now maps page 2.
     A device interrupts CPU1: what follows there runs in interrupt context.
     CPU0 waits for every CPU that was called to take the interrupt.
     CPU1 returns from the interrupt to what it was doing.
     CPU1 takes the interrupt that CPU0 sent.
     CPU0 finishes kmap_atomic_flush_unused.`,
  ));

test('tasks that own their slots, suspend and resume', () =>
  told(
    'kernel=v6.1 cpus=2 tasks=1',
    `cpu0: kmap_local_page(page1)
     cpu0: schedule(task2)
     cpu0: schedule(task0)
     cpu0: kunmap_local()
     cpu0: disable_nonboot_cpus()
     cpu0: enable_nonboot_cpus()`,
    `CPU0 maps page 1 in its slot 0.
     CPU0 switches to task 2; mappings taken from the table: 1, written back: 0.
     CPU0 switches to task 0; mappings taken from the table: 0, written back: 1.
     CPU0 unmaps page 1 and clears the PTE of slot 0.
     Suspend takes CPU1 down; hooks clear no slot.
     Resume brings CPU1 back; nothing clears slots on the way.`,
  ));

test('an expectation that does not hold says what is there', () =>
  told(
    'kernel=v3.9',
    `expect live(cpu0.slot0)
     expect not no_stray`,
    `Expected live(cpu0.slot0), but cpu0.slot0 is none.
     Expected not no_stray, but no place is stray.`,
  ));

describe.each(KERNEL_NAMES)('whatever happens under %s', (name) => {
  const kernel = buildKernel(configOf(`kernel=${name} cpus=3 pages=4 pkmap=4`));
  const run = replay(kernel, randomSteps(kernel, 250, name.length));
  const steps = run.records.map((record, at) => ({ record, view: frameAt(run, at + 1, null).frame.step }));

  test('a sentence is one sentence of at most 20 words, reasons of refusals and waits aside', () => {
    for (const { record, view } of steps) {
      const said = view?.sentence ?? '';
      expect(said).toMatch(/^[A-Z].*[.!?]$/);
      if (record.outcome === 'refused' || record.outcome === 'waiting') continue;
      expect(said.split(/\s+/).length, said).toBeLessThanOrEqual(20);
    }
  });

  test('what the kernel spells small is never spelled large', () => {
    const large = ROUTINE_NAMES.map((fn) => fn.charAt(0).toUpperCase() + fn.slice(1)).filter((fn) => fn.includes('_'));
    for (const { view } of steps) {
      expect(large.filter((fn) => view?.sentence.includes(fn) === true || view?.title.includes(fn) === true)).toEqual(
        [],
      );
    }
  });
});

test('an expectation that comes true is told with the step before it, one that fails for itself', () => {
  const run = runOf(
    'kernel=v3.9',
    `cpu1: kmap_atomic(page3)
     cpu1: kunmap_atomic()
     expect stray(cpu1.slot0)
     expect depth(cpu1)=0
     expect none(cpu1.slot0)`,
  );
  const steps = [2, 3, 4, 5].map((at) => frameAt(run, at, null).frame.step);
  expect(steps.map((step) => [step?.text, step?.checks])).toEqual([
    ['cpu1: kunmap_atomic()', []],
    ['cpu1: kunmap_atomic()', ['stray(cpu1.slot0)']],
    ['cpu1: kunmap_atomic()', ['stray(cpu1.slot0)', 'depth(cpu1)=0']],
    ['expect none(cpu1.slot0)', []],
  ]);
});
