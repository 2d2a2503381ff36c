import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { plusCosts, NO_COSTS, type Costs } from '../model/cost.ts';
import { cumulative, type LaneCosts } from '../timeline/lane-costs.ts';
import type { Reply } from './protocol.ts';
import { NO_SESSION, respond, type Session } from './session.ts';

const TEXT = `kmapscope 1
machine kernel=rfc-v2 cpus=4
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: kmap_atomic_flush_unused()
`;

const opened = (kernels: readonly string[]): Session =>
  respond(NO_SESSION, { type: 'open', text: TEXT, kernels, at: 0 })[0];

function costsOf(reply: Reply): readonly LaneCosts[] {
  if (reply.type !== 'costs') throw new Error(`an answer of type ${reply.type}`);
  return reply.lanes;
}

test('costs are of the whole run, every lane, whatever the cursor stands at', () => {
  const session = opened(['rfc-v1']);
  const [after, reply] = respond(session, { type: 'costs' });
  expect(after).toBe(session);
  const lanes = costsOf(reply);
  expect(lanes.map(({ kernel, steps }) => [kernel, steps.length])).toEqual([
    ['rfc-v2', 3],
    ['rfc-v1', 3],
  ]);
  const ends = lanes.map((lane) => cumulative(lane).at(-1));
  expect(ends).toMatchObject([
    { pte_writes: 2, pte_reads: 64, tlb_flushes: 2, ipis: 3 },
    { pte_writes: 65, pte_reads: 0, tlb_flushes: 65, ipis: 3 },
  ]);
});

test('what they come to at a step is what the frame there says', () => {
  const session = opened(['v3.9']);
  const sums = costsOf(respond(session, { type: 'costs' })[1]).map(cumulative);
  for (const at of [0, 1, 2, 3]) {
    const [, reply] = respond(session, { type: 'seek', at, micro: null });
    if (reply.type !== 'session') throw new Error('no picture');
    expect(reply.session.lanes.map(({ frame }) => frame.costs)).toEqual(sums.map((lane) => lane[at]));
  }
});

test('costs and prices survive the wall', () => {
  const replies = [
    respond(opened([]), { type: 'costs' })[1],
    respond(NO_SESSION, { type: 'price', pricing: { way: 'checked', load: { cpus: 2, strays: 1, uses: 2 } } })[1],
  ];
  for (const reply of replies) expect(JSON.parse(JSON.stringify(reply))).toEqual(reply);
});

test('a price needs nothing that is open, and changes nothing that is', () => {
  const pricing = { way: 'unconditional', load: { cpus: 3, strays: 1, uses: 2 } } as const;
  const [none, reply] = respond(NO_SESSION, { type: 'price', pricing });
  expect(none).toBe(NO_SESSION);
  expect(reply).toMatchObject({ type: 'price', priced: { flush: { pte_writes: 48 }, runs: [{ pte_writes: 51 }, {}] } });
  const session = opened([]);
  expect(respond(session, { type: 'price', pricing })).toEqual([session, reply]);
});

test('what cannot be priced is the user’s mistake', () => {
  const pricing = { way: 'checked', load: { cpus: 99, strays: 1, uses: 1 } } as const;
  expect(respond(NO_SESSION, { type: 'price', pricing })[1]).toMatchObject({
    type: 'refused',
    diagnostics: [{ message: 'cpus is a whole number from 1 to 32' }],
  });
});

test('every CPU’s part of a step adds up to the step', () => {
  const [lane] = costsOf(respond(opened([]), { type: 'costs' })[1]);
  const flush = present(lane?.steps[2], 'the flush');
  expect(flush.map(({ cpu }) => cpu)).toEqual([0, 1, 2, 3]);
  const sum = flush.reduce<Costs>((costs, own) => plusCosts(costs, own.costs), NO_COSTS);
  expect(sum).toMatchObject({ pte_reads: 64, pte_writes: 1, ipis: 3 });
});
