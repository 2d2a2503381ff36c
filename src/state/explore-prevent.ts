import type { StoreApi } from 'zustand/vanilla';
import type { KeptExplorer } from '../engine/explore-keeper.ts';
import type { About, Changeable } from '../engine/explore/about.ts';
import { untried } from '../engine/explore/prevention.ts';
import { shareOut } from './explore-queue.ts';
import { ROOM } from './explore-question.ts';
import type { Change, ExploreState, Prevention } from './explore-state.ts';

/** What is to be prevented: a property, broken by a run, as text. `asked`: what it is about, as a question. */
type Asked = {
  readonly about: About;
  readonly asked: Pick<Changeable, 'changes' | 'costs'>;
  readonly property: string;
  readonly run: string;
};

/** How it ended: what became of every change that can be asked, in the order of the changes; or why it could not be asked. */
type Ended = { readonly tried: readonly Prevention[] } | { readonly failed: string };

/**
 * Tries every change of one switch, shared out among explorers. The answer is that of one explorer, in the same order. Stopped, nothing is
 * known of the changes whose turn has not come, nor of those that an explorer was at which had to be ended.
 */
export function askPreventions(
  store: StoreApi<ExploreState>,
  explorers: readonly KeptExplorer[],
  { about, asked, property, run }: Asked,
  done: (ended: Ended) => void,
): void {
  const { changes } = asked;
  const tried = new Map<Change, readonly Prevention[]>();
  shareOut(
    explorers,
    {
      tasks: changes,
      request: (change) => ({ type: 'prevent', about, property, run, changes: [change], ...ROOM }),
      answerOf: (reply) => (reply.type === 'prevented' ? reply.tried : null),
      nameOf: () => null,
      onFailure: 'end all',
    },
    {
      isStopping: () => store.getState().going?.stopping === true,
      begun: () => undefined,
      settled: (change, answer) => {
        if (answer !== null) tried.set(change, answer);
      },
      progress: (sum, settled) => {
        const { going } = store.getState();
        const part = `${settled} of ${changes.length} changes tried`;
        if (going !== null) store.setState({ going: { ...going, progress: { ...sum, part } } });
      },
      ended: (failed) =>
        done(
          failed === null
            ? { tried: changes.flatMap((change) => tried.get(change) ?? [untried(asked, change)]) }
            : { failed },
        ),
    },
  );
}
