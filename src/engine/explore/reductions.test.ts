import { describe, expect, test } from 'vitest';
import { startSearch } from '../../explore/search.ts';
import { PRESETS } from '../../model/eras.ts';
import { kernelSystem } from '../kernel-system.ts';
import { askedOf } from './asked.ts';
import { everyAsk } from './explore.ts';
import { freeQuestion, slotsFor, type FreeChoice } from './free-question.ts';
import { everyChange } from './changes.ts';
import { OWNERS, RAW, REDUCED, type Reductions } from './question.ts';

/** What a search alone says: how many states there are, and which properties have their finding. */
function searched(choice: FreeChoice, reductions: Reductions): { readonly states: number; readonly met: string } {
  const question = freeQuestion({ ...choice, reductions });
  const search = startSearch(kernelSystem(question).system, askedOf(kernelSystem(question), everyAsk(question)));
  expect(search.run(Infinity).status).toBe('complete');
  const met = search.answers.filter(({ hits }) => hits > 0).map(({ property }) => property.name);
  return { states: search.store.count, met: met.join(' ') };
}

const nested = (kernel: string, changes: FreeChoice['changes'] = {}): FreeChoice => ({
  ...{ kernel, changes, cpus: 1, pages: 2 },
  slots: slotsFor({ kernel, changes }, 2),
});

describe('with reductions the verdicts are those without', () => {
  test.each(PRESETS.map(({ name }) => name))(
    '%s: one CPU with two nested mappings, whatever the owner promises',
    (kernel) => {
      for (const owner of OWNERS) {
        const all = searched({ ...nested(kernel), owner }, RAW);
        const few = searched({ ...nested(kernel), owner }, REDUCED);
        expect(few.met).toBe(all.met);
        expect(few.states).toBeLessThan(all.states / 10);
      }
    },
  );

  test.each([
    ['vendor-4.4', 'quiesces'],
    ['rfc-no-hook', 'naive'],
    ['v3.9-debug', 'careless'],
    ['v6.1', 'quiesces'],
  ] as const)('%s: two CPUs without interrupts and hotplug, the owner %s', (kernel, owner) => {
    const operations = { irq: false, hotplug: false };
    const choice: FreeChoice = { kernel, owner, operations, cpus: 2, pages: 1, slots: slotsFor({ kernel }, 1) };
    expect(searched(choice, REDUCED).met).toBe(searched(choice, RAW).met);
  });

  test.each([
    ['rfc-v2', 'quiesces', 1],
    ['rfc-v2', 'careless', 1],
    ['rfc-v1', 'naive', 1],
    ['vendor-3.18', 'quiesces', 2],
    ['v3.9-debug', 'careless', 1],
    ['v2.6.37-rc', 'naive', 1],
    ['v6.1', 'quiesces', 2],
    ['v6.1-debug', 'careless', 3],
  ] as const)('%s: whoever nests deeper than his strip, the owner %s, %d slots', (kernel, owner, slots) => {
    const operations = { irq: false, hotplug: false, deeper: true, local: true };
    const choice: FreeChoice = { kernel, owner, operations, cpus: 2, pages: 1, slots };
    expect(searched(choice, REDUCED).met).toBe(searched(choice, RAW).met);
  });

  test.each([
    ['rfc-v2', 'quiesces', 1],
    ['v6.1', 'careless', 3],
    ['v6.1-debug', 'naive', 3],
  ] as const)('%s: the same with pages that are alike, the owner %s, %d slots', (kernel, owner, slots) => {
    const choice: FreeChoice = { kernel, owner, operations: { deeper: true, local: true }, cpus: 1, pages: 3, slots };
    expect(searched(choice, REDUCED).met).toBe(searched(choice, RAW).met);
  });

  test.each([
    ['rfc-v2', 'quiesces', 2, { irq: false, hotplug: false }],
    ['v3.14', 'naive', 1, { irq: false }],
    ['v6.1', 'careless', 2, { hotplug: false }],
  ] as const)(
    '%s: a lowmem page that is handed over too, the owner %s, %d slots',
    (kernel, owner, slots, operations) => {
      const cpus = 'irq' in operations ? 2 : 1;
      const choice: FreeChoice = { kernel, owner, operations: { ...operations, lowmem: true }, cpus, pages: 1, slots };
      expect(searched(choice, REDUCED).met).toBe(searched(choice, RAW).met);
    },
  );

  test.each([
    ['rfc-v2', 'quiesces', {}],
    ['rfc-v2', 'naive', { driver: false }],
    ['vendor-4.9', 'careless', {}],
  ] as const)('%s: a callback after the hook that maps, the owner %s, but for %j', (kernel, owner, operations) => {
    const changes = { late_callback: 'maps' } as const;
    const pages = 'driver' in operations ? 2 : 1;
    const hardware = { tlb: pages === 1, evict: false };
    const choice: FreeChoice = {
      kernel,
      changes,
      owner,
      operations: { irq: false, ...operations },
      hardware,
      cpus: 2,
      pages,
      slots: 1,
    };
    expect(searched(choice, REDUCED).met).toBe(searched(choice, RAW).met);
  });

  test.each([
    ['with hotplug', { irq: false, deeper: true }, {}],
    ['with interrupts', { hotplug: false, driver: false, deeper: true }, { kunmap_clears: 'always' }],
    ['where tasks sleep with a mapping', { irq: false, local: true }, { index_owner: 'task' }],
  ] as const)('rfc-dead-hook, beyond what is asked as a rule: %s', (_, operations, changes) => {
    const choice: FreeChoice = { kernel: 'rfc-dead-hook', changes, operations, cpus: 2, pages: 1, slots: 1 };
    expect(searched(choice, REDUCED).met).toBe(searched(choice, RAW).met);
  });

  test('each reduction alone changes none either', () => {
    const choice: FreeChoice = { ...nested('rfc-v1'), owner: 'careless' };
    const all = searched(choice, RAW).met;
    for (const key of ['merge', 'tlbSets', 'symmetry'] as const) {
      expect(searched(choice, { ...RAW, [key]: true }).met, key).toBe(all);
    }
  });

  test('nor does any change of one switch of a kernel of each age', () => {
    for (const kernel of ['v2.6.32', 'v2.6.37-rc', 'v6.1-debug']) {
      for (const { key, value } of everyChange(kernel)) {
        const choice = nested(kernel, { [key]: value });
        expect(searched(choice, REDUCED).met, `${kernel} ${key}=${value}`).toBe(searched(choice, RAW).met);
      }
    }
  });
});
