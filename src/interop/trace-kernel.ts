import { present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Config, Switches } from '../model/config.ts';
import { preset } from '../model/eras.ts';
import type { Trace } from './trace-format.ts';

/** The kernel of ours that a recorded one is: a preset, and what its build changed. */
export type TraceKernel = { readonly name: string; readonly config: Config };

/** By first digits of the version and variant letter: which row of eras.ts was recorded. */
const ROWS: Readonly<Record<string, string>> = {
  '3.10 A': 'rfc-v2',
  '3.10 B': 'rfc-v2',
  '3.10 C': 'rfc-v2',
  '3.10 E': 'rfc-v1',
  '3.10 F': 'rfc-no-hook',
  '3.10 L': 'rfc-v2',
  '3.18 A': 'vendor-3.18',
  '3.18 B': 'vendor-3.18',
  '3.18 C': 'vendor-3.18',
  '3.18 D': 'vendor-3.18-corrected',
  '3.18 E': 'vendor-3.18',
  '3.18 F': 'vendor-3.18',
  '6.1 A': 'v6.1',
  '6.1 B': 'v6.1-debug',
};

/**
 * The configuration a trace was recorded with. The build's own words decide what they can (DEBUG_HIGHMEM, LPAE, whether there is a flush);
 * geometry is not taken from the header but compared with it, observation by observation. Pages keep their real frames.
 */
export function traceKernel(trace: Trace): Result<TraceKernel, string> {
  const version = /^(\d+\.\d+)\./.exec(trace.kernel)?.[1] ?? trace.kernel;
  const name = ROWS[`${version} ${trace.variant}`];
  if (name === undefined) {
    return err(
      `there is no kernel here for "${trace.kernel}", variant "${trace.variant}"; known are ${Object.keys(ROWS).join(', ')}`,
    );
  }
  const row = present(preset(name), name);
  const high = trace.pages.filter(([, isHighmem]) => isHighmem === 1).map(([pfn]) => pfn);
  const low = trace.pages.filter(([, isHighmem]) => isHighmem === 0).map(([pfn]) => pfn);
  const foreign = trace.pk0.map(([, , linux]) => Number(BigInt(`0x${linux}`) >> 12n) & 0xfffffff);
  const pages = [...high, ...foreign.filter((pfn) => !high.includes(pfn))];
  return ok({
    name,
    config: {
      switches: { ...row.switches, ...buildSwitches(trace) },
      sizes: {
        ...row.sizes,
        cpus: trace.nr_cpus,
        slots: trace.km_type_nr,
        pkmap: trace.last_pkmap,
        pages: pages.length,
        low: low.length,
        // One task beside the recorder's on each CPU: what runs while the recorder sleeps.
        tasks: row.switches.index_owner === 'task' ? trace.nr_cpus : 0,
      },
      pfns: [...pages, ...low],
    },
  });
}

function buildSwitches(trace: Trace): Partial<Switches> {
  const { DEBUG_HIGHMEM, ARCH_WANT_KMAP_ATOMIC_FLUSH, ARM_LPAE } = trace.config;
  return {
    debug: DEBUG_HIGHMEM ? 'on' : 'off',
    ...(ARM_LPAE ? { pte_format: 'lpae_3_10' as const } : {}),
    ...(ARCH_WANT_KMAP_ATOMIC_FLUSH ? {} : { flush: 'none' as const, hotplug_hook: 'none' as const }),
  };
}
