import { expect, test } from 'vitest';
import { ok } from '../../base/result.ts';
import { moodOf, nameOf, readAsk, saysOf, type Ask } from './ask.ts';
import { exploring, inOneGo, type PropertyAnswer } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { withOwn } from './question.ts';

const SMALL: FreeChoice = { kernel: 'rfc-v2', slots: 1, pages: 1 };

function asked(text: string, choice: FreeChoice = SMALL): Ask {
  const ask = readAsk(freeQuestion(choice).config, text);
  if (!ask.ok) throw new Error(ask.error);
  return ask.value;
}

function answered(text: string, choice: FreeChoice = SMALL): PropertyAnswer {
  const ask = asked(text, choice);
  const { properties } = inOneGo(exploring(withOwn(freeQuestion(choice), [ask]), [ask]));
  if (properties[0] === undefined) throw new Error('no answer');
  return properties[0];
}

test('a property is asked by its name, anything else as a predicate of expect', () => {
  expect(asked(' no_fault ')).toBe('no_fault');
  const own = asked('not stray(cpu1.slot0)');
  expect([nameOf(own), moodOf(own), saysOf(own)]).toEqual([
    'not stray(cpu1.slot0)',
    'always',
    'Always: not stray(cpu1.slot0).',
  ]);
});

test('an own promise that is broken: the run is written, and ends in what was not to be', () => {
  const { verdict, example, sentence } = answered('not stray(cpu1.slot0)');
  expect(verdict).toBe('violated');
  expect(example?.text).toContain('cpu1: kmap_atomic(page0)\ncpu1: kunmap_atomic()\nexpect stray(cpu1.slot0)\n');
  expect(sentence).toMatch(/^violated with 2 CPUs, 1 page, 1 slot: 2 lines, /);
});

test('an own promise that holds, with all that was visited', () => {
  const { verdict, sentence } = answered('online(cpu0)');
  expect(verdict).toBe('holds');
  expect(sentence).toMatch(
    /^no violation with 2 CPUs, 1 page, 1 slot: all [0-9,]+ states, [0-9,]+ transitions, depth [0-9]+$/,
  );
});

test('what happens only within merged lines is still seen by who asks for it himself', () => {
  expect(answered('depth(cpu0)=0').verdict).toBe('violated');
  expect(answered('not live(cpu0.slot0)').verdict).toBe('violated');
});

test.each([
  ['stray_exists', 'rfc-v2', 'found', 'expect stray('],
  ['stray_exists', 'v3.14-rt', 'not found', ''],
  ['hook_matters', 'rfc-v2', 'found', 'expect not online('],
  ['flush_finds_nothing', 'vendor-4.9', 'found', 'no stray to clear'],
  ['flush_finds_nothing', 'v3.9', 'not found', ''],
])('sometimes: %s on %s is %s, and an example is no violation', (name, kernel, verdict, shown) => {
  const answer = answered(name, { ...SMALL, kernel });
  expect([answer.mood, answer.verdict]).toEqual(['sometimes', verdict]);
  expect(answer.example === null).toBe(verdict === 'not found');
  expect(answer.example?.text ?? '').toContain(shown);
});

test.each([
  ['cost(ipis)=3', /counted along a run/],
  ['fault', /^ask for no_fault, the property$/],
  ['cached(cpu0, cpu1.slot0)', /^ask for no_tlb_maps_secure/],
  ['stray(cpu7.slot0)', /^there is no CPU 7: this machine has CPUs 0 to 1$/],
  ['depth(cpu0)=zwei', /^column 13 of 'depth\(cpu0\)=zwei': 'zwei' is not a number: write depth\(cpu1\)=0$/],
  ['not stray(cpu0.slot0', /^column \d+ of 'not stray\(cpu0\.slot0': missing '\)': write /],
  ['not strya(cpu0.slot0)', /^column 5 of 'not strya\(cpu0\.slot0\)': unknown predicate 'strya': did you mean stray\?/],
  [
    ' ',
    /^nothing is asked: name a property \(no_pte_maps_secure, .*\) or a predicate of expect, not stray\(cpu1\.slot0\)$/,
  ],
  ['nonsense', /^'nonsense' is no property \(no_pte_maps_secure, .*; nor a predicate of expect: /],
])('%s is no property of a state here', (text, message) => {
  const read = readAsk(freeQuestion(SMALL).config, text);
  expect(read).toEqual({ ok: false, error: expect.stringMatching(message) });
  expect(read).not.toEqual(ok(text));
});
