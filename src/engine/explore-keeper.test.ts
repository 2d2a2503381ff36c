import { expect, test } from 'vitest';
import { keepExplorer } from './explore-keeper.ts';
import type { FromExplorer, ToExplorer } from './explore-protocol.ts';

/** Workers that hear and answer only when the test says so. */
function rig() {
  const workers: { heard: ToExplorer[]; answer: (message: FromExplorer) => void; closed: boolean }[] = [];
  const later: (() => void)[] = [];
  const told: string[] = [];
  const explorer = keepExplorer(
    () => {
      const listeners: ((event: { data: unknown }) => void)[] = [];
      const worker = {
        heard: [] as ToExplorer[],
        answer: (data: FromExplorer) => listeners.forEach((listen) => listen({ data })),
        closed: false,
      };
      workers.push(worker);
      return {
        port: {
          postMessage: (message) => worker.heard.push(message as ToExplorer),
          addEventListener: (_type, listener) => listeners.push(listener),
        },
        close: () => {
          worker.closed = true;
        },
      };
    },
    (_delay, task) => later.push(task),
  );
  const ask = (): void =>
    explorer.ask({ type: 'estimate', about: { type: 'free', choice: { kernel: 'v3.9' } } }, ({ type }) =>
      told.push(type),
    );
  return { workers, told, explorer, ask, wait: () => later.splice(0).forEach((task) => task()) };
}

test('no worker is started before somebody asks, and one is kept for the next question', () => {
  const { workers, ask } = rig();
  expect(workers).toHaveLength(0);
  ask();
  ask();
  expect(workers.map(({ heard }) => heard.length)).toEqual([2]);
});

test('a worker that does not hear that it is to stop within 200 ms is ended, and the next question starts another', () => {
  const { workers, told, explorer, ask, wait } = rig();
  ask();
  explorer.stop();
  expect(told).toEqual([]);
  wait();
  expect(workers[0]?.closed).toBe(true);
  expect(told).toEqual(['ended']);
  ask();
  expect(workers).toHaveLength(2);
});

test('one that has heard it is given the time to say what it has found; told twice it is ended', () => {
  const { workers, told, explorer, ask, wait } = rig();
  ask();
  explorer.stop();
  workers[0]?.answer({ id: 1, reply: { type: 'stopping' } });
  wait();
  expect(workers[0]?.closed).toBe(false);
  explorer.stop();
  expect(workers[0]?.closed).toBe(true);
  expect(told).toEqual(['stopping', 'ended']);
});

test('what has been answered is not stopped any more', () => {
  const { workers, told, explorer, ask, wait } = rig();
  ask();
  explorer.stop();
  workers[0]?.answer({ id: 1, reply: { type: 'estimate', estimate: { states: 1, known: 'counted' } } });
  wait();
  explorer.stop();
  expect(workers[0]?.closed).toBe(false);
  expect(told).toEqual(['estimate']);
});
