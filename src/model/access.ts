import type { PageCode, VaCode } from './action.ts';
import type { Emit, Via } from './event.ts';
import type { Kernel } from './kernel.ts';
import { isSecure, recordFault, setAbortPending, setDown, tlbEntry, tlbPlace, walk, type Machine } from './machine.ts';
import { fillTlb } from './tlb.ts';
import { vaKind } from './va.ts';

/** What an address leads to on one CPU, and how; page 0: no translation. */
export type Translation = { readonly page: PageCode; readonly via: Via };

/** A TLB entry is used as it is, however old; only without one are the tables walked (ARM DDI 0487 G5.8). */
export function translate(m: Machine, cpu: number, va: VaCode): Translation {
  if (vaKind(va) === 'linear') return { page: walk(m, va), via: 'linear' };
  const cached = cachedPage(m, cpu, va);
  return cached !== 0 ? { page: cached, via: 'tlb' } : { page: walk(m, va), via: 'pte' };
}

export function cachedPage(m: Machine, cpu: number, va: VaCode): PageCode {
  const place = tlbPlace(m.layout, va);
  return place < 0 ? 0 : tlbEntry(m, cpu, place);
}

/**
 * A CPU reads through an address. Speculatively (any CPU, any valid address of normal memory, at any time: ARM DDI 0487 G5.8) a refused
 * access is never a synchronous abort at an instruction, because none was executed; the firewall decides what the non-secure side sees.
 */
export function access(kernel: Kernel, m: Machine, cpu: number, va: VaCode, speculative: boolean, emit: Emit): void {
  const { page, via } = translate(m, cpu, va);
  if (page === 0) {
    emit?.({ type: 'no_translation', cpu, va, speculative });
    return;
  }
  fillTlb(kernel, m, cpu, va, page, emit);
  if (isSecure(m, page)) refuse(kernel, m, cpu, va, page, via, speculative, emit);
  else emit?.({ type: 'access', cpu, va, page, via, speculative });
}

function refuse(
  kernel: Kernel,
  m: Machine,
  cpu: number,
  va: VaCode,
  page: PageCode,
  via: Via,
  speculative: boolean,
  emit: Emit,
): void {
  const { firewall } = kernel.config.switches;
  const delivery = firewall === 'async_abort' && !speculative ? 'sync_abort' : firewall;
  emit?.({ type: 'violation', cpu, va, page, via, speculative, delivery });
  recordFault(m, cpu, va, page);
  if (delivery === 'async_abort') setAbortPending(m, cpu, true);
  if (delivery === 'fatal') setDown(m);
}
