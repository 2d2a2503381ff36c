import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { startSearch } from '../../explore/search.ts';
import { load } from '../../scenario/lint.ts';
import { kernelSystem } from '../kernel-system.ts';
import { askedOf } from './asked.ts';
import { everyAsk, exploring, inOneGo } from './explore.ts';
import { scenarioQuestion } from './programs.ts';
import { OWNERS, RAW, REDUCED, type Hardware, type Owner, type Question, type Reductions } from './question.ts';

type Asked = {
  readonly kernel: string;
  readonly owner: Owner;
  readonly hardware: Hardware;
  readonly lines: readonly string[];
};

/** What a CPU does in one go; it gives back what it maps. */
const DOES = [
  ['kmap_atomic(page0)', 'kunmap_atomic()'],
  ['kmap_atomic(page1)', 'kunmap_atomic()'],
  ['kmap_atomic(page0)', 'kmap_atomic(page1)', 'kunmap_atomic()', 'kunmap_atomic()'],
  ['irq', 'kmap_atomic(page0)', 'kunmap_atomic()', 'irq_return'],
  ['kmap(page0)', 'kunmap(page0)'],
  ['read(cpu0.slot0)'],
  ['read(cpu1.slot0)'],
  ['kmap_atomic_flush_unused()'],
  ['secure_protect(page0)'],
  ['secure_buffer_change_chunk(page0)'],
] as const;

const asked: fc.Arbitrary<Asked> = fc.record({
  kernel: fc.constantFrom('v3.9', 'v3.9-debug', 'rfc-v2', 'vendor-3.18', 'vendor-4.4', 'v6.1'),
  owner: fc.constantFrom(...OWNERS),
  hardware: fc.record({ pte: fc.boolean(), tlb: fc.boolean(), evict: fc.boolean() }),
  lines: fc
    .array(fc.tuple(fc.constantFrom('cpu0', 'cpu1'), fc.constantFrom(...DOES)), { minLength: 2, maxLength: 4 })
    .map((done) => done.flatMap(([cpu, does]) => does.map((call) => `${cpu}: ${call}`))),
});

function questionOf({ kernel, owner, hardware, lines }: Asked, reductions: Reductions): Question {
  const text = `kmapscope 1\nmachine kernel=${kernel} cpus=2 pages=2 pkmap=2\n${lines.join('\n')}\n`;
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const choice = { kernel, config: loaded.config, owner, hardware, reductions };
  const question = scenarioQuestion(loaded.scenario, choice);
  return present(question.ok ? question.value : null, 'a question');
}

function met(question: Question): readonly string[] | null {
  const bound = kernelSystem(question);
  const search = startSearch(bound.system, askedOf(bound, everyAsk(question)), { maxStates: 20_000 });
  if (search.run(Infinity).status !== 'complete') return null;
  return search.answers.filter(({ hits }) => hits > 0).map(({ property }) => property.name);
}

test('whatever a scenario does and hardware may do: verdicts do not depend on what is reduced, and every run can be written', () => {
  fc.assert(
    fc.property(asked, (one) => {
      const all = met(questionOf(one, RAW));
      fc.pre(all !== null);
      const question = questionOf(one, REDUCED);
      expect(met(question)).toEqual(all);
      const { properties } = inOneGo(exploring(question, everyAsk(question)));
      expect(properties.flatMap(({ name, example }) => (example === null ? [] : [name]))).toEqual(all);
    }),
    { numRuns: 40 },
  );
});
