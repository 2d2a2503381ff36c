import type { Event } from '../model/event.ts';
import type { TraceCall, TraceWrite } from './trace-format.ts';
import type { Recorder } from './trace-recorder.ts';

// What happened on the model, in the columns of a trace.

/** Every PTE write since the recorder's events were emptied, in order. */
export function writeRows({ events, names, machine: m }: Recorder): readonly TraceWrite[] {
  const { slotsPerCpu } = m.layout;
  return events.flatMap((event): TraceWrite[] => {
    if (event.type !== 'pte_write') return [];
    const { cpu, index, context } = event;
    const words = [names.words(event.from).linux, names.words(event.to).linux] as const;
    return event.table === 'fixmap'
      ? [[cpu, 'F', Math.floor(index / slotsPerCpu), index % slotsPerCpu, ...words, context]]
      : [[cpu, 'P', -1, index, ...words, context]];
  });
}

/** Those of kmap slots. */
export const fixmapRows = (recorder: Recorder): readonly TraceWrite[] =>
  writeRows(recorder).filter(([, table]) => table === 'F');

/** The calls that the recorder's probes see, but flush_cpu. The hook is compiled in with the flush, whatever it then does. */
export function callRows({ events, kernel }: Recorder): readonly TraceCall[] {
  const patched = kernel.config.switches.flush !== 'none';
  return events.flatMap((event): TraceCall[] => {
    if (event.type === 'notifier' && event.action === 'CPU_DYING' && patched) return [['dying_notifier', event.cpu]];
    if (event.type === 'enter' && (event.fn === 'kmap_flush_unused' || event.fn === 'flush_all_zero_pkmaps'))
      return [[event.fn, event.cpu]];
    return [];
  });
}

/** CPUs that ran kmap_remove_unused() for kmap_atomic_flush_unused, in order. The probe does not see what the hook calls. */
export function flushRows({ events }: Recorder): readonly number[] {
  if (events.some(isDying)) return [];
  return events.flatMap((event) => (event.type === 'flush_cpu' && event.of === event.cpu ? [event.cpu] : []));
}

const isDying = (event: Event): boolean => event.type === 'notifier' && event.action === 'CPU_DYING';

/** What the calls that returned a value gave back, in order. */
export function resultRows({ events, names }: Recorder): readonly (string | number)[] {
  return events.flatMap((event) => {
    if (event.type !== 'return' || event.value.kind === 'void') return [];
    return [event.value.kind === 'va' ? names.address(event.value.va) : event.value.value];
  });
}
