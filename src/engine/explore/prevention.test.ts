import { expect, test } from 'vitest';
import { freely } from './about.ts';
import { oneSwitchChanges } from './changes.ts';
import { inOneGo } from './explore.ts';
import type { FreeChoice } from './free-question.ts';
import { costsOfKernel } from './kernel-costs.ts';
import { preventing, type Prevention } from './prevention.ts';
import type { Ask } from './ask.ts';

function tried(choice: FreeChoice, ask: Ask): readonly Prevention[] {
  const all = inOneGo(preventing(freely(choice), ask));
  if (!all.ok) throw new Error(all.error);
  return all.value;
}

const picture = (all: readonly Prevention[]): string =>
  all
    .filter(({ verdict }) => verdict === 'holds')
    .map(({ change, states, broken }) =>
      [`${change.key}=${change.value}`, `${states} states`, ...broken.map((name) => `but ${name}`)].join(', '),
    )
    .join('\n');

test('without the callback: a callback, or nothing left to forget; one on CPU_DEAD is too late', () => {
  const all = tried({ kernel: 'rfc-no-hook', slots: 1 }, 'no_fault');
  expect(picture(all)).toMatchInlineSnapshot(`
    "debug=on, 1050 states
    kunmap_clears=always, 670 states
    hotplug_hook=dying, 1671 states
    hotplug_hook=dying_no_frozen_mask, 1671 states
    hotplug_hook=cpuhp, 1671 states"
  `);
  expect(all.find(({ change }) => change.value === 'dead')).toMatchObject({ verdict: 'violated' });
  const [clearing, calling] = ['always', 'dying'].map((value) => all.find(({ change }) => change.value === value));
  // Nothing is left to clear, or it is cleared by the callback: each costs where it works.
  expect(clearing?.costs.takeDown).toMatchObject({ pte_reads: 0, pte_writes: 0 });
  expect(calling?.costs.takeDown).toMatchObject({ pte_reads: 16, pte_writes: 1 });
});

test('vendor-4.4: an invalidate that everybody hears, page by page or once for the range', () => {
  const all = tried({ kernel: 'vendor-4.4', slots: 1 }, 'no_fault');
  expect(picture(all)).toMatchInlineSnapshot(`
    "page_tlbi=broadcast, 1671 states
    flush=checked_range, 4841 states"
  `);
  const dear = all.find(({ change }) => change.value === 'checked_range');
  const cheap = all.find(({ change }) => change.value === 'broadcast');
  expect(dear?.costs.handOver.tlb_range).toBeGreaterThan(0);
  expect(cheap?.costs.handOver.tlb_range).toBe(0);
});

test('v2.6.37-rc: pop after the clearing is what became of it; without DEBUG_HIGHMEM there is no BUG, and a fault instead', () => {
  const all = tried({ kernel: 'v2.6.37-rc', slots: 1 }, 'no_bug');
  expect(picture(all)).toMatchInlineSnapshot(`
    "index_owner=type, 296 states
    index_owner=task, 419 states
    debug=off, 1414 states, but no_pte_maps_secure, but no_tlb_maps_secure, but no_fault
    pop=after_clear, 655 states"
  `);
});

test('every change is reported once; most fail by the very run that is known, without a search', () => {
  const all = tried({ kernel: 'rfc-no-hook', slots: 1 }, 'no_fault');
  expect(all.map(({ change }) => change)).toEqual(oneSwitchChanges('rfc-no-hook'));
  const same = all.filter(({ by }) => by === 'the same run');
  expect(same.length).toBeGreaterThan(all.length / 2);
  expect(same.every(({ states, verdict }) => states === 0 && verdict === 'violated')).toBe(true);
});

test('a change is not helped by slots that it needs and does not get', () => {
  const holds = tried({ kernel: 'v3.9-debug', slots: 2, owner: 'careless' }, 'no_fault').filter(
    ({ verdict }) => verdict === 'holds',
  );
  expect(holds).toEqual([]);
});

test('a change that no search could finish is not called one that prevents', () => {
  const all = inOneGo(preventing(freely({ kernel: 'vendor-4.4', slots: 1 }), 'no_fault', { maxStates: 1500 }));
  if (!all.ok) throw new Error(all.error);
  expect(all.value.find(({ change }) => change.value === 'broadcast')).toMatchObject({
    ...{ verdict: 'unknown', by: 'no run yet', states: 1500 },
  });
});

test('stopped, it reports the changes that it has tried, and that of the others nothing is known', () => {
  const going = preventing(freely({ kernel: 'rfc-no-hook', slots: 1 }), 'no_fault');
  let next = going.next();
  while (next.done !== true && next.value.done < 3) next = going.next(1000);
  next = going.next(0);
  if (next.done !== true || !next.value.ok) throw new Error('not stopped');
  const reported = next.value.value;
  expect(reported.map(({ change }) => change)).toEqual(oneSwitchChanges('rfc-no-hook'));
  expect(reported.filter(({ verdict }) => verdict !== 'unknown').length).toBeGreaterThanOrEqual(3);
  expect(reported.at(-1)).toMatchObject({ verdict: 'unknown', by: 'no run yet', states: 0 });
});

test('what a kernel costs is counted from what it does: clearing on unmap pays with each mapping', () => {
  const { map } = costsOfKernel({ kernel: 'v3.14' });
  const clearing = costsOfKernel({ kernel: 'v3.14', changes: { kunmap_clears: 'always' } });
  expect(map).toMatchObject({ pte_writes: 1, tlb_flushes: 1 });
  expect(clearing.map).toMatchObject({ pte_writes: 2, tlb_flushes: 2 });
});
