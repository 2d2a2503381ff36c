import { err, type Result } from '../base/result.ts';
import type { Trace } from './trace-format.ts';
import { checkTrace, parseLine } from './trace-parse.ts';
import type { Fields } from './trace-shape.ts';

/** One trace of a file, or what is wrong with it; `line` counts from 1 and is where it stands, or where the mistake does. */
export type TraceInFile = { readonly line: number; readonly trace: Result<Trace, string> };

/**
 * Reads a file of traces. Two forms are known: a whole trace a line, and the recorder's own log, where a line with `meta` begins a trace,
 * each step has its line, and one with `end` closes it. Blank lines are passed over. Total: any text gives traces and mistakes.
 */
export function readTraces(text: string): readonly TraceInFile[] {
  const found: TraceInFile[] = [];
  let log: Log | null = null;
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (raw.trim() === '') continue;
    const line = index + 1;
    const parsed = parseLine(raw);
    if (!parsed.ok) {
      found.push({ line, trace: parsed });
      log = null;
      continue;
    }
    const fields = parsed.value;
    const begins = fields['meta'] !== undefined;
    if (log !== null && begins) found.push(cutOff(log));
    if (begins) log = { line, meta: fields, steps: [] };
    else if (log === null) found.push({ line, trace: checkTrace(fields) });
    else if (fields['end'] === undefined) log.steps.push(fields);
    else {
      found.push({ line: log.line, trace: traceOfLog(log) });
      log = null;
    }
  }
  return log === null ? found : [...found, cutOff(log)];
}

type Log = { readonly line: number; readonly meta: Fields; readonly steps: Fields[] };

function cutOff({ line, steps }: Log): TraceInFile {
  const message = `the recording that begins here is cut off after ${steps.length} steps: its line with "end" is missing`;
  return { line, trace: err(message) };
}

/** The recorder's log does not say which build it was made on, nor whether the slots had been cleared before. */
function traceOfLog({ meta, steps }: Log): Result<Trace, string> {
  const debug = meta['debug_highmem'] === 1;
  const flush = meta['want_flush'] === 1;
  // A page table entry of LPAE has 16 digits.
  const lpae = typeof meta['kmap_prot'] === 'string' && meta['kmap_prot'].length === 16;
  const variant = logVariant(String(meta['kernel']), { debug, flush, lpae });
  const config = { DEBUG_HIGHMEM: debug, ARCH_WANT_KMAP_ATOMIC_FLUSH: flush, ARM_LPAE: lpae };
  return checkTrace({ ...meta, format: 'hmtruth-1', variant, config, steps }, [
    `the file does not say which build it was recorded on: taken as variant ${variant}`,
  ]);
}

function logVariant(kernel: string, has: { readonly debug: boolean; readonly flush: boolean; readonly lpae: boolean }) {
  if (has.lpae) return 'L';
  if (has.debug) return 'B';
  return has.flush || kernel.startsWith('6.') ? 'A' : 'C';
}
