import { present } from '../base/assert.ts';
import type { Port } from './port.ts';
import { patched, type Delta } from './delta.ts';
import {
  isSeekTo,
  type FromWorker,
  type Place,
  type Reply,
  type Request,
  type SessionView,
  type ToWorker,
} from './protocol.ts';

/** The screen's end of the wall. */
export type Engine = {
  /**
   * Sends one request. Resolves with its answer, or with null when a newer seek overtook it; at once with what was told ahead. Rejects
   * with the error that the worker crashed with, or when the worker is lost.
   */
  readonly ask: (request: Request) => Promise<Reply | null>;
  /** Puts a new worker in place of the one there is; whatever was under way is rejected. The new one has nothing open. */
  readonly restart: () => void;
};

/** A running worker: its port, and how to end it. */
export type Running = { readonly port: Port; readonly close: () => void };

/** What one worker has told. */
type Told = {
  /** Pictures come as what has changed since the one before. */
  picture: SessionView | null;
  /** Where a seek to this place leads, if it is the next request after that one. */
  ahead: { readonly after: number; readonly place: Place; readonly session: SessionView } | null;
};

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
  const hear = (told: Told, message: FromWorker): void => {
    if ('ahead' in message) {
      const { after, place, ahead } = message;
      told.ahead = { after, place, session: pictureOf(told, ahead) };
      return;
    }
    // Also what is answered for a worker that has been replaced: its pictures are told one by the other.
    if ('picture' in message) told.picture = pictureOf(told, message.picture);
    const request = waiting.get(message.id);
    if (request === undefined) return;
    waiting.delete(message.id);
    if ('crash' in message) request.reject(errorFrom(message.crash));
    else if ('picture' in message) request.resolve(sessionReply(present(told.picture, 'the picture that was told')));
    else request.resolve('reply' in message ? message.reply : null);
  };
  const begin = (): Running & { readonly told: Told } => {
    failure = null;
    const told: Told = { picture: null, ahead: null };
    const started = spawn(lose);
    started.port.addEventListener('message', ({ data }) => hear(told, data as FromWorker));
    return { ...started, told };
  };
  let running = begin();

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure);
          return;
        }
        const picture = takeAhead(running.told, request, lastId);
        lastId += 1;
        const id = lastId;
        if (picture === null) waiting.set(id, { resolve, reject });
        else resolve(sessionReply(picture));
        running.port.postMessage(
          (picture === null ? { id, request } : { id, request, known: true }) satisfies ToWorker,
        );
      }),
    restart: () => {
      running.close();
      lose(new Error('the engine was restarted'));
      running = begin();
    },
  };
}

/** What this request is answered with, where that was told ahead; it is told from then on. Null: it is yet to be answered. */
function takeAhead(told: Told, request: Request, lastId: number): SessionView | null {
  const { ahead } = told;
  told.ahead = null;
  if (ahead === null || ahead.after !== lastId || !isSeekTo(request, ahead.place)) return null;
  told.picture = ahead.session;
  return ahead.session;
}

const sessionReply = (session: SessionView): Reply => ({ type: 'session', session });

const pictureOf = ({ picture }: Told, delta: Delta): SessionView => patched(picture, delta) as SessionView; // delta.ts: what the worker made it of

function errorFrom(crash: { readonly name: string; readonly message: string; readonly stack: string }): Error {
  const error = new Error(crash.message);
  error.name = crash.name;
  error.stack = crash.stack;
  return error;
}
