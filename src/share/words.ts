import type { Sink, Source } from './bytes.ts';
import { flawed, getText, getUint, putText, putUint, ROLE } from './bytes.ts';
import { LIMITS } from './limits.ts';

/**
 * Words that a link carries as a number: presets, settings and their values, km_types, costs, in the spelling of a scenario. FROZEN: add at
 * the end only. A word that is not here travels spelled out, so a link never waits for this table.
 */
export const WORDS: readonly string[] = [
  ...['kernel', 'cpus', 'pages', 'low', 'slots', 'pkmap', 'tlb_entries', 'pfn_base', 'tasks'],
  ...['v2.6.32', 'v2.6.37-rc', 'v3.9', 'v3.9-debug', 'rfc-v1', 'rfc-v2', 'rfc-no-hook', 'rfc-dead-hook', 'v3.14'],
  ...['v3.14-rt', 'vendor-3.18', 'vendor-3.18.20', 'vendor-3.18-corrected', 'vendor-4.4', 'vendor-4.9', 'v6.1'],
  ...['v6.1-debug', 'fixed'],
  ...['layout', 'up_fff00000', 'up_ffc00000', 'down_ffeff000', 'fix_kmap_begin', 'index_owner', 'type', 'cpu', 'task'],
  ...['debug', 'off', 'on', 'kunmap_clears', 'never', 'always', 'pop', 'after_clear', 'before_clear', 'page_tlbi'],
  ...['local', 'broadcast', 'nesting_check', 'none', 'gt', 'ge', 'none_check', 'km_incr', 'flush', 'unconditional'],
  ...['checked', 'checked_range', 'flush_start', 'depth', 'doubled_begin', 'hotplug_hook', 'dying'],
  ...['dying_no_frozen_mask', 'dead', 'cpuhp', 'kmap_high_get', 'unless_debug', 'pfn_lowmem', 'slot', 'linear'],
  ...['driver_flushes', 'atomic', 'both', 'firewall', 'silent_zero', 'async_abort', 'fatal', 'cpu0_offline'],
  ...['refused', 'allowed', 'pte_format', 'short_2_6_32', 'short_3_6', 'short_3_10', 'lpae_3_10', 'short_6_1'],
  ...['KM_BOUNCE_READ', 'KM_SKB_SUNRPC_DATA', 'KM_SKB_DATA_SOFTIRQ', 'KM_USER0', 'KM_USER1', 'KM_BIO_SRC_IRQ'],
  ...['KM_BIO_DST_IRQ', 'KM_PTE0', 'KM_PTE1', 'KM_IRQ0', 'KM_IRQ1', 'KM_SOFTIRQ0', 'KM_SOFTIRQ1', 'KM_L2_CACHE'],
  ...['pte_writes', 'pte_reads', 'tlb_flushes', 'ipis', 'notifiers', 'barriers'],
  ...['preempt_count', 'down_ffeff000_6_1'],
  ...['late_callback', 'maps'],
];

const NUMBERS: ReadonlyMap<string, number> = new Map(WORDS.map((word, index) => [word, index]));

// Of a number in a word's place: 0, the word is spelled out behind it; odd, a decimal number; even, a word of the table.
const SPELLED = 0;

/** A word or a decimal number, as it was written. */
export function putWord(out: Sink, word: string): void {
  const code = codeOf(word);
  putUint(out, ROLE.word, code);
  if (code === SPELLED) putText(out, word);
}

function codeOf(word: string): number {
  const index = NUMBERS.get(word);
  if (index !== undefined) return 2 * index + 2;
  const n = Number(word);
  const isNumber = String(n) === word && Number.isInteger(n) && n >= 0 && n <= LIMITS.number;
  return isNumber ? 2 * n + 1 : SPELLED;
}

export function getWord(from: Source): string {
  const code = getUint(from, ROLE.word);
  if (code === SPELLED) return getText(from);
  if (code % 2 === 1) return String((code - 1) / 2);
  return WORDS[code / 2 - 1] ?? flawed(from, 'unknown', '');
}
