import type { KeptExplorer } from '../engine/explore-keeper.ts';
import type { ExploreProgress, ExploreReply, ExploreRequest } from '../engine/explore-protocol.ts';
import { summing } from './explore-sum.ts';

/** Tasks that are each a search of their own. */
export type Work<Task, Answer> = {
  readonly tasks: readonly Task[];
  readonly request: (task: Task) => ExploreRequest;
  /** What the last reply to a task answers; null: nothing. */
  readonly answerOf: (reply: ExploreReply) => Answer | null;
  /** What a task is called while somebody is at it; null: nothing. */
  readonly nameOf: (task: Task) => string | null;
  /** Where a task is refused, or an explorer fails at it: is that the end of all, or does this task stay without an answer? */
  readonly onFailure: 'end all' | 'go on';
};

/** What whoever gave out the work hears of it. Tasks that nobody has begun are those left when it has ended. */
export type Foreman<Task, Answer> = {
  /** Nobody begins anything any more. */
  readonly isStopping: () => boolean;
  readonly begun: (task: Task) => void;
  /** Null: it has been begun, and has no answer. */
  readonly settled: (task: Task, answer: Answer | null) => void;
  /** How far all of them have come together, and how many tasks are settled. */
  readonly progress: (sum: ExploreProgress, settled: number) => void;
  /** Once, and the last that is heard. Why it failed; null: everything that was begun is settled. */
  readonly ended: (failed: string | null) => void;
};

/** Shares work out: every explorer takes the next task when it is done with one. */
export function shareOut<Task, Answer>(
  explorers: readonly KeptExplorer[],
  work: Work<Task, Answer>,
  foreman: Foreman<Task, Answer>,
): void {
  const waiting = [...work.tasks];
  const sum = summing();
  let busy = 0;
  let settled = 0;
  let over = false;
  const tell = (explorer: number, progress: ExploreProgress | null): void => {
    const all = sum.hear(explorer, progress);
    if (all !== null) foreman.progress(all, settled);
  };
  const end = (failed: string | null): void => {
    over = true;
    foreman.ended(failed);
  };
  const endIfIdle = (): void => {
    if (busy === 0 && !over) end(null);
  };
  const next = (explorer: KeptExplorer, number: number): void => {
    const task = over || foreman.isStopping() ? undefined : waiting.shift();
    if (task === undefined) return;
    busy += 1;
    foreman.begun(task);
    let open = true;
    const settle = (answer: Answer | null): void => {
      open = false;
      busy -= 1;
      settled += 1;
      foreman.settled(task, answer);
      tell(number, null);
      next(explorer, number);
      endIfIdle();
    };
    const fail = (why: string): void => {
      if (work.onFailure === 'go on') {
        settle(null);
        return;
      }
      for (const other of explorers) other.end();
      end(why);
    };
    explorer.ask(work.request(task), (reply) => {
      if (!open || over) return;
      if (reply.type === 'progress') tell(number, { ...reply.progress, part: work.nameOf(task) });
      else if (reply.type === 'ended') settle(null);
      else if (reply.type === 'refused') fail(reply.message);
      else if (reply.type === 'crash') fail(`The explorer has failed: ${reply.error.message}`);
      else if (reply.type !== 'stopping') settle(work.answerOf(reply));
    });
  };
  for (const [number, explorer] of explorers.entries()) next(explorer, number);
  endIfIdle();
}
