import { describe, expect, test } from 'vitest';
import { SHIPPED } from '../lessons/library.ts';
import { boot } from '../model/boot.ts';
import type { Costs } from '../model/cost.ts';
import type { Event } from '../model/event.ts';
import { load } from '../scenario/lint.ts';
import { KERNEL_NAMES } from '../scenario/settings.ts';
import { runLanes } from './lanes.ts';
import { playStep } from './play.ts';

/** A second count, of a whole log at once and by other means than model/cost.ts. */
function countOf(log: readonly Event[]): Costs {
  const of = <T extends Event['type']>(type: T): readonly Extract<Event, { readonly type: T }>[] =>
    log.filter((event): event is Extract<Event, { readonly type: T }> => event.type === type);
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const invalidates = of('tlb_invalidate');
  const heardBy = (...scopes: readonly string[]): number =>
    sum(invalidates.filter(({ scope }) => scopes.includes(scope)).map(({ count }) => count));
  return {
    pte_writes: of('pte_write').length,
    pte_reads: of('pte_read').length,
    tlb_flushes: sum(invalidates.map(({ count }) => count)),
    tlb_local: heardBy('page', 'all'),
    tlb_broadcast: heardBy('page_broadcast', 'all_broadcast'),
    tlb_range: heardBy('range'),
    ipis: sum(of('ipi_send').map(({ to }) => to.length)),
    notifiers: of('notifier').length,
    barriers: 3 * invalidates.length,
  };
}

describe.each(SHIPPED.map(({ id, text }) => [id, text] as const))('%s under every preset', (_, text) => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const lanes = runLanes(loaded.scenario, KERNEL_NAMES);
  if (!lanes.ok) throw new Error(lanes.error);

  test('what a lane has cost, in all and by CPU, is what a second count of its log comes to', () => {
    for (const { name, run } of lanes.value) {
      const machine = boot(run.kernel);
      const log: Event[] = [];
      for (const { step, costs, spent } of run.records) {
        const events: Event[] = [];
        playStep(run.kernel, machine, step, countOf(log), (event) => events.push(event));
        log.push(...events);
        expect(costs, name).toEqual(countOf(log));
        const byCpu = Array.from({ length: run.kernel.layout.cpus }, (__, cpu) => ({
          cpu,
          costs: countOf(events.filter((event) => event.cpu === cpu)),
        }));
        const nothing = countOf([]);
        expect(spent, name).toEqual(byCpu.filter((one) => JSON.stringify(one.costs) !== JSON.stringify(nothing)));
      }
    }
  });
});
