import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { cpuId } from '../arm/units.ts';
import type { Action } from './action.ts';
import { copyMachine, sameMachine } from './machine.ts';
import { refusal, type Refusal } from './refusal.ts';
import { perform } from './run.ts';
import { step } from './step.ts';
import { attempt, commandOf, makeRig, run, type Rig } from './testing/rig.ts';

/** What a person is told, on CPU0 unless the table below says otherwise. */
const SENTENCES: { readonly [R in Refusal]: string } = {
  'system down': 'The whole system is down: nothing can run any more.',
  stop_machine: 'Every CPU stands still (stop_machine) until CPU1 has gone down: go on there first.',
  'cpu offline': 'CPU1 is offline: bring it up with cpu_up first.',
  'cpu stopped': 'CPU0 has stopped at a BUG and does nothing more.',
  'cpu starting': 'CPU1 is still starting: let it come online first.',
  busy: 'CPU0 is in the middle of kmap: tick or finish it first, or let an interrupt come.',
  'another task':
    'CPU0 runs another task, which may not be preempted while it holds an atomic mapping: unmap that first.',
  'no room': 'CPU0 is too deep in calls and interrupts (8 are modelled): let one return first.',
  'held full': 'CPU0 holds 34 addresses, as many as are modelled: unmap one first.',
  'nothing mapped': 'CPU0 holds no address to unmap: map a page first.',
  'not held': 'CPU0 was not given that address, or has given it back: unmap one that it holds.',
  'not the handler’s':
    'That address belongs to the task that CPU0 interrupted: a handler unmaps only what it mapped itself.',
  'mapped by kmap_local': 'CPU0 holds only kmap_local mappings: use kunmap_local.',
  'not kmapped': 'That page is not mapped by kmap: kmap it first.',
  'may sleep': 'That may sleep, and CPU0 holds an atomic mapping or has interrupts off: unmap or return first.',
  'irqs off': 'CPU0 has interrupts off: let the handler return first.',
  'own cpu': 'A CPU does not take itself down here: ask from another one.',
  'not first cpu': 'Suspend runs on the first online CPU: ask from that one.',
  'no kmap_local': 'This kernel has no kmap_local: choose one from 5.11 on, such as v6.1.',
  'no pkmap': 'This machine has no pkmap entries: set pkmap= to more than 0.',
  'no tasks': 'On this kernel the slots belong to the CPU: task switches do not concern them.',
  'task running': 'That task is running already: choose one that sleeps.',
  'task pinned': 'That task holds a mapping and may not migrate: schedule it on the CPU where it ran.',
  idle: 'CPU0 is in no function: enter one first.',
  waiting: 'CPU1 cannot go on: it waits in cpu_down.',
  'no irq': 'CPU0 is not in an interrupt handler that could return now.',
  'handler holds': 'The handler on CPU0 still holds what it mapped: unmap that first.',
  'no ipi': 'No interrupt from another CPU waits for CPU0.',
  'no abort': 'No abort is pending on CPU0.',
  'no translation': 'Neither a TLB entry of CPU0 nor a PTE maps that address: there is nothing to speculate through.',
  'not speculated':
    'Strongly-ordered memory is never accessed speculatively: only a load that is executed (read) reaches it.',
  'dma mapped': 'A driver keeps that page mapped already: free it with dma_free_attrs first.',
  'not dma mapped': 'No driver keeps that page mapped: allocate it with dma_alloc_attrs first.',
  'not cached': 'CPU0 holds no translation of that address: there is nothing to evict.',
};

/** What cannot happen: why | the line | on this machine | after these steps (“3×” repeats one). */
const TABLE = `
  system down                                      | cpu0: irq                               | v3.9 cpus=16           | cpu15: kmap_atomic(page1)
  stop_machine                                     | cpu2: kmap(page1)                       | v3.9 cpus=3            | cpu0: enter cpu_down(cpu1); 4× cpu0: tick
  stop_machine                                     | cpu2: tick                              | v3.9 cpus=3            | cpu0: enter cpu_down(cpu1); 4× cpu0: tick
  stop_machine                                     | cpu2: finish                            | v3.9 cpus=3            | cpu0: enter cpu_down(cpu1); 4× cpu0: tick
  cpu offline                                      | cpu1: kmap(page1)                       | v3.9 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: tick                              | v3.9 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: irq                               | v3.9 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: irq_return                        | v3.9 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: speculate(slot0)                  | v3.9 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: evict(slot0)                      | v3.9 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: schedule(task3)                   | v6.1 cpus=2            | cpu0: cpu_down(cpu1)
  cpu offline                                      | cpu1: take_abort                        | rfc-no-hook cpus=2     | cpu1: kmap_atomic(page1); cpu0: secure_protect(page1); cpu1: kunmap_atomic(); cpu0: enter cpu_down(cpu1); 4× cpu0: tick; 2× cpu1: tick; cpu1: speculate(slot0); cpu0: finish
  cpu stopped                                      | cpu0: tick                              | v3.9-debug cpus=1      | 2× cpu0: kmap_atomic(page1); cpu0: kunmap_atomic(slot0)
  cpu stopped                                      | cpu0: irq                               | v3.9-debug cpus=1      | 2× cpu0: kmap_atomic(page1); cpu0: kunmap_atomic(slot0)
  cpu stopped                                      | cpu0: handle_IPI                        | rfc-v2 debug=on cpus=2 | 2× cpu0: kmap_atomic(page1); cpu0: kunmap_atomic(slot0); cpu1: enter kmap_atomic_flush_unused(); 2× cpu1: tick
  cpu starting                                     | cpu1: irq                               | v3.9 cpus=2            | cpu0: cpu_down(cpu1); cpu0: enter cpu_up(cpu1); 4× cpu0: tick
  busy                                             | cpu0: kmap(page2)                       | v3.9                   | cpu0: enter kmap(page1)
  busy                                             | cpu0: schedule(task4)                   | v6.1                   | cpu0: enter kmap(page1)
  another task                                     | cpu0: tick                              | v3.9 cpus=2            | cpu0: cpu_down(cpu1); cpu0: enter cpu_up(cpu1); 4× cpu0: tick; cpu0: kmap_atomic(page1)
  another task                                     | cpu0: finish                            | v3.9 cpus=2            | cpu0: cpu_down(cpu1); cpu0: enter cpu_up(cpu1); 4× cpu0: tick; cpu0: kmap_atomic(page1)
  no room                                          | cpu0: cpu_up(cpu1)                      | v3.9 cpus=3            | cpu2: irq; 7× cpu0: enter cpu_down(cpu1); cpu0: enter cpu_up(cpu1)
  no room                                          | cpu0: kmap(page1)                       | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: kmap_flush_unused()               | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: kmap_atomic_flush_unused()        | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: copy_highpage(page1, page2)       | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: dma_clean(page1..page2)           | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: cpu_down(cpu1)                    | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: enable_nonboot_cpus()             | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: disable_nonboot_cpus()            | v3.9 cpus=3            | 6× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: secure_buffer_change_chunk(page1) | v3.9 cpus=3            | 6× cpu0: enter cpu_down(cpu1)
  no room                                          | cpu0: handle_IPI                        | rfc-v2 cpus=3          | 7× cpu0: enter cpu_down(cpu1); cpu2: enter kmap_atomic_flush_unused(); 2× cpu2: tick
  no room                                          | cpu0: irq                               | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1); cpu0: enter cpu_up(cpu1)
  no room                                          | cpu0: schedule(task3)                   | v6.1 cpus=3            | 7× cpu0: enter cpu_down(cpu1); cpu0: enter cpu_up(cpu1)
  held full                                        | cpu0: kmap_atomic(page1)                | v3.9                   | 34× cpu0: kmap_atomic(low0)
  held full                                        | cpu0: kmap_atomic_pfn(page1)            | v3.9                   | 34× cpu0: kmap_atomic(low0)
  held full                                        | cpu0: dma_clean(page1..page2)           | v3.9                   | 34× cpu0: kmap_atomic(low0)
  held full                                        | cpu0: copy_highpage(page1, page2)       | v3.9                   | 33× cpu0: kmap_atomic(low0)
  held full                                        | cpu0: kmap_local_page(page1)            | v6.1                   | 34× cpu0: kmap_atomic(low0)
  nothing mapped                                   | cpu0: kunmap_atomic()                   | v3.9                   | cpu1: kmap_atomic(page1)
  nothing mapped                                   | cpu0: kunmap_local()                    | v6.1                   | cpu1: kmap_atomic(page1)
  not held                                         | cpu0: kunmap_atomic(cpu1.slot0)         | v3.9                   | cpu0: kmap_atomic(page1); cpu1: kmap_atomic(page1)
  not the handler’s                                | cpu0: kunmap_atomic()                   | v3.9                   | cpu0: kmap_atomic(page1); cpu0: irq
  not the handler’s                                | cpu0: kunmap_atomic(slot0)              | v3.9                   | cpu0: kmap_atomic(page1); cpu0: irq; cpu0: kmap_atomic(page1)
  mapped by kmap_local                             | cpu0: kunmap_atomic()                   | v6.1                   | cpu0: kmap_local_page(page1)
  mapped by kmap_local                             | cpu0: kunmap_atomic()                   | v6.1                   | cpu0: enter kmap_local_page(page1); 3× cpu0: tick; cpu0: irq; cpu0: kmap_local_page(page2)
  not kmapped                                      | cpu0: kunmap(page1)                     | v3.9                   | cpu0: kmap(page1); cpu0: kunmap(page1)
  not kmapped                                      | cpu0: kunmap(page2)                     | v3.9                   | cpu0: kmap(page1)
  may sleep                                        | cpu0: kmap(page1)                       | v3.9                   | cpu0: kmap_atomic(low0)
  may sleep                                        | cpu0: kmap(page1)                       | v3.9                   | cpu0: irq
  may sleep                                        | cpu0: cpu_down(cpu1)                    | v3.9                   | cpu0: kmap_atomic(low0)
  may sleep                                        | cpu0: cpu_up(cpu1)                      | v3.9                   | cpu0: irq
  may sleep                                        | cpu0: disable_nonboot_cpus()            | v3.9                   | cpu0: irq
  may sleep                                        | cpu0: enable_nonboot_cpus()             | v3.9                   | cpu0: irq
  may sleep                                        | cpu0: secure_buffer_change_chunk(page1) | v3.9                   | cpu0: irq
  may sleep                                        | cpu0: dma_alloc_attrs(page1)            | v3.9                   | cpu0: irq
  may sleep                                        | cpu0: dma_free_attrs(page1)             | v3.9                   | cpu0: dma_alloc_attrs(page1); cpu0: irq
  may sleep                                        | cpu0: kunmap(page1)                     | v6.1                   | cpu0: kmap(page1); cpu0: irq
  may sleep                                        | cpu0: schedule(task4)                   | v6.1                   | cpu0: irq
  irqs off                                         | cpu0: irq                               | v3.9                   | cpu0: irq
  irqs off                                         | cpu0: kmap_flush_unused()               | v3.9                   | cpu0: irq
  irqs off                                         | cpu0: kmap_atomic_flush_unused()        | rfc-v2                 | cpu0: irq
  irqs off                                         | cpu0: handle_IPI                        | rfc-v2                 | cpu0: irq; cpu1: enter kmap_atomic_flush_unused(); 2× cpu1: tick
  own cpu                                          | cpu0: cpu_down(cpu0)                    | v3.9                   |
  not first cpu                                    | cpu1: disable_nonboot_cpus()            | v3.9                   |
  no kmap_local                                    | cpu0: kmap_local_page(page1)            | v3.9                   |
  no kmap_local                                    | cpu0: kunmap_local()                    | v3.9                   | cpu0: kmap_atomic(page1)
  no pkmap                                         | cpu0: kmap(page1)                       | v3.9 pkmap=0           |
  no pkmap                                         | cpu0: kunmap(page1)                     | v3.9 pkmap=0           |
  task running                                     | cpu0: schedule(task1)                   | v6.1                   |
  task pinned                                      | cpu1: schedule(task0)                   | v6.1                   | cpu0: kmap_local_page(page1); cpu0: schedule(task4)
  idle                                             | cpu0: tick                              | v3.9                   |
  idle                                             | cpu0: tick                              | v3.9                   | cpu0: irq
  idle                                             | cpu0: finish                            | v3.9                   |
  idle                                             | cpu0: finish                            | v3.9                   | cpu0: enter kmap(page1); cpu0: irq
  waiting                                          | cpu1: tick                              | v3.9 cpus=2            | cpu0: kmap_atomic(page1); cpu1: enter cpu_down(cpu0); 3× cpu1: tick
  no irq                                           | cpu0: irq_return                        | v3.9                   |
  no irq                                           | cpu0: irq_return                        | v3.9                   | cpu0: irq; cpu0: enter kmap_atomic(page1)
  handler holds                                    | cpu0: irq_return                        | v3.9                   | cpu0: kmap_atomic(page1); cpu0: irq; cpu0: kmap_atomic(page2)
  no ipi                                           | cpu0: handle_IPI                        | v3.9                   |
  no abort                                         | cpu0: take_abort                        | v3.9                   |
  no translation                                   | cpu0: speculate(slot0)                  | v3.9                   |
  not cached                                       | cpu0: evict(slot0)                      | v3.9                   | cpu0: kmap_atomic(page1)
  not speculated                                   | cpu0: speculate(dma(page1))             | v3.9                   | cpu0: dma_alloc_attrs(page1)
  dma mapped                                       | cpu1: dma_alloc_attrs(page1)            | v3.9                   | cpu0: dma_alloc_attrs(page1)
  not dma mapped                                   | cpu1: dma_free_attrs(page1)             | v3.9                   |
`;

/** What can happen, close to the above: why not refused | the line | on this machine | after these steps. */
const POSSIBLE = `
  the last address that can be held                | cpu0: kmap_atomic(page1)                | v3.9                   | 33× cpu0: kmap_atomic(low0)
  the last two                                     | cpu0: copy_highpage(page1, page2)       | v3.9                   | 32× cpu0: kmap_atomic(low0)
  the last frame                                   | cpu0: kmap_atomic(page1)                | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  the last two frames                              | cpu0: kmap_flush_unused()               | v3.9 cpus=3            | 6× cpu0: enter cpu_down(cpu1)
  the last three                                   | cpu0: secure_buffer_change_chunk(page1) | rfc-v2 cpus=3          | 5× cpu0: enter cpu_down(cpu1)
  the last two, for an interrupt and its call      | cpu0: irq                               | v3.9 cpus=3            | 7× cpu0: enter cpu_down(cpu1)
  an empty inline asks for no interrupts           | cpu0: kmap_atomic_flush_unused()        | v3.9                   | cpu0: irq
  kmap_lock may be taken with an atomic mapping    | cpu0: kmap_flush_unused()               | v3.9                   | cpu0: kmap_atomic(page1)
  so may IPIs be sent                              | cpu0: kmap_atomic_flush_unused()        | rfc-v2                 | cpu0: kmap_atomic(page1)
  the bare request does not sleep                  | cpu0: secure_protect(page1)             | v3.9                   | cpu0: irq
  lowmem needs no entry                            | cpu0: kmap(low0)                        | v3.9 pkmap=0           |
  a handler gives back what it took                | cpu0: kunmap_atomic()                   | v3.9                   | cpu0: irq; cpu0: kmap_atomic(page1)
  kunmap does not sleep                            | cpu0: kunmap(page1)                     | v3.9                   | cpu0: kmap(page1); cpu0: kmap_atomic(page2)
  a kmap_local mapping lets its task sleep         | cpu0: kmap(page2)                       | v6.1                   | cpu0: kmap_local_page(page1)
  a handler’s atomic mapping on a task’s           | cpu0: kunmap_atomic()                   | v6.1                   | cpu0: kmap_atomic(page1); cpu0: irq; cpu0: kmap_atomic(page2)
  a task’s, after an interrupt                     | cpu0: kunmap_atomic()                   | v6.1                   | cpu0: kmap_atomic(page1); cpu0: irq; cpu0: irq_return
  an interrupt while another one’s call is pending | cpu0: irq                               | rfc-v2                 | cpu1: enter kmap_atomic_flush_unused(); 2× cpu1: tick
  the CPU below the first may suspend              | cpu1: disable_nonboot_cpus()            | vendor-3.18 cpus=2     | cpu1: cpu_down(cpu0)
  a task that never ran goes anywhere              | cpu1: schedule(task4)                   | v6.1                   |
  a task that holds nothing migrates               | cpu1: schedule(task0)                   | v6.1                   | cpu0: kmap_local_page(page1); cpu0: kunmap_local(); cpu0: schedule(task4)
  a task that holds something comes back           | cpu0: schedule(task0)                   | v6.1                   | cpu0: kmap_local_page(page1); cpu0: schedule(task4)
  a page kmapped twice                             | cpu0: kunmap(page1)                     | v3.9                   | 2× cpu0: kmap(page1); cpu0: kunmap(page1)
  another page than the one allocated              | cpu1: dma_alloc_attrs(page2)            | v3.9                   | cpu0: dma_alloc_attrs(page1)
  a page given back                                | cpu1: dma_alloc_attrs(page1)            | v3.9                   | cpu0: dma_alloc_attrs(page1); cpu1: dma_free_attrs(page1)
`;

type Row = readonly [why: string, line: string, settings: string, steps: string];

const rowsOf = (table: string): readonly Row[] =>
  table
    .trim()
    .split('\n')
    .map((row) => {
      const [why = '', line = '', settings = '', steps = ''] = row.split('|').map((cell) => cell.trim());
      return [why, line, settings, steps];
    });

function rigAfter(settings: string, steps: string): Rig {
  const rig = makeRig(settings);
  for (const piece of steps === '' ? [] : steps.split(';')) {
    const [, times = '1', line = ''] = /^(?:(\d+)× )?(.*)$/.exec(piece.trim()) ?? [];
    // Many of these leave calls waiting where they are: that is what they are for.
    for (let i = 0; i < Number(times); i++) {
      if (attempt(rig, line).outcome === 'refused') throw new Error(`${line} is refused`);
    }
  }
  return rig;
}

/** The action that a line begins with. */
function actionOf(rig: Rig, line: string): Action {
  const command = commandOf(rig.kernel.config, line);
  return command.type === 'finish' ? { type: 'tick', cpu: command.cpu } : command.action;
}

const NOTHING: readonly string[] = ['no translation', 'not cached', 'not speculated'];

test.each(rowsOf(TABLE))(
  '%s: «%s» on %s after “%s” cannot happen, and nothing changes',
  (why, line, settings, steps) => {
    const rig = rigAfter(settings, steps);
    const { kernel, machine } = rig;
    const action = actionOf(rig, line);
    const before = copyMachine(machine);
    expect(refusal(kernel, machine, action)).toBe(why);
    expect(step(kernel, machine, action)).toBe(false);
    const sentence = Object.entries(SENTENCES).find(([name]) => name === why)?.[1];
    const reason = present(sentence, why).replaceAll('CPU0', line.startsWith('cpu2') ? 'CPU2' : 'CPU0');
    const outcome = NOTHING.includes(why) ? 'nothing' : 'refused';
    expect(attempt(rig, line)).toEqual({ outcome, reason, actions: [] });
    expect(sameMachine(machine, before)).toBe(true);
  },
);

test.each(rowsOf(POSSIBLE))('%s: «%s» on %s after “%s” can happen', (_why, line, settings, steps) => {
  const rig = rigAfter(settings, steps);
  expect(refusal(rig.kernel, rig.machine, actionOf(rig, line))).toBeNull();
  expect(attempt(rig, line).reason).toBeNull();
});

test('every refusal is in the table, and each is one sentence', () => {
  // `no tasks` is what elaboration says first: schedule(…) is a mistake on such a machine before anything runs.
  const seen = new Set([...rowsOf(TABLE).map(([why]) => why), 'no tasks']);
  expect([...seen].sort()).toEqual(Object.keys(SENTENCES).sort());
  for (const sentence of Object.values(SENTENCES)) {
    expect(sentence).toMatch(/^\S.*\.$/);
    expect(sentence).not.toMatch(/[.!?] /);
  }
});

test('tasks are refused to a kernel whose CPUs own the index', () => {
  const rig = makeRig('v3.9');
  const action: Action = { type: 'schedule', cpu: cpuId(0), task: 1 };
  expect(refusal(rig.kernel, rig.machine, action)).toBe('no tasks');
  expect(perform(rig.kernel, rig.machine, { type: 'do', action })).toMatchObject({ reason: SENTENCES['no tasks'] });
});

test('an address can be named by its place among those held, oldest first', () => {
  const rig = run(makeRig('v3.9 cpus=1'), 'cpu0: kmap_atomic(page1)\ncpu0: kmap_atomic(page2)');
  const unmap = (b: number): Action => ({ type: 'call', cpu: cpuId(0), fn: 'kunmap_atomic', a: 0, b });
  expect(refusal(rig.kernel, rig.machine, unmap(3))).toBe('not held');
  expect(refusal(rig.kernel, rig.machine, unmap(2))).toBeNull();
  step(rig.kernel, rig.machine, unmap(1));
  run(rig, 'cpu0: finish\ncpu0: kunmap_atomic(slot1)');
});
