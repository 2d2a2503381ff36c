import { hex32 } from '../../arm/hex.ts';
import { kmapWords, pteFormat, pteNone } from '../../arm/pte-format.ts';
import { fixmapIndex, pfn as toPfn } from '../../arm/units.ts';
import { slotVaddr } from '../../arm/fixmap.ts';
import type { PageCode, VaCode } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import type { Event } from '../../model/event.ts';
import { pkmapVa, slotVa } from '../../model/va.ts';
import { geometryOf } from '../../scenario/addresses.ts';
import { placeName } from '../../scenario/names.ts';
import type { Frame } from '../../timeline/frame.ts';
import { pageOf } from '../../viz/stage-data.ts';

/** What the log says of an event: who, what, and where something was changed, from what to what. Words and numbers as the kernel prints them. */
export type LogLine = {
  readonly cpu: number;
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
};

export type LogContext = { readonly frame: Frame; readonly config: Config };

/** The line for an event; null for those the routine beside it shows already (which line ran, who called whom). */
export function logLine(event: Event, context: LogContext): LogLine | null {
  const { cpu } = event;
  const says = (what: string, from: string | null = null, to: string | null = null): LogLine => ({
    cpu,
    what,
    from,
    to,
  });
  switch (event.type) {
    case 'enter':
    case 'line':
    case 'return':
    case 'pte_read':
      return null;
    case 'depth':
      return says(`depth`, String(event.from), String(event.to));
    case 'pte_write':
      return says(placeOf(event.table, event.index, context), wordOf(event.from, context), wordOf(event.to, context));
    case 'tlb_invalidate':
      return says(`TLB invalidate ${invalidated(event, context)}`);
    case 'tlb_fill':
      return says(`TLB caches ${vaWords(event.va, context)} as ${pageName(event.page, context)}`);
    case 'tlb_drop':
      return says(`TLB forgets ${vaWords(event.va, context)}`);
    case 'pkmap_count':
      return says(`pkmap_count[${String(event.entry)}]`, String(event.from), String(event.to));
    case 'ipi_send':
      return says(ipiWords(event.to, event.missed));
    case 'ipi_enter':
      return says(`takes the IPI of cpu${String(event.from)}`);
    case 'ipi_exit':
      return says(`answers cpu${String(event.from)}`);
    case 'flush_cpu':
      return says(`looks over cpu${String(event.of)}'s strip: ${String(Math.max(0, event.end - event.first))} slots`);
    case 'irq':
      return says(event.enter ? 'interrupted' : 'returns from the interrupt');
    case 'notifier':
      return says(`${event.action}${event.frozen ? '_FROZEN' : ''} for cpu${String(event.of)}`);
    case 'stop_machine':
      return says(event.on ? `stop_machine: every CPU holds still` : 'stop_machine ends');
    case 'cpu_state':
      return says('state', event.from, event.to);
    case 'task':
      return says('task', `task${String(event.from)}`, `task${String(event.to)}`);
    case 'secure':
      return says(
        pageName(event.page, context),
        event.secure ? 'non-secure' : 'secure',
        event.secure ? 'secure' : 'non-secure',
      );
    case 'access':
      return says(
        `${event.speculative ? 'speculates' : 'reads'} through ${vaWords(event.va, context)} to ${pageName(event.page, context)}`,
      );
    case 'no_translation':
      return says(`${vaWords(event.va, context)}: no translation`);
    case 'violation':
      return says(`the firewall refuses ${pageName(event.page, context)}: ${event.delivery.replace('_', ' ')}`);
    case 'abort_taken':
      return says(`takes the abort; ${event.innocent} pays for it`);
    case 'bug':
      return says(`BUG in ${event.fn}: ${event.bug}`);
    case 'outside_window':
      return says(`slot ${String(event.index)} lies outside the window`);
    case 'cache_clean':
      return says(`cleans the cache of ${pageName(event.page, context)}`);
    case 'wait':
      return says(`waits for ${event.what}`);
  }
}

const placeOf = (table: 'fixmap' | 'pkmap', index: number, { config }: LogContext): string =>
  placeName(config, table === 'pkmap' ? pkmapVa(index) : slotVa(index));

/** The Linux word that stands for a page in this kernel. */
export function wordOf(page: PageCode, { frame, config }: LogContext): string {
  const format = pteFormat(config.switches.pte_format);
  const view = pageOf(frame, page);
  return `0x${view === undefined ? pteNone(format).linux : kmapWords(format, toPfn(view.pfn)).linux}`;
}

function pageName(page: PageCode, { frame }: LogContext): string {
  return pageOf(frame, page)?.name ?? `page code ${String(page)}`;
}

const vaWords = (va: VaCode, { config }: LogContext): string => placeName(config, va);

function invalidated(event: Event & { readonly type: 'tlb_invalidate' }, context: LogContext): string {
  switch (event.scope) {
    case 'page':
      return `${vaWords(event.va, context)}, this CPU only`;
    case 'page_broadcast':
      return `${vaWords(event.va, context)}, every CPU`;
    case 'range':
      return `${String(event.count)} addresses, every CPU`;
    case 'all':
      return 'all, this CPU only';
    case 'all_broadcast':
      return 'all, every CPU';
  }
}

function ipiWords(to: readonly number[], missed: readonly number[]): string {
  const names = (cpus: readonly number[]): string => cpus.map((cpu) => `cpu${String(cpu)}`).join(', ');
  const reached = to.length === 0 ? 'IPI to nobody' : `IPI to ${names(to)}`;
  return missed.length === 0 ? reached : `${reached}; not to ${names(missed)}`;
}

/** The address of a slot of the window, `0xfff10000`. */
export function slotAddress(config: Config, index: number): string {
  return `0x${hex32(slotVaddr(geometryOf(config), fixmapIndex(index)))}`;
}
