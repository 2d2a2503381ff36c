import { connect, type Engine } from '../engine/client.ts';

/** Starts the worker that runs the model. This file and no other knows that it is a Worker. */
export function startEngine(): Engine {
  return connect((lost) => {
    const worker = new Worker(new URL('../engine/session.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', (event) => lost(new Error(event.message || 'the worker could not be started')));
    worker.addEventListener('messageerror', () => lost(new Error('a message of the worker could not be read')));
    return { port: worker, close: () => worker.terminate() };
  });
}
