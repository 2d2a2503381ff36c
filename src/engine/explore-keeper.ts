import type { Running } from './client.ts';
import { connectExplorer, type Explorer, type Hear } from './explore-client.ts';

/** An explorer that is there when it is needed: its worker is started with the first request, and again when it was ended. */
export type KeptExplorer = Explorer & {
  /** Ends the worker. It is started anew with the next request. */
  readonly end: () => void;
};

/** A worker that has not heard the request to stop after so long does not hear at all. */
const HEARD_WITHIN_MS = 200;

/**
 * Stopping is a message; whoever does not hear it within 200 ms is ended, and so is whoever is told twice, because he takes too long to say
 * what he has found.
 *
 * @param spawn starts a worker; it is to call `lost` when the worker fails as a whole
 * @param after runs a task after so many milliseconds
 */
export function keepExplorer(
  spawn: (lost: (error: Error) => void) => Running,
  after: (delayMs: number, task: () => void) => void,
): KeptExplorer {
  let running: { readonly worker: Running; readonly explorer: Explorer } | null = null;
  let hear: Hear = () => undefined;
  /** What is under way, and whether it has heard that it is to stop. */
  let going: { heard: boolean } | null = null;

  const end = (): void => {
    running?.worker.close();
    running = null;
    going = null;
  };
  const giveUp = (): void => {
    end();
    hear({ type: 'ended' });
  };
  const begin = (): Explorer => {
    const worker = spawn((error) => {
      end();
      hear({ type: 'crash', error });
    });
    const explorer = connectExplorer(worker.port);
    running = { worker, explorer };
    return explorer;
  };
  return {
    ask: (request, listener, ports) => {
      const asked = { heard: false };
      going = asked;
      hear = (reply) => {
        if (reply.type === 'stopping') asked.heard = true;
        else if (reply.type !== 'progress' && going === asked) going = null;
        listener(reply);
      };
      (running?.explorer ?? begin()).ask(request, hear, ports);
    },
    stop: () => {
      const asked = going;
      if (asked === null) return;
      if (asked.heard) {
        giveUp();
        return;
      }
      running?.explorer.stop();
      after(HEARD_WITHIN_MS, () => {
        if (going === asked && !asked.heard) giveUp();
      });
    },
    end,
  };
}
