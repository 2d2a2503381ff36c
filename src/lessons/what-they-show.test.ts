import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { elaborateStep } from '../scenario/elaborate.ts';
import { load } from '../scenario/lint.ts';
import { isStep } from '../engine/explore/programs.ts';
import { kernelSystem } from '../engine/kernel-system.ts';
import { freeQuestion } from '../engine/explore/free-question.ts';
import { startSearch } from '../explore/search.ts';
import type { StateProperty } from '../explore/system.ts';
import { boot } from '../model/boot.ts';
import type { Event } from '../model/event.ts';
import { buildKernel } from '../model/kernel.ts';
import {
  bugFired,
  frameA,
  frameFn,
  frameTop,
  isSecure,
  kmapAtomicIdx,
  tlbPlacesHeld,
  tlbEntry,
  topPte,
  type Machine,
} from '../model/machine.ts';
import { fnNumber } from '../model/routine.ts';
import { perform } from '../model/run.ts';
import { showMachine, showPage } from '../model/text.ts';
import { FOUND } from './every-interleaving.ts';
import { VERDICTS } from './verdicts.ts';

/** Plays a shipped run up to where the promise is broken, before anybody speculates to prove it; what is left and what TLBs hold. */
function brokenIn(id: string): { readonly m: Machine; readonly picture: string; readonly log: readonly Event[] } {
  const { text } = present(
    FOUND.find((found) => found.id === id),
    id,
  );
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const kernel = buildKernel(loaded.config);
  const m = boot(kernel);
  const log: Event[] = [];
  const lines = loaded.scenario.lines.map(({ statement }) => statement);
  const end = lines.findLastIndex((statement) => statement?.type !== 'expect' && statement?.type !== 'speculate');
  for (const statement of lines.slice(0, end + 1)) {
    if (statement === null || !isStep(statement)) continue;
    const command = elaborateStep(loaded.config, statement);
    if (!command.ok) throw new Error(command.error);
    expect(perform(kernel, m, command.value, (event) => log.push(event)).outcome).toBe('done');
  }
  const tlbs = Array.from({ length: m.layout.cpus }, (_, cpu) =>
    tlbPlacesHeld(m, cpu).map((place) => `tlb of cpu${cpu} ${showPage(m, tlbEntry(m, cpu, place))}`),
  ).flat();
  return { m, picture: `\n${[showMachine(kernel, m), ...tlbs].join('\n')}\n`, log };
}

const row = (kernel: string): (typeof VERDICTS)[number] =>
  present(
    VERDICTS.find((one) => one.kernel === kernel),
    kernel,
  );

test('rfc-no-hook is violated by the CPU that is offline: its stray is the only way to the page', () => {
  expect(brokenIn('found-offline-cpu').picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=0 | .      .
    cpu1 dead   depth=0 | page0~ .
    secure page0
    "
  `);
});

test('where the owner promises nothing, a mapping is in use when the flush comes, or it is made when the flush has passed', () => {
  const [kept, since] = [brokenIn('found-in-use-at-flush'), brokenIn('found-between-flush-and-request')];
  expect(since.picture).toBe(kept.picture);
  expect(since.picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=1 | page0* .
    cpu1 online depth=0 | .      .
    secure page0
    "
  `);
  const order = ({ log }: typeof kept): readonly string[] =>
    log.flatMap((event) => {
      if (event.type === 'flush_cpu') return [`flush of cpu${event.of}`];
      if (event.type === 'pte_write') return [`cpu${event.cpu} maps page${event.to - 1}`];
      return event.type === 'secure' ? [`page${event.page - 1} is secure`] : [];
    });
  expect(order(kept)).toEqual(['cpu0 maps page0', 'flush of cpu0', 'flush of cpu1', 'page0 is secure']);
  expect(order(since)).toEqual(['flush of cpu0', 'cpu0 maps page0', 'flush of cpu1', 'page0 is secure']);
});

test('a callback after the hook leaves what the hook was to clear: the same picture as without it', () => {
  const { picture, log } = brokenIn('found-after-the-hook');
  expect(picture).toBe(brokenIn('found-offline-cpu').picture);
  const [cleared, mapped] = ['flush_cpu', 'pte_write'].map((type) => log.findIndex((event) => event.type === type));
  expect(cleared).toBeGreaterThan(0);
  expect(mapped).toBeGreaterThan(cleared ?? Infinity);
});

test('rfc-v2 with broadcast invalidates holds where the owner quiesces; where he is naive, a slot just taken is skipped', () => {
  expect(row('rfc-v2').violated).toEqual([]);
  expect(brokenIn('taken-while-flushed').picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=1 | page0* .
    cpu1 online depth=0 | .      .
    secure page0
    "
  `);
});

test('vendor-4.4 is violated through the TLB of another CPU, with no PTE anywhere', () => {
  const { m, picture } = brokenIn('found-vendor-4-4');
  expect(picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=0 | . .
    cpu1 online depth=0 | . .
    secure page0
    tlb of cpu1 page0
    "
  `);
  const ptes = Array.from({ length: m.layout.windowSlots }, (_, index) => topPte(m, index));
  expect(ptes.every((pte) => pte === 0)).toBe(true);
});

test('vendor-3.18 is violated by a slot that its own flush has passed over', () => {
  expect(brokenIn('found-vendor-3-18').picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=0 | page0~ .
    cpu1 online depth=0 | .      .
    secure page0
    "
  `);
});

test('of three slots vendor-3.18 leaves the first two mapped at their strays, and never the third', () => {
  const bound = kernelSystem(freeQuestion({ kernel: 'vendor-3.18', cpus: 1, slots: 3 }));
  const properties = [0, 1, 2].map((slot): StateProperty => ({
    name: `slot${slot}`,
    mood: 'always',
    holds: (state) => {
      const m = bound.machineOf(state);
      return topPte(m, slot) === 0 || !isSecure(m, topPte(m, slot));
    },
  }));
  const search = startSearch(bound.system, properties);
  expect(search.run(Infinity).status).toBe('complete');
  expect(
    search.answers.map(({ property, hits }) => `${property.name} ${hits > 0 ? 'maps a secure page' : 'never'}`),
  ).toEqual(['slot0 maps a secure page', 'slot1 maps a secure page', 'slot2 never']);
});

test('vendor-3.18-corrected is violated through the TLB of another CPU', () => {
  expect(row('vendor-3.18-corrected').violated).toEqual(['no_tlb_maps_secure', 'no_fault']);
  expect(brokenIn('found-vendor-3-18-corrected').picture).toBe(brokenIn('found-vendor-4-4').picture);
});

test('every kernel that clears on unmap and invalidates locally keeps no PTE and has the same hole', () => {
  const shared = ['v3.14-rt', 'vendor-3.18.20', 'vendor-4.9', 'v6.1'];
  for (const kernel of shared) {
    expect(row(kernel).violated).toEqual(['no_tlb_maps_secure', 'no_fault']);
    expect(row(kernel).found).not.toContain('stray_exists');
  }
  const pictures = ['found-v3-14-rt', 'found-vendor-3-18-20', 'found-vendor-4-9', 'found-v6-1'].map(
    (id) => brokenIn(id).picture,
  );
  expect(new Set(pictures.map((picture) => picture.replaceAll(/[. ]+$/gm, '')))).toHaveLength(1);
  expect(pictures[0]).toMatchInlineSnapshot(`
    "
    cpu0 online depth=0 | . .
    cpu1 online depth=0 | . .
    secure page0
    tlb of cpu1 page0
    "
  `);
});

test('v2.6.37-rc meets a BUG_ON: an interrupt between the pop and the clearing finds the slot full', () => {
  const { m, picture } = brokenIn('found-pop-before-clear');
  expect(bugFired(m)).toBe(2);
  expect(picture).toMatchInlineSnapshot(`
    "
    cpu0 stopped depth=1 | page0* .
    cpu1 online depth=0 | .      .
    "
  `);
});

test('a hook on CPU_DEAD comes too late: the CPU is gone, its slot is not, and the flush did not reach it', () => {
  expect(brokenIn('found-dead-hook').picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=0 | .      .
    cpu1 dead   depth=0 | page0~ .
    secure page0
    "
  `);
});

test('and where tasks own the index, it reads the wrong one: the initiator’s mapping hides the dead CPU’s stray', () => {
  const { picture, log } = brokenIn('found-dead-hook-index');
  expect(picture).toMatchInlineSnapshot(`
    "
    cpu0 online depth=0 | .      .
    cpu1 dead   depth=0 | page0~ .
    secure page0
    "
  `);
  // Position 0 of CPU1 is index 2: the callback begins behind it, and later flushes are not for CPU1 at all.
  expect(log.filter((event) => event.type === 'flush_cpu')).toEqual([
    { type: 'flush_cpu', cpu: 0, of: 1, first: 3, end: 4 },
    { type: 'flush_cpu', cpu: 0, of: 0, first: 0, end: 2 },
  ]);
});

test('where the CPU owns it, it never does, for cpu_down may sleep: whoever waits there holds no mapping', () => {
  const bound = kernelSystem(freeQuestion({ kernel: 'rfc-dead-hook', slots: 1 }));
  const hook = fnNumber('kmap_remove_unused_cpu');
  /** In the hook itself, not in an interrupt on top of it. */
  const forAnother = (m: Machine, is: (cpu: number) => boolean): boolean =>
    [0, 1].some((cpu) => {
      const depth = frameTop(m, cpu) - 1;
      return depth >= 0 && frameFn(m, cpu, depth) === hook && frameA(m, cpu, depth) !== cpu && is(cpu);
    });
  const asked = (name: string, mood: 'always' | 'sometimes', holds: (m: Machine) => boolean): StateProperty => ({
    ...{ name, mood },
    holds: (state) => holds(bound.machineOf(state)),
  });
  const search = startSearch(bound.system, [
    asked('the hook runs for a CPU that is dead', 'sometimes', (m) => forAnother(m, () => true)),
    asked('on a CPU that holds nothing', 'always', (m) => !forAnother(m, (cpu) => kmapAtomicIdx(m, cpu) > 0)),
  ]);
  expect(search.run(Infinity).status).toBe('complete');
  expect(search.answers.map(({ hits }) => hits)).toEqual([1, 0]);
});

test('fixed holds', () => {
  expect(row('fixed').violated).toEqual([]);
});
