import type { StoreApi } from 'zustand/vanilla';
import type { KeptExplorer } from '../engine/explore-keeper.ts';
import type { FreeChoice } from '../engine/explore/free-question.ts';
import { oneSwitchChanges, untried } from '../engine/explore/prevention.ts';
import { ROOM } from './explore-question.ts';
import type { ExploreState, Prevention } from './explore-state.ts';
import { summing } from './explore-sum.ts';

/** What is to be prevented: a property of a choice, broken by a run, as text. */
type Asked = { readonly choice: FreeChoice; readonly property: string; readonly run: string };

/** How it ended: what became of every change, in the order of the changes; or why it could not be asked. */
type Ended = { readonly tried: readonly Prevention[] } | { readonly failed: string };

/**
 * Tries every change of one switch: each is a search of its own, and each explorer takes the next one when it is done with one. The answer is
 * that of one explorer, in the same order. Stopped, nothing is known of the changes whose turn has not come, nor of those that an explorer
 * was at which had to be ended.
 */
export function askPreventions(
  store: StoreApi<ExploreState>,
  explorers: readonly KeptExplorer[],
  { choice, property, run }: Asked,
  done: (ended: Ended) => void,
): void {
  const changes = oneSwitchChanges(choice.kernel, choice.changes);
  const tried: (Prevention | null)[] = changes.map(() => null);
  const sum = summing();
  let turn = 0;
  let settled = 0;
  let failed = false;
  const tell = (explorer: number, progress: Parameters<typeof sum.hear>[1]): void => {
    const { going } = store.getState();
    const all = sum.hear(explorer, progress);
    if (going === null || all === null) return;
    const part = `${settled} of ${changes.length} changes tried`;
    store.setState({ going: { ...going, progress: { ...all, part } } });
  };
  const fail = (why: string): void => {
    if (failed) return;
    failed = true;
    for (const explorer of explorers) explorer.end();
    done({ failed: why });
  };
  const next = (explorer: KeptExplorer, number: number): void => {
    const isStopping = store.getState().going?.stopping === true;
    const change = isStopping ? undefined : changes[turn];
    if (change === undefined) return;
    const place = turn++;
    let open = true;
    const settle = (answer: Prevention | null): void => {
      if (!open || failed) return;
      open = false;
      tried[place] = answer;
      settled += 1;
      tell(number, null);
      next(explorer, number);
      if (settled === turn) done({ tried: changes.map((one, i) => tried[i] ?? untried(choice, one)) });
    };
    explorer.ask({ type: 'prevent', choice, property, run, changes: [change], ...ROOM }, (reply) => {
      if (reply.type === 'progress') tell(number, reply.progress);
      else if (reply.type === 'prevented') settle(reply.tried[0] ?? null);
      else if (reply.type === 'ended') settle(null);
      else if (reply.type === 'refused') fail(reply.message);
      else if (reply.type === 'crash') fail(`The explorer has failed: ${reply.error.message}`);
    });
  };
  for (const [number, explorer] of explorers.entries()) next(explorer, number);
}
