import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from './digest.ts';
import { PRESETS } from './eras.ts';
import type { Event } from './event.ts';
import { copyMachine, sameMachine, type Machine } from './machine.ts';
import { refusal } from './refusal.ts';
import { step } from './step.ts';
import { makeRig } from './testing/rig.ts';
import { chooseAction, moodOf, type Roll } from './testing/random-walk.ts';
import { complaints } from './testing/structure.ts';
import { showMachine } from './text.ts';

const LONG = import.meta.env.MODE === 'long';

const roll: fc.Arbitrary<Roll> = fc.tuple(fc.nat(65535), fc.nat(65535), fc.nat(65535), fc.nat(65535));
/** A run of at least 1,000 operations, and the moods it goes through. */
const anyRun = fc.record({
  rolls: fc.array(roll, { minLength: 1000, maxLength: 1100 }),
  moods: fc.array(fc.nat(50), { minLength: 8, maxLength: 8 }),
});

const SETTINGS = [
  ...PRESETS.map(({ name }) => `${name} cpus=3 pages=3 low=1 pkmap=3`),
  'v3.9-debug cpus=1 pages=2 low=0 pkmap=1 slots=2',
  'vendor-3.18 cpus=2 pages=2 low=1 pkmap=0 slots=3 firewall=silent_zero',
  'v6.1 cpus=2 pages=2 low=1 pkmap=2 tasks=2 tlb_entries=2 preempt_count=on',
  'rfc-v1 cpus=2 pages=3 low=0 pkmap=2 slots=2 tlb_entries=1 firewall=fatal hotplug_hook=dead',
];

test.each(SETTINGS)('%s: anything at all may happen, and the machine keeps its shape', (settings) => {
  const { kernel, machine } = makeRig(settings);
  fc.assert(
    fc.property(anyRun, ({ rolls, moods }) => {
      const m = copyMachine(machine);
      const twin = copyMachine(machine);
      for (const [i, choice] of rolls.entries()) {
        const mood = moodOf(moods[Math.floor(i / 140)] ?? 0, m.layout.cpus);
        const action = chooseAction(kernel, m, choice, mood);
        const refused = refusal(kernel, m, action);
        const before = refused === null ? null : copyMachine(m);
        const done = step(kernel, m, action);
        expect(done, String(refused)).toBe(refused === null);
        if (before !== null) expect(sameMachine(m, before)).toBe(true);
        else expect(complaints(kernel, m)).toEqual([]);
        step(kernel, twin, action, () => undefined);
      }
      expect(digest(twin)).toBe(digest(m));
      expect(sameMachine(twin, m)).toBe(true);
    }),
    { numRuns: LONG ? 200 : 2 },
  );
});

test.each(SETTINGS)('%s: a random run’s events are plain data, and tell of every PTE that changed', (settings) => {
  const { kernel, machine } = makeRig(settings);
  fc.assert(
    fc.property(fc.array(roll, { minLength: 150, maxLength: 250 }), fc.nat(50), (rolls, mood) => {
      const m = copyMachine(machine);
      for (const choice of rolls) {
        const before = copyMachine(m);
        const events: Event[] = [];
        step(kernel, m, chooseAction(kernel, m, choice, moodOf(mood, m.layout.cpus)), (event) => events.push(event));
        expect(JSON.parse(JSON.stringify(events))).toEqual(events);
        expect(written(before, events)).toEqual(tables(m));
      }
    }),
    { numRuns: LONG ? 50 : 3 },
  );
});

/** Both page tables as they are. */
function tables({ layout, cells }: Machine): readonly number[] {
  const { topPtes, pkmapPtes, windowSlots, pkmapEntries } = layout;
  return [
    ...cells.subarray(topPtes.at, topPtes.at + windowSlots),
    ...cells.subarray(pkmapPtes.at, pkmapPtes.at + pkmapEntries),
  ];
}

/** Both page tables as these events leave them. */
function written(m: Machine, events: readonly Event[]): readonly number[] {
  const ptes = [...tables(m)];
  for (const event of events) {
    if (event.type !== 'pte_write') continue;
    const at = event.index + (event.table === 'pkmap' ? m.layout.windowSlots : 0);
    expect(ptes[at]).toBe(event.from);
    ptes[at] = event.to;
  }
  return ptes;
}

test('two machines differ in their digest when they differ in one cell, and are equal in it when they are equal', () => {
  const { machine } = makeRig('v3.9 cpus=1 pages=1 low=0 pkmap=1');
  const seen = new Set([digest(machine)]);
  for (let i = 0; i < machine.cells.length; i++) {
    const other = copyMachine(machine);
    other.cells[i] = (other.cells[i] ?? 0) + 1;
    seen.add(digest(other));
    expect(sameMachine(machine, other)).toBe(false);
  }
  expect(seen.size).toBe(1 + machine.cells.length);
  expect(digest(copyMachine(machine))).toBe(digest(machine));
});

test('the digest of a machine is pinned: links carry it, so it may never change', () => {
  const { kernel, machine } = makeRig(
    'v3.9 cpus=2',
    'cpu0 online depth=1 | page1* page2~\ncpu1 dead depth=0 | page3~\nsecure page3',
  );
  expect(showMachine(kernel, machine)).toContain('page1* page2~');
  expect(digest(machine)).toBe(2947765800);
});
