import { expect, test, vi } from 'vitest';
import { roomy } from '../explore/packing.ts';
import { initialOf } from '../explore/path.ts';
import { connectExplorer, type Hear } from './explore-client.ts';
import type { ExploreRequest, FromExplorer } from './explore-protocol.ts';
import { serveExplorer } from './explore-serve.ts';
import type { About } from './explore/about.ts';
import { freeQuestion, type FreeChoice } from './explore/free-question.ts';
import type { FromHelper } from './help-serve.ts';
import { kernelSystem } from './kernel-system.ts';
import type { Port } from './port.ts';

type Listener = (event: { readonly data: unknown }) => void;

/**
 * Both ends with a JSON round trip between them, a clock that goes on by so much each time it is read, and turns of the worker that come
 * one at a time, when the test says so.
 */
function rig({ tickMs = 1 }: { readonly tickMs?: number } = {}) {
  const [toHere, toThere]: [Listener[], Listener[]] = [[], []];
  const carry = (to: readonly Listener[], data: unknown): void => {
    const arrived: unknown = JSON.parse(JSON.stringify(data));
    to.forEach((listen) => listen({ data: arrived }));
  };
  const here: Port = {
    postMessage: (data) => carry(toThere, data),
    addEventListener: (_, listener) => toHere.push(listener),
  };
  const said: FromExplorer[] = [];
  const there: Port = {
    postMessage: (data) => {
      said.push(data as FromExplorer);
      carry(toHere, data);
    },
    addEventListener: (_, listener) => toThere.push(listener),
  };
  let now = 0;
  const turns: (() => void)[] = [];
  serveExplorer(
    there,
    () => (now += tickMs),
    (task) => turns.push(task),
  );
  const explorer = connectExplorer(here);
  const heard: Parameters<Hear>[0][] = [];
  return {
    ...{ explorer, heard, said },
    ask: (request: ExploreRequest): void => explorer.ask(request, (reply) => heard.push(reply)),
    turn: (): boolean => {
      const task = turns.shift();
      task?.();
      return task !== undefined;
    },
  };
}

const free = (choice: FreeChoice): About => ({ type: 'free', choice });
const SMALL: ExploreRequest = {
  type: 'question',
  about: free({ kernel: 'rfc-no-hook', slots: 1, pages: 1 }),
  properties: [],
  maxStates: 1_000_000,
};
const LARGE: ExploreRequest = { ...SMALL, about: free({ kernel: 'rfc-v2' }) };
/** A slice takes longer than it should by this clock, so the slices get no larger. */
const SLOW = { tickMs: 50 };

test('a question is answered with plain data, and what was found is a scenario', () => {
  const { ask, turn, heard } = rig();
  ask(SMALL);
  while (turn());
  const [last] = heard.slice(-1);
  expect(last).toMatchObject({ type: 'answer', answer: { kernel: 'rfc-no-hook', status: 'complete' } });
  if (last?.type !== 'answer') throw new Error('no answer');
  const [first] = last.answer.properties;
  expect(first?.example?.text).toContain('cpu0: cpu_down(cpu1)');
});

test('how far it has come is told at most four times a second, with a rate, a depth and a memory', () => {
  const { ask, turn, heard } = rig(SLOW);
  ask(LARGE);
  for (let i = 0; i < 20; i++) turn();
  const told = heard.flatMap((reply) => (reply.type === 'progress' ? [reply.progress] : []));
  expect(told.length).toBeGreaterThan(3);
  for (const [i, { elapsedMs }] of told.entries())
    expect(elapsedMs - (told[i - 1]?.elapsedMs ?? 0)).toBeGreaterThanOrEqual(250);
  const [last] = told.slice(-1);
  expect(last?.states).toBeGreaterThan(told[0]?.states ?? Infinity);
  expect(last?.statesPerSecond).toBe(Math.round((1000 * (last?.states ?? 0)) / (last?.elapsedMs ?? 1)));
  expect(last?.bytes).toBeGreaterThan(last?.states ?? Infinity);
  expect(last?.fullDepth).toBeGreaterThan(0);
});

test.each([
  ['bytes', { maxBytes: 400_000 }],
  ['states', { maxStates: 1_000 }],
] as const)('where the limit of %s is met it says how far it has come, and nothing more', (limit, room) => {
  const { ask, turn, heard } = rig();
  ask({ ...LARGE, ...room });
  while (turn());
  const last = heard.at(-1);
  if (last?.type !== 'answer') throw new Error(`no answer: ${String(last?.type)}`);
  const { answer } = last;
  expect(answer).toMatchObject({ status: 'limit', limit });
  expect(answer.states).toBeGreaterThan(500);
  if (limit === 'bytes') expect(answer.bytes).toBeLessThanOrEqual(room.maxBytes);
  const far = `not finished: ${String(answer.states).replace(/(?=\d{3}$)/, ',')} states to depth ${String(answer.fullDepth)}`;
  const said = new Map(answer.properties.map(({ name, verdict, sentence }) => [name, `${verdict}: ${sentence}`]));
  expect(said.get('no_fault')).toBe(`unknown: ${far}; no violation so far`);
  expect(said.get('hook_matters')).toMatch(/^(unknown: not finished|found)/);
  expect([...said.values()].filter((word) => /^holds|^not found/.test(word))).toEqual([]);
});

test('it stops at the next turn, and what has been found so far is put into words a run a turn', () => {
  const { ask, turn, heard, explorer } = rig(SLOW);
  ask(LARGE);
  for (let i = 0; i < 3; i++) turn();
  explorer.stop();
  expect(heard.at(-1)).toEqual({ type: 'stopping' });
  let turns = 0;
  while (turn()) turns++;
  const last = heard.at(-1);
  if (last?.type !== 'answer') throw new Error(`no answer: ${String(last?.type)}`);
  expect(last.answer.status).toBe('stopped');
  expect(last.answer.properties[0]).toMatchObject({ name: 'no_pte_maps_secure', verdict: 'unknown' });
  expect(last.answer.properties[0]?.sentence).toMatch(
    /^not finished: [0-9,]+ states to depth [0-9]+; no violation so far$/,
  );
  expect(turns).toBe(1 + last.answer.properties.filter(({ example }) => example !== null).length);
});

test('who is to help says so, looks into what comes over the port, and closes it when something else is asked', () => {
  const [toWorker, overLine]: [Listener[], Listener[]] = [[], []];
  const [said, told]: [unknown[], unknown[]] = [[], []];
  let closed = false;
  const port: Port = {
    postMessage: (message) => told.push(message),
    addEventListener: (_, listener) => overLine.push(listener),
    close: () => {
      closed = true;
    },
  };
  const worker: Port = {
    postMessage: (message) => said.push(message),
    addEventListener: (_, listener) => toWorker.push(listener),
  };
  serveExplorer(
    worker,
    () => 0,
    () => undefined,
  );
  const tell = (listeners: readonly Listener[], data: unknown): void => listeners.forEach((listen) => listen({ data }));
  tell(toWorker, { id: 1, request: { type: 'help' }, ports: [port] });
  expect(said).toEqual([{ id: 1, reply: { type: 'helping' } }]);

  const question = freeQuestion({ kernel: 'rfc-v2' });
  tell(overLine, { subject: { question, asks: ['no_fault'], except: null } });
  const { system, moves } = kernelSystem(question);
  const packing = roomy(initialOf(system), 0);
  const states = new Int32Array(packing.words);
  tell(overLine, { errand: { first: 7, count: 1, packing, states, asked: [0], expands: true } });
  expect(told).toMatchObject([{ told: { first: 7, count: 1 } }]);
  const [met, steps] = (told[0] as FromHelper).told.words;
  expect(met, 'nothing is wrong at the start').toBe(0);
  expect(steps).toBe(moves.filter((_, move) => system.next(initialOf(system), move, initialOf(system))).length);

  expect(closed).toBe(false);
  tell(toWorker, { id: 2, request: SMALL });
  expect(closed).toBe(true);
});

test('a new question ends the one before: of that nothing more is said', () => {
  const { ask, turn, heard, said } = rig(SLOW);
  ask(LARGE);
  for (let i = 0; i < 3; i++) turn();
  ask(SMALL);
  while (turn());
  const mine = said.filter(({ id }) => id === 2);
  expect(mine.length).toBeGreaterThan(0);
  expect(said.slice(said.indexOf(mine[0] as FromExplorer)).every(({ id }) => id === 2)).toBe(true);
  expect(heard.filter(({ type }) => type === 'answer')).toHaveLength(1);
});

test('what cannot be asked is refused with a reason, and the next question is answered', () => {
  const { ask, turn, heard } = rig();
  ask({ ...SMALL, about: free({ kernel: 'v9.9' }) });
  turn();
  ask({ ...SMALL, about: free({ kernel: 'rfc-v2', cpus: 9 }) });
  turn();
  ask({ ...SMALL, properties: ['no_such_thing'] });
  turn();
  expect(heard.map((reply) => (reply.type === 'refused' ? reply.message : reply.type))).toEqual([
    expect.stringMatching(/^there is no kernel v9\.9: there are v2/),
    'cpus is 1 to 4 here: every interleaving of more does not fit into a computer',
    expect.stringMatching(/^'no_such_thing' is no property \(no_pte_maps_secure, /),
  ]);
});

test('a crash comes over as data, and is an error again on the other side', async () => {
  vi.resetModules();
  vi.doMock('./explore-job.ts', () => ({
    startJob: function* () {
      yield { states: 0, frontier: 0, transitions: 0, depth: 0, fullDepth: 0, bytes: 0, part: null };
      throw new RangeError('a bug of ours');
    },
  }));
  const { serveExplorer: serve } = await import('./explore-serve.ts');
  vi.doUnmock('./explore-job.ts');
  const listeners: Listener[] = [];
  const said: FromExplorer[] = [];
  const port: Port = {
    postMessage: (data) => said.push(data as FromExplorer),
    addEventListener: (_, listener) => listeners.push(listener),
  };
  const turns: (() => void)[] = [];
  serve(
    port,
    () => 0,
    (task) => turns.push(task),
  );
  listeners.forEach((listen) => listen({ data: { id: 7, request: SMALL } }));
  while (turns.length > 0) turns.shift()?.();
  expect(said).toEqual([
    { id: 7, crash: { name: 'RangeError', message: 'a bug of ours', stack: expect.stringContaining('RangeError') } },
  ]);

  const heard: Parameters<Hear>[0][] = [];
  const back: Listener[] = [];
  const explorer = connectExplorer({
    postMessage: () => undefined,
    addEventListener: (_, listener) => back.push(listener),
  });
  explorer.ask(SMALL, (reply) => heard.push(reply));
  back.forEach((listen) => listen({ data: { ...said[0], id: 1 } }));
  const [crash] = heard;
  if (crash?.type !== 'crash') throw new Error('no crash');
  expect(crash.error).toMatchObject({ name: 'RangeError', message: 'a bug of ours' });
});
