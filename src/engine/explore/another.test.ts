import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { load } from '../../scenario/lint.ts';
import { another, type Another } from './another.ts';
import type { Ask } from './ask.ts';
import { exploring, inOneGo } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { scenarioQuestion } from './programs.ts';
import { RAW, type Question } from './question.ts';

const causes = (choice: FreeChoice, ask: Ask): readonly string[] => causesFor(freeQuestion(choice), ask);

/** Asks for one cause after the other until there is no other. */
function causesFor(question: Question, ask: Ask): readonly string[] {
  const { properties } = inOneGo(exploring(question, [ask], { until: 'violated' }));
  const first = present(present(properties[0], 'an answer').example, 'a counterexample');
  const known = [...first.causes];
  const told = [`${first.actions} actions: ${first.causes.join(', ')}`];
  for (;;) {
    const next: Another = inOneGo(another(question, ask, known));
    if (next.example === null) return [...told, next.sentence];
    expect(next.example.causes.some((cause) => !known.includes(cause))).toBe(true);
    known.push(...next.example.causes);
    told.push(`${next.example.actions} actions: ${next.example.causes.join(', ')}`);
  }
}

test('mainline: the stray of a CPU that is online, and then that of one that is not', () => {
  expect(causes({ kernel: 'v3.9', slots: 1 }, 'no_pte_maps_secure')).toMatchInlineSnapshot(`
    [
      "16 actions: a stray slot of a CPU that is online",
      "25 actions: a stray slot of a CPU that is offline",
      "no other cause with 2 CPUs, 2 pages, 1 slot: all 1,085 states without the known ones, 3,422 transitions, depth 19",
    ]
  `);
});

test('no callback: the CPU that is gone; and one that comes up while the page is handed over', () => {
  expect(causes({ kernel: 'rfc-no-hook', slots: 1 }, 'no_fault')).toMatchInlineSnapshot(`
    [
      "37 actions: a stray slot of a CPU that is offline",
      "49 actions: a stray slot of a CPU that is online",
      "no other cause with 2 CPUs, 2 pages, 1 slot: all 1,983 states without the known ones, 5,906 transitions, depth 24",
    ]
  `);
});

test('vendor-3.18: the flush that begins too late, the TLB of another CPU, and the same callback', () => {
  expect(causes({ kernel: 'vendor-3.18', slots: 1 }, 'no_fault')).toMatchInlineSnapshot(`
    [
      "33 actions: a stray slot of a CPU that is online",
      "41 actions: the TLB of another CPU, and no PTE",
      "40 actions: a stray slot of a CPU that is offline",
      "no other cause with 2 CPUs, 2 pages, 1 slot: all 4,014 states without the known ones, 11,060 transitions, depth 32",
    ]
  `);
});

test('an owner who promises nothing: a page mapped though it is secure, a stray', () => {
  expect(causes({ kernel: 'v3.9', slots: 1, cpus: 1, owner: 'careless' }, 'no_pte_maps_secure')).toMatchInlineSnapshot(`
    [
      "10 actions: a mapping made when the page was secure already",
      "16 actions: a stray slot of a CPU that is online",
      "no other cause with 1 CPU, 2 pages, 1 slot: all 28 states without the known ones, 46 transitions, depth 5",
    ]
  `);
});

test('and of a kernel that flushes: mapped before the flush, after the request, and in the window between the two', () => {
  expect(causes({ kernel: 'rfc-v2', slots: 1, owner: 'careless' }, 'no_pte_maps_secure')).toMatchInlineSnapshot(`
    [
      "27 actions: a mapping that was in use when the flush came to its CPU",
      "27 actions: a mapping made when the page was secure already",
      "27 actions: a mapping made after the flush had passed its CPU",
      "37 actions: a slot that a call is just taking or giving back",
      "no other cause with 2 CPUs, 2 pages, 1 slot: all 7,477 states without the known ones, 22,513 transitions, depth 25",
    ]
  `);
});

test('the window between the flush of a CPU and the request, in programs too', () => {
  const text = `kmapscope 1
machine kernel=rfc-v2 cpus=2
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page0)
`;
  const loaded = load(text);
  if (!loaded.ok) throw new Error('a text that can be read');
  const question = scenarioQuestion(loaded.scenario, { ...loaded, owner: 'careless' });
  if (!question.ok) throw new Error(question.error);
  expect(causesFor(question.value, 'no_pte_maps_secure')).toMatchInlineSnapshot(`
    [
      "27 actions: a mapping made when the page was secure already",
      "29 actions: a mapping made after the flush had passed its CPU",
      "28 actions: a mapping that was in use when the flush came to its CPU",
      "no other cause with 2 CPUs, 1 page, 2 slots: all 31 states without the known ones, 39 transitions, depth 8",
    ]
  `);
});

test('a BUG_ON is told by its name, and there is no other', () => {
  expect(causes({ kernel: 'v2.6.37-rc', cpus: 1 }, 'no_bug')).toMatchInlineSnapshot(`
    [
      "17 actions: BUG_ON: slot not none",
      "no other cause with 1 CPU, 2 pages, 2 slots: all 133 states without the known ones, 166 transitions, depth 10",
    ]
  `);
});

test('what is found with reductions is found without: these only pass over what is there within a merged step', () => {
  const choice: FreeChoice = { kernel: 'v3.9', slots: 1, cpus: 1, owner: 'careless' };
  const names = (told: readonly string[]): readonly string[] =>
    told.slice(0, -1).map((line) => line.replace(/^.*: /, ''));
  const all = names(causes({ ...choice, reductions: RAW }, 'no_pte_maps_secure'));
  expect(all).toEqual(expect.arrayContaining([...names(causes(choice, 'no_pte_maps_secure'))]));
});

test('a search that is not finished says so', () => {
  const question = freeQuestion({ kernel: 'vendor-4.4' });
  const found = inOneGo(another(question, 'no_fault', ['the TLB of another CPU, and no PTE'], { maxStates: 500 }));
  expect(found).toMatchObject({ verdict: 'unknown', states: 500, example: null });
  expect(found.sentence).toMatch(/^not finished: 500 states to depth [0-9]+; no other cause so far$/);
});

test('a callback on CPU_DEAD: one that is still to come is the only way around it', () => {
  expect(causes({ kernel: 'rfc-dead-hook', slots: 1 }, 'no_pte_maps_secure')).toMatchInlineSnapshot(`
    [
      "36 actions: a stray slot of a CPU that is offline, whose callback on CPU_DEAD is still to come",
      "no other cause with 2 CPUs, 2 pages, 1 slot: all 1,792 states without the known ones, 5,470 transitions, depth 25",
    ]
  `);
});
