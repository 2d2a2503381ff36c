import { connect, type Engine, type Running } from '../engine/client.ts';
import { keepExplorer, type KeptExplorer } from '../engine/explore-keeper.ts';
import type { Channel, Port } from '../engine/port.ts';

/** Starts the worker that runs the model. This file and no other knows that it is a Worker. */
export function startEngine(): Engine {
  return connect((lost) => started(sessionWorker, serveSession, lost));
}

/** Explorers at most: each may come to take as much memory as a question is allowed. */
const MOST_EXPLORERS = 4;

/** A core each, where there are more than two one less, for the page: it has little to do meanwhile, and what wakes it goes first. */
const explorersFor = (cores: number): number => Math.min(MOST_EXPLORERS, cores <= 2 ? cores : cores - 1);

/** Explorers that start their workers when they are asked something: as many as there are cores for. */
export function startExplorers(): readonly [KeptExplorer, ...KeptExplorer[]] {
  const explorer = (): KeptExplorer =>
    keepExplorer(
      (lost) => started(exploreWorker, serveExploration, lost),
      (delayMs, task) => void setTimeout(task, delayMs),
    );
  const others = explorersFor(navigator.hardwareConcurrency) - 1;
  return [explorer(), ...Array.from({ length: others }, explorer)];
}

/** A channel between two workers. */
export function makeChannel(): Channel {
  const { port1, port2 } = new MessageChannel();
  return [port1, port2];
}

const sessionWorker = (): Worker =>
  new Worker(new URL('../engine/session.worker.ts', import.meta.url), { type: 'module' });
const exploreWorker = (): Worker =>
  new Worker(new URL('../engine/explore.worker.ts', import.meta.url), { type: 'module' });

type Lost = (error: Error) => void;
/** Serves the far end of a channel in the page; its code is loaded only where it is needed. */
type ServeHere = (port: Port) => Promise<void>;

const serveSession: ServeHere = async (port) => {
  const [{ serve }, { NO_SESSION, respond }] = await Promise.all([
    import('../engine/serve.ts'),
    import('../engine/session.ts'),
  ]);
  serve(port, NO_SESSION, respond, (task) => setTimeout(task, 0));
};

const serveExploration: ServeHere = async (port) => {
  const { serveExplorer } = await import('../engine/explore-serve.ts');
  serveExplorer(
    port,
    () => performance.now(),
    (task) => setTimeout(task, 0),
  );
};

function started(make: () => Worker, serveHere: ServeHere, lost: Lost): Running {
  try {
    return startWorker(make(), lost);
  } catch {
    // A frame with sandbox="allow-scripts" may not start a worker (its origin is opaque): the same runs in the page.
    return startInPage(serveHere, lost);
  }
}

function startWorker(worker: Worker, lost: Lost): Running {
  worker.addEventListener('error', (event) => lost(new Error(event.message || 'the worker could not be started')));
  worker.addEventListener('messageerror', () => lost(new Error('a message of the worker could not be read')));
  return { port: worker, close: () => worker.terminate() };
}

/** The same on this side of the wall, over a message channel all the same. */
function startInPage(serveHere: ServeHere, lost: Lost): Running {
  const { port1, port2 } = new MessageChannel();
  const begin = async (): Promise<void> => {
    await serveHere(port2);
    port2.start();
  };
  begin().catch((error: unknown) => lost(error instanceof Error ? error : new Error(String(error))));
  port1.start();
  return {
    port: port1,
    close: () => {
      port1.close();
      port2.close();
    },
  };
}
