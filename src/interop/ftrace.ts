import { err, ok, type Result } from '../base/result.ts';
import { linesOf, type TextMistake } from './text-mistake.ts';

/**
 * Text of the kernel's tracer (`/sys/kernel/tracing/trace`, or `trace-cmd report`) with kprobe events on the functions of this story:
 *
 *               sh-47    [000] d..1     4.287941: kmap_atomic_ret: (get_page_from_freelist+0x314/0x5b8 <- kmap_atomic) vaddr=ecf50000
 *
 * An event is known by the function in its parentheses, whatever the probe was called: `p:hm/kmap_atomic kmap_atomic page=%r0:u32` and a plain
 * `p kmap_atomic %r0` say the same (Documentation/trace/kprobetrace.rst; kernel/trace/trace_output.c).
 */
export type FtraceEvent = {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly cpu: number;
  /** In a hardware interrupt: `h` or `H` among the flags. */
  readonly irq: boolean;
  readonly fn: TracedFunction;
  readonly returns: boolean;
  /** The first thing the probe fetched; null when it fetched nothing. */
  readonly value: number | null;
};

/** What is listened to, and which of the functions that kernels have had it stands for. */
const FUNCTIONS = {
  kmap_atomic: 'kmap_atomic',
  kmap_atomic_high: 'kmap_atomic',
  __kunmap_atomic: 'kunmap_atomic',
  kunmap_atomic_high: 'kunmap_atomic',
  kmap_high: 'kmap',
  kunmap_high: 'kunmap',
  kmap_flush_unused: 'kmap_flush_unused',
  kmap_atomic_flush_unused: 'kmap_atomic_flush_unused',
  cpu_down: 'cpu_down',
  cpu_up: 'cpu_up',
  take_cpu_down: 'take_cpu_down',
} as const;
export type TracedFunction = (typeof FUNCTIONS)[keyof typeof FUNCTIONS];

/** Probes that would be no use without what they fetch, and what to write instead. */
const FETCHES: { readonly [F in TracedFunction]?: string } = {
  kmap_atomic: 'p:kmap_atomic kmap_atomic page=%r0 and r:kmap_atomic_ret kmap_atomic vaddr=$retval',
  kunmap_atomic: 'p:kunmap_atomic __kunmap_atomic vaddr=%r0',
  kmap: 'p:kmap_high kmap_high page=%r0',
  kunmap: 'p:kunmap_high kunmap_high page=%r0',
  cpu_down: 'p:cpu_down cpu_down cpu=%r0',
  cpu_up: 'p:cpu_up cpu_up cpu=%r0',
};

/** CPUs of a machine of ours, and of any 32-bit ARM kernel. */
const MOST_CPUS = 32;

const EVENT = /\[(\d{3,4})\]\s{1,8}(?:([^\s:[\]]{4,8})\s+)?(\d{1,12}\.\d{3,9}): ([\w.]{1,64}):\s?(.*)$/;
const SYMBOL = /^\((?:[^()<]{1,160} <- )?([\w.]{1,80})(?:\+0x[0-9a-f]+\/0x[0-9a-f]+)?\)\s*(.*)$/i;
const VALUE = /^[\w$@%]{1,32}=(0x)?([0-9a-f]{1,16})\b/i;

/** Does a text begin as the tracer's does? */
export const isFtrace = (firstLine: string): boolean =>
  firstLine.startsWith('# tracer:') || /^(version = |cpus=)\d+$/.test(firstLine) || EVENT.test(firstLine);

/** What was heard, and what was not. */
export type Ftrace = {
  readonly events: readonly FtraceEvent[];
  /** `#P:4` of the head: CPUs that were online; 0 when it is not there. */
  readonly cpus: number;
  /** Events that the buffer lost or overwrote, as far as the text says so. */
  readonly lost: number;
};

/** Reads such a text; events of other functions are passed over. Total: any text gives a recording or one mistake. */
export function readFtrace(text: string): Result<Ftrace, TextMistake> {
  const lines = linesOf(text);
  if (!lines.ok) return lines;
  const decimal = /[\w$@%]=(0x|\d{9,})/.test(text);
  const events: FtraceEvent[] = [];
  let cpus = 0;
  let lost = 0;
  for (const [index, raw] of lines.value.entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) {
      const head = /entries-in-buffer\/entries-written: (\d{1,12})\/(\d{1,12})\s+#P:(\d{1,4})/.exec(line);
      if (head !== null) [cpus, lost] = [Number(head[3]), lost + Math.max(0, Number(head[2]) - Number(head[1]))];
      continue;
    }
    if (line === '' || /^(version = |cpus=)\d+$/.test(line)) continue;
    const dropped = /^CPU:\d+ \[LOST (\d{1,12}|) ?EVENTS\]$/.exec(line);
    if (dropped !== null) {
      lost += Number(dropped[1]);
      continue;
    }
    const event = eventOf(raw, index + 1, decimal);
    if (event !== null && !('fn' in event)) return err(event);
    if (event !== null) events.push(event);
  }
  const mapped = events.filter(({ fn }) => fn === 'kmap_atomic');
  const [first] = mapped;
  if (first !== undefined && !mapped.some(({ returns }) => returns)) {
    const message =
      'nothing tells which address kmap_atomic gave: define r:kmap_atomic_ret kmap_atomic vaddr=$retval too';
    return err({ line: first.line, column: 1, message });
  }
  return ok({ events, cpus: Math.min(cpus, MOST_CPUS), lost });
}

/** One line: an event that is listened to, null for another one, or what is wrong with it. */
function eventOf(raw: string, line: number, decimal: boolean): FtraceEvent | TextMistake | null {
  const wrong = (part: string, message: string): TextMistake => ({
    line,
    column: Math.max(0, part === '' ? raw.trimEnd().length : raw.indexOf(part)) + 1,
    message,
  });
  const match = EVENT.exec(raw);
  if (match === null)
    return wrong(
      raw.trim(),
      'this is no line of the tracer: one reads task-pid [cpu] flags time: event: what happened',
    );
  const [, cpuText = '', flags = '', , , happened = ''] = match;
  const cpu = Number(cpuText);
  if (cpu >= MOST_CPUS)
    return wrong(cpuText, `there is no CPU ${cpu} on a 32-bit ARM kernel: it has at most ${MOST_CPUS}`);
  const symbol = SYMBOL.exec(happened);
  const named = symbol?.[1] ?? '';
  if (symbol === null || !isListenedTo(named)) return null;
  const fn = FUNCTIONS[named];
  const rest = symbol[2] ?? '';
  const value = valueOf(rest, decimal);
  const fetch = FETCHES[fn];
  if (value === null && fetch !== undefined)
    return wrong(rest, `${named} says nothing of its argument: define ${fetch}`);
  return { line, cpu, irq: /h/i.test(flags), fn, returns: happened.includes(' <- '), value };
}

const isListenedTo = (name: string): name is keyof typeof FUNCTIONS => Object.hasOwn(FUNCTIONS, name);

/** Kernels have printed `u32` as 0x…, as bare hexadecimal digits and in decimal; one text does it one way. */
function valueOf(text: string, decimal: boolean): number | null {
  const match = VALUE.exec(text);
  if (match === null) return null;
  const [, prefix, digits = ''] = match;
  const hexadecimal = prefix !== undefined || !decimal || /[a-f]/i.test(digits);
  return Number.parseInt(digits, hexadecimal ? 16 : 10);
}
