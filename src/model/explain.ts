import type { Action } from './action.ts';
import { frameFn, frameTop, stopMachineTarget, type Machine } from './machine.ts';
import type { Refusal } from './refusal.ts';
import { ROUTINE_NAMES } from './routine.ts';

/** Who is refused, and where: the names that a sentence needs. */
type Scene = { readonly cpu: string; readonly fn: string; readonly m: Machine };

/** What keeps an action from happening, and what would let it: one sentence each. */
const SENTENCES: { readonly [R in Refusal]: (scene: Scene) => string } = {
  'system down': () => 'The whole system is down: nothing can run any more.',
  stop_machine: ({ m }) =>
    `Every CPU stands still (stop_machine) until CPU${stopMachineTarget(m)} has gone down: go on there first.`,
  'cpu offline': ({ cpu }) => `${cpu} is offline: bring it up with cpu_up first.`,
  'cpu stopped': ({ cpu }) => `${cpu} has stopped at a BUG and does nothing more.`,
  'cpu starting': ({ cpu }) => `${cpu} is still starting: let it come online first.`,
  busy: ({ cpu, fn }) => `${cpu} is in the middle of ${fn}: tick or finish it first, or let an interrupt come.`,
  'another task': ({ cpu }) =>
    `${cpu} runs another task, which may not be preempted while it holds an atomic mapping: unmap that first.`,
  'no room': ({ cpu, m }) =>
    `${cpu} is too deep in calls and interrupts (${m.layout.limits.frames} are modelled): let one return first.`,
  'held full': ({ cpu, m }) =>
    `${cpu} holds ${m.layout.limits.held} addresses, as many as are modelled: unmap one first.`,
  'nothing mapped': ({ cpu }) => `${cpu} holds no address to unmap: map a page first.`,
  'not held': ({ cpu }) => `${cpu} was not given that address, or has given it back: unmap one that it holds.`,
  'not the handler’s': ({ cpu }) =>
    `That address belongs to the task that ${cpu} interrupted: a handler unmaps only what it mapped itself.`,
  'mapped by kmap_local': ({ cpu }) => `${cpu} holds only kmap_local mappings: use kunmap_local.`,
  'not kmapped': () => 'That page is not mapped by kmap: kmap it first.',
  'may sleep': ({ cpu }) =>
    `That may sleep, and ${cpu} holds an atomic mapping or has interrupts off: unmap or return first.`,
  'irqs off': ({ cpu }) => `${cpu} has interrupts off: let the handler return first.`,
  'own cpu': () => 'A CPU does not take itself down here: ask from another one.',
  'not first cpu': () => 'Suspend runs on the first online CPU: ask from that one.',
  'no kmap_local': () => 'This kernel has no kmap_local: choose one from 5.11 on, such as v6.1.',
  'no pkmap': () => 'This machine has no pkmap entries: set pkmap= to more than 0.',
  'no tasks': () => 'On this kernel the slots belong to the CPU: task switches do not concern them.',
  'task running': () => 'That task is running already: choose one that sleeps.',
  'task pinned': () => 'That task holds a mapping and may not migrate: schedule it on the CPU where it ran.',
  idle: ({ cpu }) => `${cpu} is in no function: enter one first.`,
  waiting: ({ cpu, fn }) => `${cpu} cannot go on: it waits in ${fn}.`,
  'no irq': ({ cpu }) => `${cpu} is not in an interrupt handler that could return now.`,
  'handler holds': ({ cpu }) => `The handler on ${cpu} still holds what it mapped: unmap that first.`,
  'no ipi': ({ cpu }) => `No interrupt from another CPU waits for ${cpu}.`,
  'no abort': ({ cpu }) => `No abort is pending on ${cpu}.`,
  'no translation': ({ cpu }) =>
    `Neither a TLB entry of ${cpu} nor a PTE maps that address: there is nothing to speculate through.`,
  'not speculated': () =>
    'Strongly-ordered memory is never accessed speculatively: only a load that is executed (read) reaches it.',
  'dma mapped': () => 'A driver keeps that page mapped already: free it with dma_free_attrs first.',
  'not dma mapped': () => 'No driver keeps that page mapped: allocate it with dma_alloc_attrs first.',
  'not cached': ({ cpu }) => `${cpu} holds no translation of that address: there is nothing to evict.`,
};

/** The sentence for a refusal of `action` on this machine. */
export function explainRefusal(m: Machine, action: Action, refusal: Refusal): string {
  const { cpu } = action;
  const fn = ROUTINE_NAMES[frameFn(m, cpu, frameTop(m, cpu) - 1) - 1] ?? 'nothing';
  return SENTENCES[refusal]({ cpu: `CPU${cpu}`, fn, m });
}
