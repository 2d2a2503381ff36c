import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { reportOf } from '../../explore/report.ts';
import { startSearch } from '../../explore/search.ts';
import type { StateProperty } from '../../explore/system.ts';
import { isSecure, stopMachineTarget } from '../../model/machine.ts';
import { kernelSystem } from '../kernel-system.ts';
import { freely } from './about.ts';
import { another } from './another.ts';
import { everyAsk, exploring, inOneGo } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { HANDED } from './moves.ts';
import { preventing } from './prevention.ts';
import { boundsText } from './wording.ts';

// What callers, and callbacks, are asked not to do, taken away: machine.md 3.4 H7 to H10 are found, not told.

const SMALL = { cpus: 2, slots: 1 } as const;
const DEEPER: FreeChoice = { ...SMALL, kernel: 'rfc-v2', pages: 2, operations: { hotplug: false, deeper: true } };

/** What a run does and states, without the words around it. */
const bare = (text: string): string => text.replace(/^(kmapscope|title|machine|note) ?.*\n/gm, '');

function violated(choice: FreeChoice): readonly string[] {
  const { properties } = inOneGo(exploring(freeQuestion(choice), ['no_live_clobbered', 'depth_in_bounds', 'no_bug']));
  return properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
}

test('nobody nests deeper than his strip unless that is asked for, and the bounds say which', () => {
  const { hotplug } = { hotplug: false };
  expect(violated({ ...DEEPER, operations: { hotplug } })).toEqual([]);
  expect(violated(DEEPER)).toEqual(['no_live_clobbered', 'depth_in_bounds']);
  expect(boundsText(freeQuestion({ ...DEEPER, operations: { hotplug } }))).toContain(
    'without hotplug, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots;',
  );
  expect(boundsText(freeQuestion(DEEPER))).toContain('also nesting one mapping deeper than its slots;');
});

test('what a kernel cannot do is left out, whoever asks for it', () => {
  const operations = { deeper: true, local: true };
  const bounds = (kernel: string): string => boundsText(freeQuestion({ ...SMALL, kernel, slots: 2, operations }));
  expect(bounds('v2.6.32')).toContain(
    'without suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots;',
  );
  expect(bounds('v3.9')).toContain(
    'without suspend, pkmap, kmap_local and lowmem, also nesting one mapping deeper than its slots;',
  );
  expect(bounds('v6.1')).toContain(
    'without suspend, pkmap and lowmem, also nesting one mapping deeper than its slots;',
  );
});

test('H8: one mapping more than a strip holds is the first of the next CPU: it is overwritten', () => {
  const { properties } = inOneGo(exploring(freeQuestion(DEEPER), ['no_live_clobbered'], { until: 'violated' }));
  const found = present(properties[0]?.example, 'a counterexample');
  expect(found.causes).toEqual(['a slot that two have in use at once']);
  expect(bare(found.text)).toBe(`\
cpu0: kmap_atomic(page0)
cpu0: kmap_atomic(page0)
cpu1: kmap_atomic(page0)
expect maps(cpu1.slot0, page0)
expect depth(cpu0)=2
expect depth(cpu1)=1
`);
});

test('H8: or the handler of the next CPU sees its own index, and clears a PTE that is in use', () => {
  const found = inOneGo(another(freeQuestion(DEEPER), 'no_live_clobbered', ['a slot that two have in use at once']));
  const { causes, text } = present(found.example, 'a counterexample');
  expect(causes).toEqual(['a slot that was cleared while it was in use']);
  expect(bare(text)).toMatch(/^cpu0: kmap_atomic[^]*cpu1: handle_IPI\ncpu1: finish\nexpect none\(cpu1\.slot0\)\n/m);
});

test.each([
  ['v3.9-debug', 1, ['no_live_clobbered', 'depth_in_bounds', 'no_bug'], 'lets exactly one through: `>`'],
  ['fixed', 1, ['no_live_clobbered', 'depth_in_bounds'], 'does not look'],
  ['v6.1', 2, ['no_bug'], 'stops it with a BUG'],
  ['v2.6.32', 1, [], 'has its callers name the slots: there is none beyond'],
] as const)('%s with %d slots each: %s are violated (it %s)', (kernel, slots, names, _why) => {
  const operations = { hotplug: false, irq: false, deeper: true };
  expect(violated({ ...SMALL, kernel, pages: 1, slots, operations })).toEqual(names);
});

test('H9: a task that sleeps with a mapping takes a CPU down, and the callback on CPU_DEAD reads its index', () => {
  const changes = { index_owner: 'task' } as const;
  const choice: FreeChoice = { ...SMALL, kernel: 'rfc-dead-hook', changes, pages: 1, operations: { local: true } };
  const window = 'a stray slot of a CPU that is offline, whose callback on CPU_DEAD is still to come';
  const { example } = inOneGo(another(freeQuestion(choice), 'no_pte_maps_secure', [window]));
  const { causes, text } = present(example, 'a counterexample');
  expect(causes).toEqual(['a stray slot of a CPU that is offline']);
  expect(bare(text).split('expect')[0]).toBe(`\
cpu0: kmap_local_page(page0)
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu0: kunmap_local()
cpu0: secure_buffer_change_chunk(page0)
`);
  const without = { ...choice, operations: { local: false } };
  expect(inOneGo(another(freeQuestion(without), 'no_pte_maps_secure', [window])).verdict).toBe('none');
});

const LATE: FreeChoice = { ...SMALL, kernel: 'rfc-v2', changes: { late_callback: 'maps' }, pages: 2 };

test('H10: a callback that has its turn after the hook maps a page on a CPU that goes, and no flush reaches it any more', () => {
  const question = freeQuestion(LATE);
  const { properties, bounds } = inOneGo(exploring(question, ['no_pte_maps_secure', 'no_bug'], { until: 'violated' }));
  const found = present(properties[0]?.example, 'a counterexample');
  expect(bounds).toMatch(/^late_callback=maps, 2 CPUs, 2 pages, 1 slot; /);
  expect(found.causes).toEqual(['a stray slot of a CPU that is offline']);
  expect(found.text).toContain('machine kernel=rfc-v2 cpus=2 slots=1 pages=2 pkmap=0 low=0 late_callback=maps\n');
  expect(bare(found.text)).toBe(`\
cpu0: cpu_down(cpu1)
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu1.slot0, page0)
expect exposed(page0)
cpu0: speculate(cpu1.slot0)
expect fault
`);
});

test('H10: what prevents it is a kunmap that clears, or that no such callback comes; a hook on CPU_DEAD comes too late', () => {
  const all = inOneGo(preventing(freely(LATE), 'no_pte_maps_secure'));
  if (!all.ok) throw new Error(all.error);
  const holds = all.value.filter(({ verdict }) => verdict === 'holds');
  expect(holds.map(({ change: { key, value } }) => `${key}=${value}`)).toEqual([
    'debug=on',
    'kunmap_clears=always',
    'late_callback=none',
  ]);
  const dead = all.value.find(({ change }) => change.value === 'dead');
  expect(dead).toMatchObject({ verdict: 'violated', by: 'another run' });
});

test.each([
  ['quiesces', 'holds'],
  ['naive', 'holds'],
  ['careless', 'violated'],
] as const)('H10: %s: that no such callback comes while the page is secure %s', (owner, verdict) => {
  const bound = kernelSystem(freeQuestion({ ...LATE, pages: 1, owner }));
  const meanwhile: StateProperty = {
    name: 'no machine is stopped for a callback that maps a secure page',
    mood: 'always',
    holds: (state) => !isSecure(bound.machineOf(state), HANDED) || stopMachineTarget(bound.machineOf(state)) < 0,
  };
  const search = startSearch(bound.system, [meanwhile]);
  search.run(Infinity);
  expect(reportOf(search)).toMatchObject({ status: 'complete', verdicts: [{ verdict }] });
});

const LOWMEM: FreeChoice = { ...SMALL, kernel: 'fixed', pages: 1, operations: { lowmem: true } };

test('H7: a lowmem page is handed over, and what maps it is neither fixmap nor pkmap: no flush removes that', () => {
  const question = freeQuestion(LOWMEM);
  const { properties, bounds, status } = inOneGo(exploring(question, everyAsk(question)));
  expect(status).toBe('complete');
  expect(bounds).toContain(
    'without suspend, pkmap and kmap_local, nesting no deeper than its slots, a driver handing over a lowmem page too;',
  );
  const broken = properties.filter(({ verdict }) => verdict === 'violated');
  expect(broken.map(({ name }) => name)).toEqual(['no_fault']);
  const found = present(broken[0]?.example, 'a counterexample');
  expect(found.causes).toEqual(['the linear map, which no flush removes']);
  expect(found.text).toContain('machine kernel=fixed cpus=2 slots=1 pages=1 pkmap=0 low=1\n');
  expect(bare(found.text)).toBe(`\
cpu0: secure_buffer_change_chunk(low0)
cpu0: speculate(linear(low0))
expect secure(low0)
expect fault
`);
  expect(inOneGo(another(question, 'no_fault', found.causes)).verdict).toBe('none');
});

test('H7: no change of one switch helps; and nobody hands a lowmem page over unless that is asked for', () => {
  const all = inOneGo(preventing(freely(LOWMEM), 'no_fault'));
  if (!all.ok) throw new Error(all.error);
  expect(all.value.filter(({ verdict }) => verdict !== 'violated')).toEqual([]);
  const { properties } = inOneGo(exploring(freeQuestion({ ...LOWMEM, operations: {} }), ['no_fault']));
  expect(properties[0]?.verdict).toBe('holds');
});

test('H7: what no PTE of a slot leads to is no cause of such a PTE', () => {
  const choice: FreeChoice = { ...LOWMEM, kernel: 'v3.9' };
  const stray = 'a stray slot of a CPU that is online';
  const { example } = inOneGo(another(freeQuestion(choice), 'no_pte_maps_secure', [stray]));
  expect(example?.causes).toEqual(['a stray slot of a CPU that is offline']);
});
