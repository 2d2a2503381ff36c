import { describe, expect, test } from 'vitest';
import { boot } from '../model/boot.ts';
import { costsOf, type Costs, NO_COSTS } from '../model/cost.ts';
import { buildKernel } from '../model/kernel.ts';
import { performAndListen } from '../model/run.ts';
import { elaborateMachine, elaborateStep } from '../scenario/elaborate.ts';
import { checkExpect } from '../scenario/expect.ts';
import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import { LIBRARY, SHIPPED, shipped } from './library.ts';

/** Runs a text; what did not come true, line by line: an expectation that failed, a step that could not happen. */
function whatFails(text: string): readonly string[] {
  const { scenario } = parse(text);
  const kernel = buildKernel(elaborateMachine(scenario).config);
  const machine = boot(kernel);
  let costs: Costs = NO_COSTS;
  const failures: string[] = [];
  scenario.lines.forEach(({ statement }, i) => {
    if (statement === null || statement.type === 'title' || statement.type === 'note' || statement.type === 'machine')
      return;
    if (statement.type === 'expect') {
      const { holds, found } = checkExpect(kernel, machine, costs, statement);
      if (!holds) failures.push(`line ${i + 2}: ${found}`);
      return;
    }
    const command = elaborateStep(kernel.config, statement);
    if (!command.ok) {
      failures.push(`line ${i + 2}: ${command.error}`);
      return;
    }
    const performed = performAndListen(kernel, machine, command.value);
    costs = costsOf(performed.events, costs);
    if (performed.outcome === 'refused') failures.push(`line ${i + 2}: ${performed.reason ?? ''}`);
  });
  return failures;
}

describe.each(SHIPPED.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  test('is written in canonical form, without mistakes', () => {
    const parsed = parse(scenario.text);
    expect(parsed.diagnostics).toEqual([]);
    expect(elaborateMachine(parsed.scenario).diagnostics).toEqual([]);
    expect(format(parsed.scenario)).toBe(scenario.text);
  });

  test('every step can happen and every expectation comes true', () => {
    expect(whatFails(scenario.text)).toEqual([]);
  });

  test('says what it is called, what it teaches and where it comes from', () => {
    expect(scenario.text).toMatch(/^title ".{3,60}"$/m);
    expect(scenario.text).toMatch(/^expect /m);
    expect(scenario.text).toMatch(/^note /m);
    expect(scenario.teaches.length).toBeGreaterThan(20);
    expect(scenario.source.length).toBeGreaterThan(5);
  });
});

test('an expectation that is false makes a scenario fail: the check can fail', () => {
  const text = `kmapscope 1
machine kernel=v3.9
cpu0: kmap_atomic(page3)
expect stray(cpu0.slot0)
cpu0: finish
`;
  expect(whatFails(text)).toEqual([
    'line 4: cpu0.slot0 is live, maps page3',
    'line 5: CPU0 is in no function: enter one first.',
  ]);
});

test('ids are permanent addresses: short, unique, and found again', () => {
  const ids = SHIPPED.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(shipped(id)?.id).toBe(id);
  }
  expect(shipped('no-such-scenario')).toBeUndefined();
});

test('the course has its chapters in order', () => {
  expect(LIBRARY.map((chapter) => `${chapter.title}: ${chapter.scenarios.length}`)).toMatchInlineSnapshot(`
    [
      "What is left behind: 11",
      "The secure world takes a page: 10",
      "CPUs that go away: 8",
      "What a flush costs, and what it misses: 8",
      "The other window: pkmap: 4",
      "What became of it: kmap_local: 5",
      "Every interleaving: 21",
    ]
  `);
});
