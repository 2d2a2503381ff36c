import type { StoreApi } from 'zustand/vanilla';
import { PRESETS } from '../model/eras.ts';
import type { KeptExplorer } from '../engine/explore-keeper.ts';
import { freeQuestion } from '../engine/explore/free-question.ts';
import { boundsText } from '../engine/explore/wording.ts';
import { choiceOf, ROOM } from './explore-question.ts';
import { counted } from './explore-said.ts';
import type { Chosen, ExploreState, TableRow } from './explore-state.ts';
import { summing } from './explore-sum.ts';

/** A kernel that can do whatever may be asked: kmap_local, and nesting by a depth. */
const ABLE = 'v6.1';

/** The bounds of the answers of the table. A nesting takes other numbers of slots on other kernels, so it stands in place of them. */
export function tableBounds(chosen: Chosen): string {
  const { cpus, pages, nesting } = chosen;
  const sizes = [counted(cpus, 'CPU'), counted(pages, 'page'), `${counted(nesting, 'nested mapping')} each`].join(', ');
  return boundsText(freeQuestion(choiceOf(chosen, ABLE)), sizes);
}

/**
 * Asks every kernel the free question, all properties of it: each explorer takes the next kernel when it is done with one. Stopped, the
 * kernels whose turn has not come stay unasked.
 */
export function tableAsker(
  store: StoreApi<ExploreState>,
  explorers: readonly KeptExplorer[],
  chosen: Chosen,
  done: () => void,
): void {
  const waiting = PRESETS.map(({ name }) => name);
  const sum = summing();
  let busy = 0;
  const setRow = (row: TableRow): void => {
    store.setState({ table: store.getState().table.map((old) => (old.kernel === row.kernel ? row : old)) });
  };
  const settle = (explorer: KeptExplorer, number: number, row: TableRow): void => {
    busy -= 1;
    setRow(row);
    sum.hear(number, null);
    next(explorer, number);
    if (busy === 0) done();
  };
  const next = (explorer: KeptExplorer, number: number): void => {
    const kernel = store.getState().going?.stopping === true ? undefined : waiting.shift();
    if (kernel === undefined) return;
    busy += 1;
    setRow({ kernel, state: 'asking', answer: null });
    const choice = choiceOf(chosen, kernel);
    explorer.ask({ type: 'table', kernels: [kernel], choice, properties: [], ...ROOM }, (reply) => {
      const { going } = store.getState();
      if (reply.type === 'progress' && going !== null) {
        store.setState({ going: { ...going, progress: sum.hear(number, { ...reply.progress, part: kernel }) } });
      } else if (reply.type === 'table') {
        settle(explorer, number, { kernel, state: 'answered', answer: reply.rows[0] ?? null });
      } else if (reply.type === 'refused' || reply.type === 'crash' || reply.type === 'ended') {
        settle(explorer, number, { kernel, state: 'waiting', answer: null });
      }
    });
  };
  store.setState({
    table: waiting.map((kernel) => ({ kernel, state: 'waiting', answer: null })),
    tableAsked: { ...chosen, scope: 'free' },
  });
  for (const [number, explorer] of explorers.entries()) next(explorer, number);
}
