import type { Port } from './port.ts';
import { patched } from './delta.ts';
import type { FromWorker, Reply, Request, SessionView, ToWorker } from './protocol.ts';

/** The screen's end of the wall. */
export type Engine = {
  /**
   * Sends one request. Resolves with its answer, or with null when a newer seek overtook it. Rejects with the error that the worker
   * crashed with, or when the worker is lost.
   */
  readonly ask: (request: Request) => Promise<Reply | null>;
  /** Puts a new worker in place of the one there is; whatever was under way is rejected. The new one has nothing open. */
  readonly restart: () => void;
};

/** A running worker: its port, and how to end it. */
export type Running = { readonly port: Port; readonly close: () => void };

type Heard = Exclude<FromWorker, { readonly picture: unknown }>;
type Waiting = { readonly resolve: (reply: Reply | null) => void; readonly reject: (error: Error) => void };

/**
 * @param spawn starts a worker; it is to call `lost` when the worker fails as a whole (it could not be loaded, it ran out of memory)
 */
export function connect(spawn: (lost: (error: Error) => void) => Running): Engine {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  // A worker may be lost before anybody has asked: whoever asks then is told so too.
  let failure: Error | null = null;

  const lose = (error: Error): void => {
    failure = error;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(error);
  };
  const hear = (message: Heard): void => {
    const request = waiting.get(message.id);
    if (request === undefined) return; // answered for a worker that has been replaced
    waiting.delete(message.id);
    if ('crash' in message) request.reject(errorFrom(message.crash));
    else request.resolve('reply' in message ? message.reply : null);
  };
  /** Pictures come as what has changed since the one before; each worker has told its own. */
  const unpacked = (): ((message: FromWorker) => Heard) => {
    let told: SessionView | null = null;
    return (message) => {
      if (!('picture' in message)) return message;
      told = patched(told, message.picture) as SessionView; // delta.ts: what the worker made it of
      return { id: message.id, reply: { type: 'session', session: told } };
    };
  };
  const begin = (): Running => {
    failure = null;
    const started = spawn(lose);
    const unpack = unpacked();
    started.port.addEventListener('message', ({ data }) => hear(unpack(data as FromWorker)));
    return started;
  };
  let running = begin();

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure);
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        running.port.postMessage({ id: lastId, request } satisfies ToWorker);
      }),
    restart: () => {
      running.close();
      lose(new Error('the engine was restarted'));
      running = begin();
    },
  };
}

function errorFrom(crash: { readonly name: string; readonly message: string; readonly stack: string }): Error {
  const error = new Error(crash.message);
  error.name = crash.name;
  error.stack = crash.stack;
  return error;
}
