import { expect, test } from 'vitest';
import { boot } from '../../model/boot.ts';
import { buildKernel } from '../../model/kernel.ts';
import { perform } from '../../model/run.ts';
import { LIBRARY } from '../../lessons/library.ts';
import { elaborateStep } from '../../scenario/elaborate.ts';
import { load } from '../../scenario/lint.ts';
import { answers, moodOf, nameOf } from './ask.ts';
import { everyAsk, exploring, inOneGo } from './explore.ts';
import { isStep, scenarioQuestion } from './programs.ts';
import { OWNERS, RAW, REDUCED, type Question } from './question.ts';
import { boundsText } from './wording.ts';

function loadedFrom(text: string) {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  return loaded;
}

function questionOf(text: string, owner: Question['owner']): Question {
  const loaded = loadedFrom(text);
  const question = scenarioQuestion(loaded.scenario, { ...loaded, owner });
  if (!question.ok) throw new Error(question.error);
  return question.value;
}

/** What the order as it is written shows, step by step. */
function shownBy(text: string): readonly string[] {
  const { scenario, config } = loadedFrom(text);
  const kernel = buildKernel(config);
  const m = boot(kernel);
  const shown = new Set<string>();
  for (const { statement } of scenario.lines) {
    if (statement === null || !isStep(statement)) continue;
    const command = elaborateStep(config, statement);
    if (!command.ok) throw new Error(command.error);
    perform(kernel, m, command.value);
    for (const ask of everyAsk(questionOf(text, 'careless'))) {
      if (moodOf(ask) === 'always' && answers(kernel, m, ask)) shown.add(nameOf(ask));
    }
  }
  return [...shown];
}

const SHIPPED = LIBRARY.flatMap(({ scenarios }) => scenarios.map(({ id, text }) => [id, text] as const));

test.each(SHIPPED)(
  '%s: what it shows as it is written is found among its orders, or it is said which step is not',
  (_, text) => {
    const shown = shownBy(text);
    if (shown.length === 0) return;
    for (const owner of OWNERS) {
      const question = questionOf(text, owner);
      const { properties } = inOneGo(exploring(question, everyAsk(question), { maxStates: 3_000 }));
      const missed = properties.filter(({ name, verdict }) => shown.includes(name) && verdict === 'holds');
      if (missed.length > 0)
        expect(question.breach, `${owner}: ${missed.map(({ name }) => name).join()}`).toMatch(/^cpu/);
      if (owner === 'careless') expect(missed).toEqual([]);
    }
  },
);

const MEANWHILE = `kmapscope 1
machine kernel=rfc-dead-hook cpus=2 slots=2 pages=1 pkmap=0 low=0
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: enter cpu_down(cpu1)
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
cpu1: finish
cpu0: secure_buffer_change_chunk(page0)
`;

/** The promises that are broken. */
function broken(text: string, reductions = REDUCED): readonly string[] {
  const question = { ...questionOf(text, 'quiesces'), reductions };
  const { properties, status } = inOneGo(exploring(question, everyAsk(question)));
  expect(status).toBe('complete');
  return properties.flatMap(({ name, verdict }) => (verdict === 'violated' ? [name] : []));
}

test('what one task does while another sleeps in cpu_down may come before that returns, as it is written, merged or not', () => {
  const all = ['no_pte_maps_secure', 'no_tlb_maps_secure', 'no_fault'];
  expect(broken(MEANWHILE)).toEqual(all);
  expect(broken(MEANWHILE, RAW)).toEqual(all);
  const inTurn = MEANWHILE.replace(/cpu0: enter[^]*finish\n/, 'cpu0: cpu_down(cpu1)\n');
  expect(inTurn).toContain('cpu0: cpu_down(cpu1)\ncpu0: secure_buffer_change_chunk(page0)\n');
  expect(broken(inTurn), 'a call that has returned is not asleep').toEqual([]);
});

test('where the order as it is written breaks a promise the bounds name the step; whoever promises nothing breaks nothing', () => {
  const text = `kmapscope 1
machine kernel=rfc-v2 cpus=2
cpu0: kmap_atomic(page0)
cpu1: secure_buffer_change_chunk(page0)
cpu0: kunmap_atomic()
`;
  const step = 'cpu1: secure_buffer_change_chunk(page0)';
  expect(OWNERS.map((owner) => questionOf(text, owner).breach)).toEqual([step, step, null]);
  expect(boundsText(questionOf(text, 'quiesces'))).toContain(
    `in every order that keeps what the owner of the page promises (as the scenario is written, “${step}” breaks that);`,
  );
  expect(boundsText(questionOf(text, 'careless'))).toContain('what the scenario has it do, in every order;');
});
