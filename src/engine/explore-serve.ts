import { startJob, type Job } from './explore-job.ts';
import type { ExploreReply, FromExplorer, ToExplorer } from './explore-protocol.ts';
import { ALONE, teamOf, type Team } from './explore/team.ts';
import { serveHelp } from './help-serve.ts';
import type { Port } from './port.ts';
import { FIRST_SLICE, nextSlice } from './slices.ts';

const PROGRESS_EVERY_MS = 250;

type Running = {
  readonly id: number;
  readonly job: Job;
  readonly team: Team;
  readonly since: number;
  told: number;
  budget: number;
};

/**
 * The worker's end of the explorer's port: works in slices, between which it hears what has arrived; tells how far it has come, at most four
 * times a second.
 *
 * @param now milliseconds of a clock that only goes forward
 * @param defer runs a task in a later turn, after messages that have already arrived
 */
export function serveExplorer(port: Port, now: () => number, defer: (task: () => void) => void): void {
  let running: Running | null = null;
  let scheduled = false;
  let endHelp = (): void => undefined;

  const end = (): void => {
    running?.team.end();
    running = null;
    endHelp();
  };

  const reply = (id: number, answer: ExploreReply): void => {
    port.postMessage({ id, reply: answer } satisfies FromExplorer);
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    defer(turn);
  };
  const turn = (): void => {
    scheduled = false;
    const current = running;
    if (current === null) return;
    try {
      if (advance(current, now, reply)) end();
    } catch (error) {
      port.postMessage({ id: current.id, crash: crashOf(error) } satisfies FromExplorer);
      end();
    }
    if (running !== null) schedule();
  };

  port.addEventListener('message', ({ data }) => {
    const { id, request, ports = [] } = data as ToExplorer;
    if (request.type === 'stop') {
      if (running === null) return;
      running.budget = 0;
      reply(running.id, { type: 'stopping' });
      return;
    }
    end();
    if (request.type === 'help') {
      ports.forEach(serveHelp);
      endHelp = () => ports.forEach((one) => one.close?.());
      reply(id, { type: 'helping' });
      return;
    }
    const team = ports.length === 0 ? ALONE : teamOf(ports);
    running = { id, job: startJob(request, team), team, since: now(), told: now(), budget: FIRST_SLICE };
    schedule();
  });
}

/** One slice. True: the job has answered. */
function advance(running: Running, now: () => number, reply: (id: number, answer: ExploreReply) => void): boolean {
  const before = now();
  const next = running.job.next(running.budget);
  const after = now();
  if (next.done === true) {
    reply(running.id, next.value);
    return true;
  }
  if (running.budget > 0) running.budget = nextSlice(running.budget, after - before);
  if (after - running.told < PROGRESS_EVERY_MS) return false;
  running.told = after;
  const elapsedMs = after - running.since;
  const statesPerSecond = Math.round((1000 * next.value.states) / Math.max(1, elapsedMs));
  reply(running.id, { type: 'progress', progress: { ...next.value, elapsedMs, statesPerSecond } });
  return false;
}

function crashOf(error: unknown): { readonly name: string; readonly message: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}
