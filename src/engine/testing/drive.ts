import { showFrame } from './show-frame.ts';
import type { Reply, Request, SessionView } from '../protocol.ts';
import { NO_SESSION, respond, type Session } from '../session.ts';

/** A session driven by requests, for tests only: each answer must survive JSON, and is what it was after the trip. */
export type Drive = {
  readonly ask: (request: Request) => Reply;
  /** The answer must be a picture. */
  readonly see: (request: Request) => SessionView;
  /** The answer must be a refusal: its sentences with their places. */
  readonly refused: (request: Request) => string;
};

export function drive(): Drive {
  let session: Session = NO_SESSION;
  const ask = (request: Request): Reply => {
    const [next, reply] = respond(session, overTheWall(request));
    session = next;
    return overTheWall(reply);
  };
  return {
    ask,
    see: (request) => {
      const reply = ask(request);
      if (reply.type !== 'session') throw new Error(`not a picture: ${JSON.stringify(reply)}`);
      return reply.session;
    },
    refused: (request) => {
      const reply = ask(request);
      if (reply.type !== 'refused') throw new Error(`not refused: ${reply.type}`);
      return reply.diagnostics.map(({ span, message }) => `${span.line}:${span.column} ${message}`).join('\n');
    },
  };
}

/** What comes out at the other end of a port; throws when something would be lost on the way. */
export function overTheWall<T>(message: T): T {
  const text = JSON.stringify(message);
  const arrived = JSON.parse(text) as T;
  if (!same(arrived, message)) throw new Error(`lost on the way: ${text.slice(0, 200)}`);
  return arrived;
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => same(Reflect.get(a, key), Reflect.get(b, key)));
}

/** A picture as text: where the cursor is, the branches, each lane's machine. */
export function show({ at, micro, length, branches, branch, lanes }: SessionView): string {
  const place = `at ${at}${micro === null ? '' : ` + ${micro}`} of ${length}`;
  const names = branches.map(({ id, name }) => (id === branch ? `*${name}` : name)).join(', ');
  const machines = lanes.map(({ kernel, frame }) => `${kernel}\n${showFrame(frame)}`);
  return [`${place}, ${names}`, ...machines].join('\n');
}
