import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/model/config.ts';
import { SWITCHES } from '../../src/model/config.ts';
import type { Trace } from '../../src/interop/trace-format.ts';
import { traceKernel, type TraceKernel } from '../../src/interop/trace-kernel.ts';
import { recorded, recordedTrace, replayed } from './recorded.ts';

type Path = readonly (string | number)[];

/** The same value with what stands at the end of a path changed. */
function changed(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((part: unknown, i) => (i === key ? changed(part, rest, change) : part));
  return { ...Object(value), [key]: changed(Reflect.get(Object(value), key), rest, change) };
}

/** A trace with one fact of one step changed. */
const changedTrace = (trace: Trace, step: number, path: Path, change: (old: unknown) => unknown): Trace =>
  changed(trace, ['steps', step, ...path], change) as Trace;

/** What differs, each once: `kind: what`. */
const differences = (trace: Trace): readonly string[] => [
  ...new Set(replayed(trace).disagreements.map(({ kind, what }) => `${kind}: ${what}`)),
];

const stray = recordedTrace('k310-A', 'h01_stray_basic');

describe('one recorded fact changed is one disagreement', () => {
  test('as recorded nothing differs', () => {
    expect(differences(stray)).toEqual([]);
  });

  test.each<[what: string, path: Path, wrong: unknown, differs: string[]]>([
    ['the Linux word of a PTE', ['pte', 0, 3], '7f98565e', ['Linux word of a slot: cpu0.slot0']],
    ['its hardware word', ['pte', 0, 4], '7f98545e', ['hardware word of a slot: cpu0.slot0']],
    ['its address', ['pte', 0, 2], 'fff20000', ['address: address of cpu0.slot0']],
    ['a depth', ['idx', 1], 2, ['depth: depth of cpu1']],
    ['how much is held', ['held', 1], 1, ['mappings held: held by cpu1']],
    ['the preempt count', ['pre'], 0, ['preempt_count: preempt_count & 0xff']],
    ['the online mask', ['on'], 7, ['CPU online: cpu3']],
    ['a CPU that there is not', ['on'], 31, ['CPU online: CPUs beyond the last']],
    ['a return value', ['r'], 'fff11000', ['return value: return value']],
    ['who wrote a PTE', ['wr', 0, 0], 2, ['PTE write: PTE write 0']],
    ['in which context', ['wr', 0, 6], 'irq', ['PTE write: PTE write 0']],
    ['a write that was not seen', ['wr'], [], ['PTE write: PTE write 0', 'PTE write: number of PTE writes']],
    ['a call that nobody made', ['calls'], [['kmap_flush_unused', 0]], ['call: calls']],
  ])('%s', (_what, path, wrong, differs) => {
    expect(stray.steps[0]?.op).toBe('map');
    expect(differences(changedTrace(stray, 0, path, () => wrong))).toEqual(differs);
  });

  test('the order of two writes of one CPU', () => {
    const nested = recordedTrace('k310-A', 'h02_nested3');
    const flush = nested.steps.findIndex(({ op, wr = [] }) => op === 'aflush' && wr.length > 1);
    const swapped = changedTrace(nested, flush, ['wr'], (rows) => (rows as unknown[]).toReversed());
    const found = differences(swapped);
    expect(found).toHaveLength(2);
    for (const difference of found)
      expect(difference).toMatch(/^PTE write: (PTE write|write by cpu\d to its slots) \d$/);
  });

  test('a CPU that did not run the flush, and one that ran it after the caller', () => {
    const four = recordedTrace('k310-A', 'h04_all_cpus_one_flush');
    const flush = four.steps.findIndex(({ op }) => op === 'aflush');
    const without = changedTrace(four, flush, ['calls'], (rows) => (rows as unknown[]).slice(1));
    expect(differences(without)).toContain('call: CPUs that ran the flush');
    const callerFirst = changedTrace(four, flush, ['wr'], (rows) => (rows as unknown[]).toReversed());
    expect(differences(callerFirst)).toContain('PTE write: writes of others after the caller’s own part of the flush');
  });

  test('a read through a slot', () => {
    const peeks = recordedTrace('k310-A', 'h20_peek_cross_cpu_tlb');
    const peek = peeks.steps.findIndex(({ op, r }) => op === 'peek' && r !== 'EFAULT');
    const found = differences(changedTrace(peeks, peek, ['r'], () => 'EFAULT'));
    expect(found).toEqual([expect.stringMatching(/^read: read through cpu\d\.slot\d+$/)]);
  });

  test('an operation that the recorder refused, and one that it did not', () => {
    const invalid = recordedTrace('k310-A', 'h28_down_invalid');
    expect(differences(changedTrace(invalid, 0, ['r'], () => -1))).toContain('carried out or refused: refusal');
    expect(differences(changedTrace(stray, 0, ['r'], () => 'ENONE'))).toContain('carried out or refused: refusal');
  });
});

/** Every place of a recorded step that holds a fact: what stands at the leaves. */
function facts(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) =>
    facts(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return 'fff77000';
  return value.slice(0, -1) + (value.endsWith('7') ? '3' : '7');
}

/** Operands are what was asked, not what was seen; `i` is a number for people, `x` and `cpu` of a dump say where it was made. */
const ASKED = ['i', 'cpu', 'op', 'a', 'x'];

describe('every fact of a recorded step counts: changed alone, it disagrees', () => {
  test.each([
    ['k310-A', 'h04_all_cpus_one_flush'],
    ['k310-A', 'h05_hotplug_dying_clears'],
    ['k310-A', 'h16_irq_nested'],
    ['k310-L', 'h11_kmap_then_atomic'],
    ['k318-A', 'h13_kflush_not_atomic'],
    ['k318-D', 'h20_peek_cross_cpu_tlb'],
    ['k61-A', 'l03_local_then_atomic_spin'],
    ['k61-B', 'l04_local_irq_nested'],
  ])('%s %s', (file, name) => {
    const trace = recordedTrace(file, name);
    const ignored = trace.steps.flatMap((step, i) =>
      facts(step)
        .filter((path) => !path.slice(0, 2).some((key) => ASKED.includes(String(key))))
        .filter((path) => replayed(changedTrace(trace, i, path, other)).differing === 0)
        .map((path) => `step ${i}: ${path.join('.')}`),
    );
    expect(ignored).toEqual([]);
  });
});

type Values = Partial<Record<keyof Switches, readonly string[]>>;

/**
 * What no recording shows: what drivers and the firewall do; a suspend (the FROZEN bit); an interrupt between clear and pop; and which of the
 * formats that have the same attributes for a kmap mapping it is.
 */
const NEVER: Values = {
  driver_flushes: ['none', 'pkmap', 'atomic', 'both'],
  firewall: ['silent_zero', 'async_abort', 'fatal'],
  hotplug_hook: ['dying', 'dying_no_frozen_mask', 'cpuhp'],
  pop: ['after_clear', 'before_clear'],
  pte_format: ['short_3_6', 'short_3_10', 'short_6_1'],
};
/** Every hook clears the same where nothing is left behind, or where there is no flush to hook. */
const NO_HOOK: Values = { hotplug_hook: ['none', 'dying', 'dying_no_frozen_mask', 'dead', 'cpuhp'] };
/** Values that say what a debug build does are the same in a build without. */
const NO_DEBUG: Values = { kunmap_clears: ['never', 'debug'], kmap_high_get: ['on', 'unless_debug'] };
const NO_NESTING_CHECK: Values = { nesting_check: ['none', 'gt', 'ge'] };
/** Positions are counted by twos only where the task owns them. */
const CPU_OWNED: Values = { km_incr: ['1', '2'] };
/** FIX_KMAP_BEGIN is 0 there: counted twice it is still 0. And no read was ever stale, as a broadcast promises. */
const V3_10: Values = { ...CPU_OWNED, flush_start: ['depth', 'doubled_begin'], page_tlbi: ['local', 'broadcast'] };
/** The nesting that a debug build checks was recorded as a crash, which is no trace. */
const CRASHED: Values = { nesting_check: ['none', 'gt', 'ge', 'always'], none_check: ['debug', 'always'] };

/** By build, the values of each switch that its recordings cannot tell from one another; every other value disagrees somewhere. */
const UNSEEN: readonly (readonly [file: string, unseen: Values])[] = [
  ['k310-A', { ...NEVER, ...V3_10, ...NO_DEBUG, ...NO_NESTING_CHECK }],
  [
    'k310-B',
    {
      ...NEVER,
      ...V3_10,
      ...NO_HOOK,
      ...NO_NESTING_CHECK,
      none_check: ['debug', 'always'],
      kunmap_clears: ['debug', 'always'],
      kmap_high_get: ['off', 'unless_debug'],
      // Nothing is left for the flush to clear: nobody reads what its range invalidate would drop.
      flush: ['checked', 'checked_range'],
    },
  ],
  ['k318-A', { ...NEVER, ...CPU_OWNED, ...NO_DEBUG, ...NO_NESTING_CHECK }],
  [
    'k61-A',
    {
      ...NEVER,
      ...NO_HOOK,
      ...CRASHED,
      flush_start: ['depth', 'doubled_begin'],
      kmap_high_get: ['on', 'unless_debug'],
    },
  ],
  [
    'k61-B',
    {
      ...NEVER,
      ...NO_HOOK,
      ...CRASHED,
      flush_start: ['depth', 'doubled_begin'],
      kmap_high_get: ['off', 'unless_debug'],
      kunmap_clears: ['debug', 'always'],
      // The stale reads of 6.1 were recorded without debug.
      page_tlbi: ['local', 'broadcast'],
    },
  ],
];

describe('a kernel that behaves otherwise is told apart', () => {
  test.each(UNSEEN)('%s', (file, unseen) => {
    const traces = recorded(file).filter(({ name }) => /^([hnl]|r00)/.test(name));
    const alike: Record<string, string[]> = {};
    for (const [key, values] of Object.entries(SWITCHES)) {
      for (const value of values) {
        if (traces.every((trace) => agreesOn(trace, ownKernel(trace), key, value))) (alike[key] ??= []).push(value);
      }
      if (alike[key]?.length === 1) Reflect.deleteProperty(alike, key);
    }
    expect(alike).toEqual(unseen);
  });

  test.each(['k318-D-tlb', 'k61-A-tlb'])(
    '%s: were the page invalidate a broadcast, stale reads could not be',
    (file) => {
      const wrong = recorded(file).filter((trace) => !agreesOn(trace, ownKernel(trace), 'page_tlbi', 'broadcast'));
      expect(wrong.length).toBeGreaterThan(10);
    },
  );
});

function ownKernel(trace: Trace): TraceKernel {
  const kernel = traceKernel(trace);
  if (!kernel.ok) throw new Error(kernel.error);
  return kernel.value;
}

function agreesOn(trace: Trace, { name, config }: TraceKernel, key: string, value: string): boolean {
  const switches = { ...config.switches, [key]: value };
  return replayed(trace, { name, config: { ...config, switches } }).differing === 0;
}
