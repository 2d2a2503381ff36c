import type { Action } from '../model/action.ts';
import type { TimelineStep } from './steps.ts';

/**
 * The first `count` indivisible actions of a step as statements of their own: `enter kmap_atomic(page3)`, `tick`, `tick`. What one does in
 * the middle of a call is then said after them, and the run stays plain text.
 */
export function spellOut(step: TimelineStep, actions: readonly Action[], count: number): readonly TimelineStep[] {
  if (step.type === 'schedule') return [step]; // a text cannot stop in the middle of a task switch
  return actions.slice(0, count).map((action): TimelineStep => {
    switch (action.type) {
      case 'call':
        return step.type === 'call' ? { ...step, enter: true } : step;
      case 'tick':
      case 'irq':
      case 'irq_return':
      case 'handle_IPI':
      case 'take_abort':
        return { type: action.type, cpu: action.cpu };
      case 'speculate':
      case 'evict':
      case 'schedule':
        return step; // indivisible: the whole step it is
    }
  });
}
