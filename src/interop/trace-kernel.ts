import { present } from '../base/assert.ts';
import { hasRoomFor, pteFormat } from '../arm/pte-format.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Config, Switches } from '../model/config.ts';
import { preset, PRESETS } from '../model/eras.ts';
import type { Trace } from './trace-format.ts';
import { frameOf, traceStart } from './trace-start.ts';

/** The kernel of ours that a recorded one is: a preset, and what its build changed. */
export type TraceKernel = { readonly name: string; readonly config: Config };

type Row = { readonly preset: string; readonly switches?: Partial<Switches> };

/** By first digits of the version and variant letter: which row of eras.ts was recorded (truth/README.md says what a letter changes). */
const ROWS: Readonly<Record<string, Row>> = {
  '3.10 A': { preset: 'rfc-v2' },
  '3.10 B': { preset: 'rfc-v2' },
  '3.10 C': { preset: 'rfc-v2' },
  '3.10 E': { preset: 'rfc-v1' },
  '3.10 F': { preset: 'rfc-no-hook' },
  '3.10 L': { preset: 'rfc-v2' },
  '3.18 A': { preset: 'vendor-3.18' },
  '3.18 B': { preset: 'vendor-3.18' },
  '3.18 C': { preset: 'vendor-3.18' },
  '3.18 D': { preset: 'vendor-3.18-corrected' },
  '3.18 E': { preset: 'vendor-3.18', switches: { flush: 'unconditional' } },
  '3.18 F': { preset: 'vendor-3.18', switches: { hotplug_hook: 'none' } },
  '6.1 A': { preset: 'v6.1' },
  '6.1 B': { preset: 'v6.1-debug' },
  '6.1 C': { preset: 'v6.1' },
};

/**
 * The kernel a trace was recorded on. The build's own words decide what they can (DEBUG_HIGHMEM, LPAE, whether there is a flush); geometry
 * is the header's and is compared with the preset's (trace-replay.ts). Pages keep their real frames.
 *
 * @param name a preset to replay it on instead, to see where another kernel parts from what was recorded
 */
export function traceKernel(trace: Trace, name?: string): Result<TraceKernel, string> {
  const row = name === undefined ? recordedRow(trace) : { preset: name };
  if (row === undefined) {
    const known = Object.keys(ROWS).join(', ');
    return err(`there is no kernel here for "${trace.kernel}", variant "${trace.variant}": there are ${known}`);
  }
  const base = preset(row.preset);
  if (base === undefined) {
    return err(`there is no kernel "${row.preset}": there are ${PRESETS.map((known) => known.name).join(', ')}`);
  }
  const switches = { ...base.switches, ...row.switches, ...buildSwitches(trace) };
  const { pages, low } = framesOf(trace);
  const beyond = [...pages, ...low].find((frame) => !hasRoomFor(pteFormat(switches.pte_format), frame));
  if (beyond !== undefined) {
    return err(`no PTE of this kernel can name the page frame ${beyond} of "pages": leave that page out`);
  }
  const sizes = {
    ...base.sizes,
    cpus: trace.nr_cpus,
    slots: trace.km_type_nr,
    pkmap: trace.last_pkmap,
    pages: pages.length,
    low: low.length,
    // One task beside the recorder's on each CPU: what runs while the recorder sleeps.
    tasks: switches.index_owner === 'task' ? trace.nr_cpus : 0,
  };
  return ok({ name: base.name, config: { switches, sizes, pfns: [...pages, ...low] } });
}

function recordedRow({ kernel, variant }: Trace): Row | undefined {
  const version = /^(\d+\.\d+)\./.exec(kernel)?.[1] ?? kernel;
  const key = `${version} ${variant}`;
  return Object.hasOwn(ROWS, key) ? present(ROWS[key], key) : undefined;
}

/** The recorder's own pages, then those of others that stood in the tables when it began. */
function framesOf(trace: Trace): { readonly pages: readonly number[]; readonly low: readonly number[] } {
  const own = (highmem: number): readonly number[] =>
    trace.pages.filter(([, isHighmem]) => isHighmem === highmem).map(([pfn]) => pfn);
  const { slots, entries } = traceStart(trace);
  const found = [...slots.values(), ...[...entries.values()].map(([, linux]) => linux)].map(frameOf);
  const [high, low] = [own(1), own(0)];
  return { pages: [...new Set([...high, ...found.filter((pfn) => pfn !== 0 && !low.includes(pfn))])], low };
}

function buildSwitches(trace: Trace): Partial<Switches> {
  const { DEBUG_HIGHMEM, ARCH_WANT_KMAP_ATOMIC_FLUSH, ARM_LPAE } = trace.config;
  return {
    debug: DEBUG_HIGHMEM ? 'on' : 'off',
    ...(ARM_LPAE ? { pte_format: 'lpae_3_10' as const } : {}),
    ...(ARCH_WANT_KMAP_ATOMIC_FLUSH ? {} : { flush: 'none' as const, hotplug_hook: 'none' as const }),
  };
}
