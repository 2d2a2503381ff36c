import type { StoreApi } from 'zustand/vanilla';
import { PRESETS } from '../model/eras.ts';
import type { KeptExplorer } from '../engine/explore-keeper.ts';
import { freeQuestion } from '../engine/explore/free-question.ts';
import { boundsText } from '../engine/explore/wording.ts';
import { shareOut } from './explore-queue.ts';
import { choiceOf, ROOM } from './explore-question.ts';
import { counted } from './explore-said.ts';
import type { Chosen, ExploreState, TableRow } from './explore-state.ts';

/** A kernel that can do whatever may be asked: kmap_local, and nesting by a depth. */
const ABLE = 'v6.1';

/** The bounds of the answers of the table. A nesting takes other numbers of slots on other kernels, so it stands in place of them. */
export function tableBounds(chosen: Chosen): string {
  const { cpus, pages, nesting } = chosen;
  const sizes = [counted(cpus, 'CPU'), counted(pages, 'page'), `${counted(nesting, 'nested mapping')} each`].join(', ');
  return boundsText(freeQuestion(choiceOf(chosen, ABLE)), sizes);
}

/**
 * Asks every kernel the free question, all properties of it, shared out among explorers. Stopped, the kernels whose turn has not come stay
 * unasked.
 */
export function tableAsker(
  store: StoreApi<ExploreState>,
  explorers: readonly KeptExplorer[],
  chosen: Chosen,
  done: () => void,
): void {
  const kernels = PRESETS.map(({ name }) => name);
  const setRow = (row: TableRow): void => {
    store.setState({ table: store.getState().table.map((old) => (old.kernel === row.kernel ? row : old)) });
  };
  store.setState({
    table: kernels.map((kernel) => ({ kernel, state: 'waiting', answer: null })),
    tableAsked: { ...chosen, scope: 'free' },
  });
  shareOut(
    explorers,
    {
      tasks: kernels,
      request: (kernel) => {
        const choice = choiceOf(chosen, kernel);
        return { type: 'table', kernels: [kernel], choice, properties: [], ...ROOM };
      },
      answerOf: (reply) => (reply.type === 'table' ? (reply.rows[0] ?? null) : null),
      nameOf: (kernel) => kernel,
      onFailure: 'go on',
    },
    {
      isStopping: () => store.getState().going?.stopping === true,
      begun: (kernel) => setRow({ kernel, state: 'asking', answer: null }),
      settled: (kernel, answer) => setRow({ kernel, state: answer === null ? 'waiting' : 'answered', answer }),
      progress: (progress) => {
        const { going } = store.getState();
        if (going !== null) store.setState({ going: { ...going, progress } });
      },
      ended: done,
    },
  );
}
