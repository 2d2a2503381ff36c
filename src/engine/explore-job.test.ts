import { expect, test } from 'vitest';
import { startJob, type JobProgress, type JobRequest } from './explore-job.ts';
import type { ExploreReply } from './explore-protocol.ts';
import { changeable, type About } from './explore/about.ts';
import type { Cause } from './explore/causes.ts';
import { oneSwitchChanges, type Change } from './explore/changes.ts';
import type { FreeChoice } from './explore/free-question.ts';

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
const free = (choice: FreeChoice): About => ({ type: 'free', choice });
const FREE = free(TINY);
const ASKED = { properties: [], maxStates: 1_000_000 } as const;
const STORY = `kmapscope 1
machine kernel=rfc-no-hook cpus=2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu0: secure_buffer_change_chunk(page3)
`;
const ABOUT_STORY: About = { type: 'scenario', text: STORY, owner: 'quiesces' };

test('a slice more or less changes no answer', () => {
  const replies = [1, 100, 1_000_000].map((budget) => run({ type: 'question', about: FREE, ...ASKED }, budget).reply);
  expect(replies[1]).toEqual(replies[0]);
  expect(replies[2]).toEqual(replies[0]);
});

test('the operations of a scenario, in every order: what it shows in its own can happen', () => {
  const { reply } = run({ type: 'question', about: ABOUT_STORY, ...ASKED, properties: ['no_fault'] });
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
  const request = { type: 'prevent', about: FREE, property: 'no_fault', maxStates: 1_000_000 } as const;
  const whole = run(request).reply;
  if (whole.type !== 'prevented') throw new Error(whole.type);
  const known = run({ type: 'question', about: FREE, ...ASKED, properties: ['no_fault'] }).reply;
  const text = known.type === 'answer' ? known.answer.properties[0]?.example?.text : undefined;
  const parts = oneSwitchChanges(TINY.kernel).flatMap((change) => {
    const { reply } = run({ ...request, changes: [change], ...(text === undefined ? {} : { run: text }) });
    return reply.type === 'prevented' ? reply.tried : [];
  });
  expect(parts).toEqual(whole.tried);
});

/** Tasks sleep, which only a kernel with kmap_local can have them do with a mapping in hand. */
const SLEEPY = `kmapscope 1
machine kernel=v6.1 cpus=2 tasks=2
cpu1: kmap_local_page(page3)
cpu1: kunmap_local()
cpu1: schedule(task1)
cpu0: cpu_down(cpu1)
cpu0: secure_protect(page3)
`;

test.each([
  ['all that differ in one switch', STORY, []],
  ['but those that cannot do what it does', SLEEPY, ['index_owner=type', 'index_owner=cpu']],
])('what prevents it in a scenario is asked of kernels, %s; change by change it is the whole', (_, text, leftOut) => {
  const about: About = { type: 'scenario', text, owner: 'quiesces' };
  const request = { type: 'prevent', about, property: 'no_fault', maxStates: 1_000_000 } as const;
  const whole = run(request).reply;
  if (whole.type !== 'prevented') throw new Error(whole.type);
  const asked = changeable(about);
  const changes = asked.ok ? asked.value.changes : [];
  const name = ({ key, value }: Change): string => `${key}=${value}`;
  const tried = whole.tried.map(({ change }) => name(change));
  expect(changes.map(name).filter((one) => !tried.includes(one))).toEqual(leftOut);
  expect(new Set(whole.tried.map(({ verdict }) => verdict))).toEqual(new Set(['holds', 'violated']));
  const parts = changes.flatMap((change) => {
    const { reply } = run({ ...request, changes: [change] });
    return reply.type === 'prevented' ? reply.tried : [];
  });
  expect(parts).toEqual(whole.tried);
});

test('another cause in a scenario: the CPU that maps goes down before the page is handed over, or after', () => {
  const text = `kmapscope 1
machine kernel=v3.9 cpus=3
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu2: secure_protect(page3)
`;
  const request = { type: 'another', about: { type: 'scenario', text, owner: 'quiesces' } } as const;
  const other = (except: readonly Cause[]) => {
    const { reply } = run({ ...request, property: 'no_fault', except, maxStates: 1_000_000 });
    return reply.type === 'another' ? reply.another : null;
  };
  const online = 'a stray slot of a CPU that is online';
  const offline = 'a stray slot of a CPU that is offline';
  expect(other([online])).toMatchObject({ verdict: 'found', example: { causes: [offline] } });
  expect(other([online, offline])).toMatchObject({ verdict: 'none', example: null });
});

test('another cause is looked for without the known one', () => {
  const { reply } = run({
    type: 'another',
    about: free({ kernel: 'v3.9', slots: 1, pages: 1 }),
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
    { type: 'question', about: free({ kernel: 'v9' }), ...ASKED },
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
    { type: 'estimate', about: free({ kernel: 'v3.9', cpus: 0.5 }) },
    /^cpus is 1 to 4 here: every interleaving of more does not fit/,
  ],
  [
    'fewer slots than a mapping takes',
    { type: 'estimate', about: free({ kernel: 'v6.1-debug', slots: 2 }) },
    /^slots is 3 to 8 here/,
  ],
  [
    'a scenario that cannot be read',
    { type: 'question', about: { type: 'scenario', text: 'nonsense', owner: 'naive' }, ...ASKED },
    /kmapscope 1|line/i,
  ],
  [
    'a scenario in which nothing is done',
    { type: 'question', about: { type: 'scenario', text: 'kmapscope 1\nmachine cpus=1\n', owner: 'naive' }, ...ASKED },
    /^no CPU does anything/,
  ],
  [
    'a cost, which is no property of a state',
    { type: 'question', about: FREE, ...ASKED, properties: ['cost(ipis)=3'] },
    /is counted along a run/,
  ],
  [
    'to prevent what does not happen',
    { type: 'prevent', about: free({ ...TINY, kernel: 'rfc-v2' }), property: 'no_fault', maxStates: 1_000_000 },
    /^no_fault is not seen broken on rfc-v2: there is nothing to prevent$/,
  ],
  [
    'to prevent what does not happen in a scenario',
    { type: 'prevent', about: ABOUT_STORY, property: 'no_bug', maxStates: 1_000_000 },
    /^no_bug is not seen broken on rfc-no-hook: there is nothing to prevent$/,
  ],
  [
    'another cause in a scenario that cannot be read',
    {
      ...{ type: 'another', about: { type: 'scenario', text: 'nonsense', owner: 'naive' } },
      ...{ property: 'no_fault', except: [], maxStates: 1000 },
    },
    /kmapscope 1|line/i,
  ],
  [
    'causes of what has none',
    { type: 'another', about: FREE, property: 'depth_in_bounds', except: [], maxStates: 1000 },
    /^breaches of depth_in_bounds are not told apart by causes$/,
  ],
])('refused: %s', (_, request, message) => {
  const { reply } = run(request);
  expect(reply).toEqual({ type: 'refused', message: expect.stringMatching(message) });
});

test('a limit of states ends with a truth: not finished, so many states to a depth', () => {
  const { reply } = run({
    type: 'question',
    about: free({ kernel: 'rfc-v2' }),
    properties: ['no_fault'],
    maxStates: 2000,
  });
  if (reply.type !== 'answer') throw new Error(reply.type);
  const { status, limit, states, properties } = reply.answer;
  expect({ status, limit, states }).toEqual({ status: 'limit', limit: 'states', states: 2000 });
  expect(properties[0]).toMatchObject({ verdict: 'unknown', example: null });
  expect(properties[0]?.sentence).toMatch(/^not finished: 2,000 states to depth [0-9]+; no violation so far$/);
});
