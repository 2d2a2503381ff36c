import type { Port } from './port.ts';
import { deltaOf } from './delta.ts';
import type { FromWorker, Reply, Request, SessionView, ToWorker } from './protocol.ts';

/** (session, request) → the session after it and the answer. Throws only for a bug of ours; the session is then as it was. */
export type Respond<Session> = (session: Session, request: Request) => readonly [Session, Reply];

/**
 * The worker's end of a port: answers requests in order, one per turn, so that what arrives meanwhile is seen. Of several seeks that wait
 * one behind the other only the last is carried out; a seek that something else waits behind is not skipped, because that acts where it leads.
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
  /** What the other end has been told last. */
  let told: SessionView | null = null;

  const answer = ({ id, request }: ToWorker): FromWorker => {
    try {
      const [next, reply] = respond(session, request);
      session = next;
      if (reply.type !== 'session') return { id, reply };
      const picture = deltaOf(told, reply.session);
      told = reply.session;
      return { id, picture };
    } catch (error) {
      return { id, crash: crashOf(error) };
    }
  };
  const turn = (): void => {
    const [first, second] = waiting;
    if (first === undefined) return;
    waiting = waiting.slice(1);
    const overtaken = first.request.type === 'seek' && second?.request.type === 'seek';
    port.postMessage(overtaken ? { id: first.id, dropped: true } : answer(first));
    if (waiting.length > 0) defer(turn);
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
