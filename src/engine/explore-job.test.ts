import { expect, test } from 'vitest';
import { startJob, type JobProgress, type JobRequest } from './explore-job.ts';
import type { ExploreReply } from './explore-protocol.ts';
import { oneSwitchChanges } from './explore/prevention.ts';

/** Takes a job to its end, slice by slice. */
function run(request: Parameters<typeof startJob>[0], budget = 5000): { reply: ExploreReply; told: JobProgress[] } {
  const job = startJob(request);
  const told: JobProgress[] = [];
  let next = job.next(budget);
  while (next.done !== true) {
    told.push(next.value);
    next = job.next(budget);
  }
  return { reply: next.value, told };
}

const TINY = { kernel: 'rfc-no-hook', slots: 1, pages: 1 } as const;
const ASKED = { properties: [], maxStates: 1_000_000 } as const;
const STORY = `kmapscope 1
machine kernel=rfc-no-hook cpus=2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu0: secure_buffer_change_chunk(page3)
`;

test('a slice more or less changes no answer', () => {
  const replies = [1, 100, 1_000_000].map((budget) => run({ type: 'free', choice: TINY, ...ASKED }, budget).reply);
  expect(replies[1]).toEqual(replies[0]);
  expect(replies[2]).toEqual(replies[0]);
});

test('the operations of a scenario, in every order: what it shows in its own can happen', () => {
  const { reply } = run({ type: 'scenario', text: STORY, owner: 'quiesces', ...ASKED, properties: ['no_fault'] });
  if (reply.type !== 'answer') throw new Error(reply.type);
  expect(reply.answer.status).toBe('complete');
  expect(reply.answer.properties.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['no_fault violated']);
  expect(reply.answer.bounds).toContain('each CPU does what the scenario has it do, in every order');
});

test('a table says which kernel it is at, and has a row for each', () => {
  const { reply, told } = run({
    type: 'table',
    kernels: ['rfc-v2', 'rfc-no-hook'],
    choice: { slots: 1, pages: 1 },
    ...ASKED,
    properties: ['no_fault'],
  });
  expect(new Set(told.map(({ part }) => part))).toEqual(new Set(['rfc-v2, 1 of 2', 'rfc-no-hook, 2 of 2']));
  if (reply.type !== 'table') throw new Error(reply.type);
  expect(reply.rows.map(({ kernel, properties }) => `${kernel} ${String(properties[0]?.verdict)}`)).toEqual([
    'rfc-v2 holds',
    'rfc-no-hook violated',
  ]);
});

test('what prevents it can be asked change by change: together that is the whole', () => {
  const request = { type: 'prevent', choice: TINY, property: 'no_fault', maxStates: 1_000_000 } as const;
  const whole = run(request).reply;
  if (whole.type !== 'prevented') throw new Error(whole.type);
  const known = run({ type: 'free', choice: TINY, ...ASKED, properties: ['no_fault'] }).reply;
  const text = known.type === 'answer' ? known.answer.properties[0]?.example?.text : undefined;
  const parts = oneSwitchChanges(TINY.kernel).flatMap((change) => {
    const { reply } = run({ ...request, changes: [change], ...(text === undefined ? {} : { run: text }) });
    return reply.type === 'prevented' ? reply.tried : [];
  });
  expect(parts).toEqual(whole.tried);
});

test('another cause is looked for without the known one', () => {
  const { reply } = run({
    type: 'another',
    choice: { kernel: 'v3.9', slots: 1, pages: 1 },
    property: 'no_fault',
    except: ['a stray slot of a CPU that is online'],
    maxStates: 1_000_000,
  });
  if (reply.type !== 'another') throw new Error(reply.type);
  expect(reply.another.example?.causes).toEqual(['a stray slot of a CPU that is offline']);
});

test.each<[string, JobRequest, RegExp]>([
  [
    'a kernel there is not',
    { type: 'free', choice: { kernel: 'v9' }, ...ASKED },
    /^there is no kernel v9: there are v2/,
  ],
  ['a table of no kernels', { type: 'table', kernels: [], choice: {}, ...ASKED }, /^name a kernel$/],
  [
    'a table with such a kernel in it',
    { type: 'table', kernels: ['v3.9', 'v9'], choice: {}, ...ASKED },
    /there is no kernel v9/,
  ],
  [
    'half a CPU',
    { type: 'estimate', choice: { kernel: 'v3.9', cpus: 0.5 } },
    /^cpus is 1 to 4 here: every interleaving of more does not fit/,
  ],
  [
    'fewer slots than a mapping takes',
    { type: 'estimate', choice: { kernel: 'v6.1-debug', slots: 2 } },
    /^slots is 3 to 8 here/,
  ],
  [
    'a scenario that cannot be read',
    { type: 'scenario', text: 'nonsense', owner: 'naive', ...ASKED },
    /kmapscope 1|line/i,
  ],
  [
    'a scenario in which nothing is done',
    { type: 'scenario', text: 'kmapscope 1\nmachine cpus=1\n', owner: 'naive', ...ASKED },
    /^no CPU does anything/,
  ],
  [
    'a cost, which is no property of a state',
    { type: 'free', choice: TINY, ...ASKED, properties: ['cost(ipis)=3'] },
    /is counted along a run/,
  ],
  [
    'to prevent what does not happen',
    { type: 'prevent', choice: { ...TINY, kernel: 'rfc-v2' }, property: 'no_fault', maxStates: 1_000_000 },
    /^no_fault is not seen broken on rfc-v2: there is nothing to prevent$/,
  ],
  [
    'causes of what has none',
    { type: 'another', choice: TINY, property: 'depth_in_bounds', except: [], maxStates: 1000 },
    /^breaches of depth_in_bounds are not told apart by causes$/,
  ],
])('refused: %s', (_, request, message) => {
  const { reply } = run(request);
  expect(reply).toEqual({ type: 'refused', message: expect.stringMatching(message) });
});

test('a limit of states ends with a truth: not finished, so many states to a depth', () => {
  const { reply } = run({ type: 'free', choice: { kernel: 'rfc-v2' }, properties: ['no_fault'], maxStates: 2000 });
  if (reply.type !== 'answer') throw new Error(reply.type);
  const { status, limit, states, properties } = reply.answer;
  expect({ status, limit, states }).toEqual({ status: 'limit', limit: 'states', states: 2000 });
  expect(properties[0]).toMatchObject({ verdict: 'unknown', example: null });
  expect(properties[0]?.sentence).toMatch(/^not finished: 2,000 states to depth [0-9]+; no violation so far$/);
});
