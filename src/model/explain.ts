import type { Action } from './action.ts';
import { frameFn, frameTop, stopMachineTarget, type Machine } from './machine.ts';
import type { Refusal } from './refusal.ts';
import { ROUTINE_NAMES } from './routine.ts';

/** The sentence for a refusal: what keeps the action from happening here, and what would let it. */
export function explainRefusal(m: Machine, action: Action, refusal: Refusal): string {
  const cpu = `CPU${action.cpu}`;
  const fn = ROUTINE_NAMES[frameFn(m, action.cpu, frameTop(m, action.cpu) - 1) - 1] ?? 'nothing';
  switch (refusal) {
    case 'system down':
      return 'The whole system is down: nothing can run any more.';
    case 'stop_machine':
      return `stop_machine holds every CPU until CPU${stopMachineTarget(m)} has gone down.`;
    case 'cpu offline':
      return `${cpu} is offline: bring it up with cpu_up first.`;
    case 'cpu stopped':
      return `${cpu} has stopped at a BUG and does nothing more.`;
    case 'cpu starting':
      return `${cpu} is still starting: let it come online first.`;
    case 'busy':
      return `${cpu} is in the middle of ${fn}: tick or finish it first, or let an interrupt come.`;
    case 'no room':
      return `${cpu} has ${m.layout.limits.frames} calls and interrupts nested, as many as are modelled: let one return first.`;
    case 'held full':
      return `${cpu} holds ${m.layout.limits.held} addresses, as many as are modelled: unmap one first.`;
    case 'nothing mapped':
      return `${cpu} holds no address to unmap: map a page first.`;
    case 'not held':
      return `${cpu} was not given that address, or has given it back: unmap one that it holds.`;
    case 'not the handler’s':
      return `That address belongs to the task that ${cpu} interrupted: a handler unmaps only what it mapped itself.`;
    case 'mapped by kmap_local':
      return `${cpu} holds only kmap_local mappings: use kunmap_local.`;
    case 'not kmapped':
      return 'That page is not mapped by kmap: kmap it first.';
    case 'may sleep':
      return `That may sleep, and ${cpu} holds an atomic mapping or has interrupts off: unmap or return first.`;
    case 'irqs off':
      return `${cpu} has interrupts off: let the handler return first.`;
    case 'own cpu':
      return `A CPU does not take itself down or up here: ask from another one.`;
    case 'not first cpu':
      return 'Suspend runs on the first online CPU: ask from that one.';
    case 'no kmap_local':
      return 'This kernel has no kmap_local: choose one from 5.11 on, such as v6.1.';
    case 'no pkmap':
      return 'This machine has no pkmap entries: set pkmap= to more than 0.';
    case 'no tasks':
      return 'On this kernel the slots belong to the CPU: task switches do not concern them.';
    case 'task running':
      return 'That task is running already: choose one that sleeps.';
    case 'task pinned':
      return 'That task holds a mapping and may not migrate: schedule it on the CPU where it ran.';
    case 'idle':
      return `${cpu} is in no function: enter one first.`;
    case 'waiting':
      return `${cpu} cannot go on: it waits in ${fn}.`;
    case 'no irq':
      return `${cpu} is not in an interrupt handler that could return now.`;
    case 'handler holds':
      return `The handler on ${cpu} still holds what it mapped: unmap that first.`;
    case 'no ipi':
      return `No interrupt from another CPU waits for ${cpu}.`;
    case 'no abort':
      return `No abort is pending on ${cpu}.`;
    case 'no translation':
      return `Neither a TLB entry of ${cpu} nor a PTE maps that address: there is nothing to speculate through.`;
    case 'not cached':
      return `${cpu} holds no translation of that address: there is nothing to evict.`;
  }
}
