import { describe, expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { startSearch } from '../../explore/search.ts';
import { load } from '../../scenario/lint.ts';
import { kernelSystem } from '../kernel-system.ts';
import { askedOf } from './asked.ts';
import { everyAsk, exploring, inOneGo, type PropertyAnswer } from './explore.ts';
import { freeQuestion, slotsFor, type FreeChoice } from './free-question.ts';
import { scenarioQuestion } from './programs.ts';
import { boundsText } from './wording.ts';
import {
  ALL_HARDWARE,
  HARDWARE_MAY,
  NO_HARDWARE,
  RAW,
  REDUCED,
  type Hardware,
  type Question,
  type Reductions,
} from './question.ts';

/** Everything that hardware may be allowed to do, named by what it may; a dot for what it may not. */
const WAYS: readonly (readonly [string, Hardware])[] = Array.from({ length: 8 }, (_, bits) => {
  const hardware: Hardware = { pte: (bits & 4) === 0, tlb: (bits & 2) === 0, evict: (bits & 1) === 0 };
  return [HARDWARE_MAY.map((what) => (hardware[what] ? what : '.')).join(' '), hardware];
});

/** What a search alone says: how many states there are, and which properties have their finding. */
function searched(question: Question): { readonly states: number; readonly met: string } {
  const bound = kernelSystem(question);
  const search = startSearch(bound.system, askedOf(bound, everyAsk(question)));
  expect(search.run(Infinity).status).toBe('complete');
  const met = search.answers.filter(({ hits }) => hits > 0).map(({ property }) => property.name);
  return { states: search.store.count, met: met.join(' ') };
}

const CALM = { irq: false, hotplug: false };
const CHOICES: readonly FreeChoice[] = [
  { kernel: 'vendor-4.4', operations: CALM, cpus: 2, pages: 1, slots: 1 },
  { kernel: 'v3.9', owner: 'careless', operations: CALM, cpus: 2, pages: 1, slots: 1 },
  { kernel: 'v3.14', owner: 'naive', cpus: 1, pages: 2, slots: 2 },
  { kernel: 'v6.1', operations: CALM, cpus: 2, pages: 1, slots: slotsFor({ kernel: 'v6.1' }, 1) },
];
const free = (choice: FreeChoice, hardware: Partial<Hardware>, reductions: Reductions = REDUCED): Question =>
  freeQuestion({ ...choice, hardware, reductions });

describe.each(WAYS)('hardware may: %s', (_, hardware) => {
  test.each(CHOICES.map((choice) => [choice.kernel, choice] as const))(
    '%s: the verdicts are the same whatever is reduced',
    (_kernel, choice) => {
      const all = searched(free(choice, hardware, RAW));
      const few = searched(free(choice, hardware));
      expect(few.met).toBe(all.met);
      expect(few.states).toBeLessThan(all.states / 10);
      for (const key of ['merge', 'tlbSets', 'symmetry'] as const)
        expect(searched(free(choice, hardware, { ...RAW, [key]: true })).met, key).toBe(all.met);
    },
  );

  test.each(Object.keys(PROGRAMS))('the steps of a scenario: %s', (name) => {
    const all = searched(program(name, hardware, RAW));
    expect(searched(program(name, hardware)).met).toBe(all.met);
  });
});

/** Two CPUs: what a stray, a pkmap entry, and code that reads through its mapping leave behind. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'a stray that is flushed on its own CPU alone': `machine kernel=vendor-4.4 cpus=2 pages=1
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: secure_buffer_change_chunk(page0)`,
  'code that reads, and is not told that its page has gone': `machine kernel=vendor-4.4 cpus=2 pages=1
cpu1: kmap_atomic(page0)
cpu1: read(cpu1.slot0)
cpu1: kunmap_atomic()
cpu0: read(cpu1.slot0)
cpu0: secure_buffer_change_chunk(page0)`,
  'pkmap, which no flush of slots removes': `machine kernel=vendor-4.4 cpus=2 pages=1 pkmap=2
cpu1: kmap(page0)
cpu1: kunmap(page0)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page0)`,
  'pkmap, beside a read of something else': `machine kernel=vendor-4.4 cpus=2 pages=2 pkmap=3
cpu1: kmap(page0)
cpu1: kunmap(page0)
cpu1: kmap_atomic(page1)
cpu1: read(cpu1.slot0)
cpu0: secure_protect(page0)`,
  'the linear map of a page of lowmem, beside a read': `machine kernel=vendor-4.4 cpus=2 pages=1 low=1
cpu1: kmap_atomic(page0)
cpu1: read(cpu1.slot0)
cpu0: secure_protect(low0)`,
};

function program(name: string, hardware: Hardware, reductions: Reductions = REDUCED): Question {
  const loaded = load(`kmapscope 1\n${PROGRAMS[name] ?? ''}\n`);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const { scenario, kernel, config } = loaded;
  const question = scenarioQuestion(scenario, { kernel, config, hardware, reductions });
  return present(question.ok ? question.value : null, 'a question');
}

/** For each property whether it is violated, under all that hardware may do in turn. */
const violatedBy = (property: string, question: (hardware: Hardware) => Question): string =>
  WAYS.filter(([, hardware]) => searched(question(hardware)).met.split(' ').includes(property))
    .map(([name]) => name)
    .join(', ');

test('who may not use TLB entries is not hurt by a stale one, and who may not walk has none', () => {
  const [vendor] = CHOICES;
  const asked = (hardware: Hardware): Question => free(present(vendor, 'a choice'), hardware);
  expect(violatedBy('no_fault', asked)).toBe('pte tlb evict, pte tlb .');
  expect(violatedBy('no_tlb_maps_secure', asked)).toBe('pte tlb evict, pte tlb ., pte . evict, pte . .');
  expect(violatedBy('no_pte_maps_secure', asked)).toBe('');
});

test('a PTE that is left is walked, or nothing happens; that it is there is a breach all the same', () => {
  const asked = (hardware: Hardware): Question => free({ kernel: 'v3.9', cpus: 1, pages: 1, slots: 1 }, hardware);
  expect(violatedBy('no_fault', asked)).toBe('pte tlb evict, pte tlb ., pte . evict, pte . .');
  expect(violatedBy('no_pte_maps_secure', asked)).toBe(WAYS.map(([name]) => name).join(', '));
});

test('what code itself has read is in a TLB although hardware may not walk, and what is there may be used', () => {
  const name = 'code that reads, and is not told that its page has gone';
  expect(violatedBy('no_tlb_maps_secure', (hardware) => program(name, hardware))).toBe(
    WAYS.map(([way]) => way).join(', '),
  );
  const faults = violatedBy('no_fault', (hardware) => program(name, hardware));
  expect(faults).toContain('. tlb .');
});

test('pkmap and the linear map are walked too where TLBs hold entries', () => {
  const names = ['pkmap, beside a read of something else', 'the linear map of a page of lowmem, beside a read'];
  for (const name of names)
    expect(violatedBy('no_fault', (hardware) => program(name, hardware))).toBe(
      'pte tlb evict, pte tlb ., pte . evict, pte . .',
    );
});

function answered(choice: FreeChoice, hardware: Partial<Hardware>, property: string): PropertyAnswer {
  const question = free(choice, hardware);
  const { properties } = inOneGo(exploring(question, everyAsk(question)));
  return present(
    properties.find(({ name }) => name === property),
    'an answer',
  );
}

test('the run that shows it does what hardware may, and nothing else', () => {
  const small: FreeChoice = { kernel: 'v3.14', cpus: 2, pages: 1, slots: 1, operations: CALM };
  const text = (hardware: Partial<Hardware>, property: string): string =>
    answered(small, hardware, property).example?.text ?? '';
  expect(text(NO_HARDWARE, 'no_pte_maps_secure')).toMatch(/expect exposed\(page0\)\n$/);
  expect(text({}, 'no_pte_maps_secure')).toMatch(/: speculate\(cpu\d\.slot0\)\nexpect fault\n$/);
  expect(text({ tlb: false }, 'no_tlb_maps_secure')).toMatch(/speculate[^]*expect cached/);
  const kept = answered({ ...small, kernel: 'vendor-4.4' }, { tlb: false }, 'no_tlb_maps_secure').example?.text ?? '';
  expect(kept).toMatch(/speculate\(cpu\d\.slot0\)\n[^]*expect cached[^]*expect not exposed\(page0\)\n$/);
  expect(kept.match(/speculate/g)).toHaveLength(1);
});

test('the bounds say what hardware may and may not; where it may do everything there is nothing to say', () => {
  const operations = { irq: false, driver: false };
  const words = WAYS.map(([, hardware]) => boundsText(free({ kernel: 'v3.9', operations }, hardware, RAW)));
  expect(words.map((text) => text.replace(/^.*at any time, /, '')).join('\n')).toBe(`\
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may walk PTEs and use TLB entries, but not evict TLB entries
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may walk PTEs and evict TLB entries, but not use TLB entries
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may walk PTEs, but not use TLB entries or evict TLB entries
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may use TLB entries and evict TLB entries, but not walk PTEs (so every TLB stays empty)
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may use TLB entries, but not walk PTEs or evict TLB entries (so every TLB stays empty)
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may evict TLB entries, but not walk PTEs or use TLB entries (so every TLB stays empty)
without interrupts, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may not walk PTEs, use TLB entries or evict TLB entries (so every TLB stays empty)`);
  const read = program('code that reads, and is not told that its page has gone', NO_HARDWARE);
  expect(boundsText(read)).toMatch(/may not walk PTEs, use TLB entries or evict TLB entries; lines that/);
  expect(boundsText(read), 'what is not sound is not done, and not said').not.toContain('TLBs are what they may hold');
});

test('a run that ends in pkmap says so', () => {
  const question = program('pkmap, which no flush of slots removes', ALL_HARDWARE);
  const { properties } = inOneGo(exploring(question, ['no_pte_maps_secure', 'no_tlb_maps_secure']));
  const [pte, tlb] = properties.map(({ example }) => example?.text ?? '');
  expect(pte).toMatch(
    /expect maps\(pkmap\d, page0\)\nexpect exposed\(page0\)\nnote .*\ncpu\d: speculate\(pkmap\d\)\nexpect fault\n$/,
  );
  expect(tlb).toMatch(
    /expect cached\(cpu\d, pkmap\d\)\nexpect secure\(page0\)\nexpect exposed\(page0\)\n[^]*expect fault\n$/,
  );
});
