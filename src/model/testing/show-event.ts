import { pageName, placeName } from '../../scenario/names.ts';
import type { Config } from '../config.ts';
import type { Event, ReturnValue } from '../event.ts';

/** An event in one line, every field of it: two events that differ look different. */
export function showEvent(config: Config, event: Event): string {
  return `cpu${event.cpu} ${event.type} ${detailsOf(config, event)}`.trimEnd();
}

function detailsOf(config: Config, event: Event): string {
  const page = (code: number): string => (code === 0 ? '.' : pageName(config, code));
  const place = (va: number): string => placeName(config, va);
  const slot = (table: 'fixmap' | 'pkmap', index: number): string =>
    table === 'pkmap'
      ? `pkmap${index}`
      : `cpu${Math.floor(index / config.sizes.slots)}.slot${index % config.sizes.slots}`;
  switch (event.type) {
    case 'enter':
      return `${event.fn}(${event.a}, ${event.b})`;
    case 'line':
      return `${event.fn}:${event.pc}`;
    case 'return':
      return `${event.fn} = ${showValue(config, event.value)}`;
    case 'depth':
      return `${event.from} → ${event.to}`;
    case 'pte_write':
      return `${slot(event.table, event.index)} ${page(event.from)} → ${page(event.to)} (${event.context})`;
    case 'pte_read':
      return `${slot(event.table, event.index)} ${page(event.page)}`;
    case 'tlb_invalidate':
      return `${event.scope} ${place(event.va)} ×${event.count}`;
    case 'tlb_fill':
    case 'tlb_drop':
      return `${place(event.va)} ${page(event.page)}`;
    case 'pkmap_count':
      return `pkmap${event.entry} ${event.from} → ${event.to}`;
    case 'ipi_send':
      return `to [${event.to.join()}] missed [${event.missed.join()}]`;
    case 'ipi_enter':
    case 'ipi_exit':
      return `from cpu${event.from}`;
    case 'flush_cpu':
      return `of cpu${event.of} [${event.first}, ${event.end})`;
    case 'irq':
      return event.enter ? 'enter' : 'exit';
    case 'notifier':
      return `${event.action} of cpu${event.of}${event.frozen ? ' frozen' : ''}`;
    case 'stop_machine':
      return `${event.on ? 'on' : 'off'} for cpu${event.target}`;
    case 'cpu_state':
      return `${event.from} → ${event.to}`;
    case 'task':
      return `task${event.from} → task${event.to}`;
    case 'secure':
      return `${page(event.page)} ${event.secure ? 'secure' : 'back'}`;
    case 'access':
      return `${place(event.va)} ${page(event.page)} via ${event.via}${event.speculative ? ' speculative' : ''}`;
    case 'no_translation':
      return `${place(event.va)}${event.speculative ? ' speculative' : ''}`;
    case 'violation':
      return `${place(event.va)} ${page(event.page)} via ${event.via}${event.speculative ? ' speculative' : ''}: ${event.delivery}`;
    case 'abort_taken':
      return `by ${event.innocent}`;
    case 'bug':
      return `in ${event.fn}: ${event.bug}`;
    case 'outside_window':
      return `slot index ${event.index}`;
    case 'cache_clean':
      return page(event.page);
    case 'wait':
      return `in ${event.fn} for ${event.what}`;
  }
}

function showValue(config: Config, value: ReturnValue): string {
  switch (value.kind) {
    case 'void':
      return 'void';
    case 'va':
      return placeName(config, value.va);
    case 'int':
      return String(value.value);
  }
}
