import type { Port } from './port.ts';
import { deltaOf } from './delta.ts';
import {
  isSeekTo,
  type FromWorker,
  type Place,
  type Reply,
  type Request,
  type SessionView,
  type ToWorker,
} from './protocol.ts';

/**
 * (session, request) → the session after it and the answer. Throws only for a bug of ours; the session is then as it was. It never changes
 * the session that it is given: what is worked out ahead may be of no use.
 */
export type Respond<Session> = (session: Session, request: Request) => Answered<Session>;
type Answered<Session> = readonly [Session, Reply];

/** What a seek to this place leads to, worked out before anybody asked. */
type Ahead<Session> = { readonly place: Place; readonly answered: Answered<Session> };

/**
 * The worker's end of a port: answers requests in order, one per turn, so that what arrives meanwhile is seen. Of several seeks that wait
 * one behind the other only the last is carried out; a seek that something else waits behind is not skipped, because that acts where it leads.
 * When nobody waits, it works out where the reader is likely to go next, and tells.
 *
 * @param defer runs a task in a later turn, after messages that have already arrived
 */
export function serve<Session>(
  port: Port,
  start: Session,
  respond: Respond<Session>,
  defer: (task: () => void) => void,
): void {
  let session = start;
  let waiting: readonly ToWorker[] = [];
  /** The picture that the other end is at: what it was told ahead counts when it takes it. */
  let told: SessionView | null = null;

  /** What the next request is answered with if it is a seek to this place. */
  let ahead: Ahead<Session> | null = null;
  /** The request that was carried out last. */
  let lastId = 0;

  const answer = ({ id, request, known = false }: ToWorker): FromWorker | null => {
    const foreseen = ahead !== null && isSeekTo(request, ahead.place) ? ahead : null;
    ahead = null;
    try {
      const [next, reply] = foreseen?.answered ?? respond(session, request);
      session = next;
      if (reply.type !== 'session') return { id, reply };
      const before = told;
      told = reply.session;
      return known ? null : { id, picture: deltaOf(before, told) };
    } catch (error) {
      return { id, crash: crashOf(error) };
    }
  };
  const lookAhead = (after: number, place: Place): void => {
    // A timer may come late, when more has been asked and answered.
    if (waiting.length > 0 || after !== lastId) return;
    try {
      const answered = respond(session, { type: 'seek', ...place });
      const [, reply] = answered;
      if (reply.type !== 'session') return;
      ahead = { place, answered };
      port.postMessage({ after, place, ahead: deltaOf(told, reply.session) } satisfies FromWorker);
    } catch {
      return; // who does go there is told of the crash
    }
  };
  const turn = (): void => {
    const [first, second] = waiting;
    if (first === undefined) return;
    waiting = waiting.slice(1);
    const { id, request, known = false } = first;
    lastId = id;
    const overtaken = !known && request.type === 'seek' && second?.request.type === 'seek';
    const said: FromWorker | null = overtaken ? { id, dropped: true } : answer(first);
    if (said !== null) port.postMessage(said);
    const onward = request.type === 'seek' ? request.onward : undefined;
    if (waiting.length > 0) defer(turn);
    else if (onward !== undefined) defer(() => lookAhead(id, onward));
  };

  port.addEventListener('message', ({ data }) => {
    waiting = [...waiting, data as ToWorker];
    if (waiting.length === 1) defer(turn);
  });
}

/** Whatever was thrown, as data that survives the port. */
function crashOf(error: unknown): { readonly name: string; readonly message: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}
