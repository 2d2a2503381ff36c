import { present } from '../../base/assert.ts';
import { FUNCTIONS, type Action, type Command } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import { KM_TYPES } from '../../scenario/km-types.ts';
import { pageOf, placeOf } from '../../scenario/names.ts';
import type { Arg, Step } from '../../scenario/syntax.ts';

/** A command as a line of a scenario: the inverse of elaborateStep. */
export function stepOf(config: Config, command: Command): Step {
  switch (command.type) {
    case 'finish':
      return { type: 'finish', cpu: command.cpu };
    case 'run':
      return { ...callOf(config, command.action), enter: false };
    case 'do':
      return stepOfAction(config, command.action);
  }
}

function stepOfAction(config: Config, action: Action): Step {
  const { cpu } = action;
  switch (action.type) {
    case 'call':
      return callOf(config, action);
    case 'speculate':
    case 'evict':
      return { type: action.type, cpu, place: present(placeOf(config, action.va), 'a place') };
    case 'schedule':
      return { type: 'schedule', cpu, task: action.task };
    case 'tick':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return { type: action.type, cpu };
  }
}

function callOf(
  config: Config,
  { cpu, fn, a, b }: Action & { readonly type: 'call' },
): Step & { readonly type: 'call' } {
  const page = (code: number): Arg => ({ type: 'page', page: present(pageOf(config, code), 'a page') });
  const numbers = [a, b];
  const args = FUNCTIONS[fn].flatMap((kind, i): readonly Arg[] => {
    const value = present(numbers[i], 'an argument');
    switch (kind) {
      case 'page':
        return [page(value)];
      case 'pages':
        return [
          { type: 'pages', first: present(pageOf(config, a), 'a page'), last: present(pageOf(config, b), 'a page') },
        ];
      case 'cpu':
        return [{ type: 'cpu', cpu: value }];
      case 'place':
      case 'place?': {
        const place = placeOf(config, value);
        return place === null ? [] : [{ type: 'place', place }];
      }
      case 'type?':
        if (config.switches.index_owner !== 'type') return [];
        return [{ type: 'km_type', name: present(KM_TYPES[value], 'a km_type') }];
    }
  });
  return { type: 'call', cpu, fn, args, enter: true };
}
