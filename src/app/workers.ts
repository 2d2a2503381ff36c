import { connect, type Engine, type Running } from '../engine/client.ts';

/** Starts the worker that runs the model. This file and no other knows that it is a Worker. */
export function startEngine(): Engine {
  return connect((lost) => {
    try {
      return startWorker(lost);
    } catch {
      // A frame with sandbox="allow-scripts" may not start a worker (its origin is opaque): the same session runs in the page.
      return startInPage(lost);
    }
  });
}

function startWorker(lost: (error: Error) => void): Running {
  const worker = new Worker(new URL('../engine/session.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('error', (event) => lost(new Error(event.message || 'the worker could not be started')));
  worker.addEventListener('messageerror', () => lost(new Error('a message of the worker could not be read')));
  return { port: worker, close: () => worker.terminate() };
}

/** The session on this side of the wall, over a message channel all the same; loaded only where it is needed. */
function startInPage(lost: (error: Error) => void): Running {
  const { port1, port2 } = new MessageChannel();
  const begin = async (): Promise<void> => {
    const [{ serve }, { NO_SESSION, respond }] = await Promise.all([
      import('../engine/serve.ts'),
      import('../engine/session.ts'),
    ]);
    serve(port2, NO_SESSION, respond, (task) => setTimeout(task, 0));
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
