import { pageName, placeName } from '../../scenario/names.ts';
import type { Config } from '../config.ts';
import type { Event, ReturnValue } from '../event.ts';
import { pkmapVa, slotVa } from '../va.ts';

/** An event in one line, every field of it: two events that differ look different. */
export function showEvent(config: Config, event: Event): string {
  return `cpu${event.cpu} ${event.type} ${detailsOf(config, event)}`.trimEnd();
}

type Kind = Event['type'];
type Details = { readonly [K in Kind]: (event: Event & { readonly type: K }, names: Names) => string };
type Names = {
  readonly page: (code: number) => string;
  readonly place: (va: number) => string;
  readonly slot: (table: 'fixmap' | 'pkmap', index: number) => string;
  readonly value: (value: ReturnValue) => string;
};

const speculative = (yes: boolean): string => (yes ? ' speculative' : '');

const DETAILS: Details = {
  enter: ({ fn, a, b }) => `${fn}(${a}, ${b})`,
  line: ({ fn, pc }) => `${fn}:${pc}`,
  return: ({ fn, value }, names) => `${fn} = ${names.value(value)}`,
  depth: ({ from, to }) => `${from} → ${to}`,
  pte_write: ({ table, index, from, to, context }, { slot, page }) =>
    `${slot(table, index)} ${page(from)} → ${page(to)} (${context})`,
  pte_read: ({ table, index, page: code }, { slot, page }) => `${slot(table, index)} ${page(code)}`,
  tlb_invalidate: ({ scope, va, count }, { place }) => `${scope} ${place(va)} ×${count}`,
  tlb_fill: ({ va, page: code }, { place, page }) => `${place(va)} ${page(code)}`,
  tlb_drop: ({ va, page: code }, { place, page }) => `${place(va)} ${page(code)}`,
  pkmap_count: ({ entry, from, to }) => `pkmap${entry} ${from} → ${to}`,
  ipi_send: ({ to, missed }) => `to [${to.join()}] missed [${missed.join()}]`,
  ipi_enter: ({ from }) => `from cpu${from}`,
  ipi_exit: ({ from }) => `from cpu${from}`,
  flush_cpu: ({ of, first, end }) => `of cpu${of} [${first}, ${end})`,
  irq: ({ enter }) => (enter ? 'enter' : 'exit'),
  notifier: ({ action, of, frozen }) => `${action} of cpu${of}${frozen ? ' frozen' : ''}`,
  stop_machine: ({ on, target }) => `${on ? 'on' : 'off'} for cpu${target}`,
  cpu_state: ({ from, to }) => `${from} → ${to}`,
  task: ({ from, to }) => `task${from} → task${to}`,
  secure: ({ page: code, secure }, { page }) => `${page(code)} ${secure ? 'secure' : 'back'}`,
  access: ({ va, page: code, via, speculative: yes }, { place, page }) =>
    `${place(va)} ${page(code)} via ${via}${speculative(yes)}`,
  no_translation: ({ va, speculative: yes }, { place }) => `${place(va)}${speculative(yes)}`,
  violation: ({ va, page: code, via, speculative: yes, delivery }, { place, page }) =>
    `${place(va)} ${page(code)} via ${via}${speculative(yes)}: ${delivery}`,
  abort_taken: ({ innocent }) => `by ${innocent}`,
  bug: ({ fn, bug }) => `in ${fn}: ${bug}`,
  outside_window: ({ index }) => `slot index ${index}`,
  cache_clean: ({ page: code }, { page }) => page(code),
  wait: ({ fn, what }) => `in ${fn} for ${what}`,
};

function detailsOf(config: Config, event: Event): string {
  // The table has for each kind of event the function of that kind.
  const details = DETAILS[event.type] as (event: Event, names: Names) => string;
  return details(event, {
    page: (code) => (code === 0 ? '.' : pageName(config, code)),
    place: (va) => placeName(config, va),
    slot: (table, index) => placeName(config, table === 'pkmap' ? pkmapVa(index) : slotVa(index)),
    value: (value) => showValue(config, value),
  });
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
