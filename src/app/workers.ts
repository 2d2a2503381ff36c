import { connect, type Engine, type Running } from '../engine/client.ts';
import type { Port } from '../engine/port.ts';

/** Starts the worker that runs the model. */
export function startEngine(): Engine {
  return connect((lost) => started(sessionWorker, serveSession, lost));
}

const sessionWorker = (): Worker =>
  new Worker(new URL('../engine/session.worker.ts', import.meta.url), { type: 'module' });

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

/** A worker; or, where there can be none, the same in the page. */
export function started(make: () => Worker, serveHere: ServeHere, lost: Lost): Running {
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
