import { expect, test } from 'vitest';
import { load } from '../../scenario/lint.ts';
import { asksOf, changeable, type Asked } from './about.ts';
import { exploring, inOneGo, type PropertyAnswer } from './explore.ts';
import { withOwn } from './question.ts';

/** On its own machine a strip has 16 slots: CPU 1's begins at 0xfff10000, and what is 0xfff02000 is nobody's first. */
const TWO_STRAYS = `kmapscope 1
machine kernel=rfc-no-hook cpus=2 pages=4
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu1: kmap_atomic(page2)
cpu1: kunmap_atomic()
`;

function read(text: string, properties: readonly string[]): Asked {
  const about = changeable({ type: 'scenario', text, owner: 'quiesces' });
  const asked = about.ok ? asksOf(about.value, properties) : about;
  if (!asked.ok) throw new Error(asked.error);
  return asked.value;
}

function answersTo(text: string, ...properties: readonly string[]): readonly PropertyAnswer[] {
  const { asked, asks } = read(text, properties);
  return inOneGo(exploring(withOwn(asked.question, asks), asks)).properties;
}

test('an address is asked about where it lies on the scenario’s own machine, not on the smaller one that is explored', () => {
  const shown = answersTo(TWO_STRAYS, 'not stray(0xfff02000)', 'not stray(0xfff10000)').map(
    ({ name, verdict }) => `${name} ${verdict}`,
  );
  expect(shown).toEqual(['not stray(cpu0.slot2) holds', 'not stray(cpu1.slot0) violated']);
});

test('what no operation needs may be asked about all the same: a slot, a pkmap entry, a page', () => {
  const asked = ['none(cpu1.slot5)', 'pkmap_count(pkmap3)=0', 'not secure(page3)', 'not maps(linear(low0), page3)'];
  expect(read(TWO_STRAYS, asked).asked.question.config.sizes).toMatchObject({ pages: 4, slots: 6, pkmap: 4, low: 1 });
  expect(answersTo(TWO_STRAYS, ...asked).map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds', 'holds']);
  const { asked: alone } = read(TWO_STRAYS, ['no_fault']);
  expect(alone.question.config.sizes, 'and nothing is larger without').toMatchObject({ slots: 2, pkmap: 0, low: 0 });
});

test('what the scenario’s own machine does not have either cannot be asked about', () => {
  const about = changeable({ type: 'scenario', text: TWO_STRAYS, owner: 'quiesces' });
  expect(about.ok && asksOf(about.value, ['none(cpu1.slot16)'])).toEqual({
    ok: false,
    error: 'there is no slot16: each CPU has slot0 to slot15',
  });
});

test('operations name addresses, and hardware places that nobody else speaks of: they are those of its own machine', () => {
  const story = `kmapscope 1
machine kernel=rfc-no-hook cpus=2 pages=4
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic(0xfff10000)
cpu0: secure_protect(page3)
cpu0: speculate(cpu0.slot7)
cpu0: evict(0xfff03000)
cpu0: read(0xfff10000)
`;
  const [fault] = answersTo(story, 'no_fault');
  expect(fault?.verdict).toBe('violated');
  expect(fault?.example?.text).toContain(`cpu1: kunmap_atomic(cpu1.slot0)
cpu0: secure_protect(page3)
cpu0: read(cpu1.slot0)
`);
  expect(load(fault?.example?.text ?? '').ok).toBe(true);
});

test('a change of one switch is asked about the same places', () => {
  const { asked } = read(TWO_STRAYS, ['none(cpu1.slot5)']);
  expect(asked.under({ key: 'debug', value: 'on' })?.config.sizes.slots).toBe(6);
});
