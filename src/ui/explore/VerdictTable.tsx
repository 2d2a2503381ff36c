import type { ReactNode } from 'react';
import { grouped } from '../../state/explore-said.ts';
import { NOTHING_EXPLORED } from '../../state/explore-state.ts';
import { tableBounds } from '../../state/explore-table.ts';
import { useExplore, useExplored, useIsOnStage, useShow } from './explore-context.ts';
import { promiseWords, SHORT_PROPERTIES, VERDICT_WORDS } from './explore-words.ts';
import { askedRow, COLUMNS, SHIPPED_ROWS, type ShownCell, type ShownRow } from './table-rows.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** Every kernel asked every property: a cell with a run behind it opens that run. Before anything is asked, what ships is shown. */
export function VerdictTable(): ReactNode {
  const asked = useExplored((state) => state.table);
  const tableAsked = useExplored((state) => state.tableAsked);
  const ofRun = useExplored((state) => state.chosen.scope === 'run');
  const bounded = tableAsked ?? NOTHING_EXPLORED.chosen;
  const bounds = `${tableBounds(bounded)}. ${promiseWords(bounded)}`.trimEnd();
  return (
    <section className="every-kernel" aria-labelledby="every-title">
      <h2 id="every-title">Every kernel, every property</h2>
      {tableAsked === null ? (
        <p className="hint">
          As it was found when this version was made, and is found again by its tests, with {bounds} Ask again, or with
          what is chosen under “One kernel”.
        </p>
      ) : (
        <p className="hint">Asked with {bounds} What is asked next is chosen under “One kernel”.</p>
      )}
      {ofRun && (
        <p className="hint">
          The steps of this run are chosen there, but they are asked of one kernel only: here every CPU may do anything
          at any time.
        </p>
      )}
      <Table rows={asked.length === 0 ? SHIPPED_ROWS : asked.map(askedRow)} />
    </section>
  );
}

function Table({ rows }: { readonly rows: readonly ShownRow[] }): ReactNode {
  return (
    <>
      <div className="verdict-table" tabIndex={0} role="region" aria-label="Verdicts of every kernel">
        <table>
          <thead>
            <tr>
              <th scope="col">kernel</th>
              {COLUMNS.map(({ name, says }) => (
                <th key={name} scope="col">
                  <abbr title={says} data-tip={says}>
                    {SHORT_PROPERTIES[name] ?? name}
                  </abbr>
                </th>
              ))}
              <th scope="col" className="number">
                states
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.kernel} className={row.state}>
                <th scope="row" className="mono">
                  {row.kernel}
                </th>
                {COLUMNS.map(({ name }, i) => (
                  <Cell key={name} kernel={row.kernel} name={name} cell={row.verdicts[i] ?? null} />
                ))}
                <td className="number mono">{statesOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="legend">
        {(['violated', 'holds', 'found', 'not found', 'unknown'] as const).map((verdict) => (
          <li key={verdict}>
            <VerdictMark verdict={verdict} /> {VERDICT_WORDS[verdict]}
          </li>
        ))}
      </ul>
    </>
  );
}

function statesOf({ state, states }: ShownRow): string {
  if (states !== null) return grouped(states);
  return state === 'asking' ? '…' : '';
}

type CellProps = { readonly kernel: string; readonly name: string; readonly cell: ShownCell | null };

function Cell({ kernel, name, cell }: CellProps): ReactNode {
  const { open } = useExplore();
  const show = useShow();
  const shown = useIsOnStage(cell?.run ?? null);
  if (cell === null) return <td />;
  const { verdict, sentence, run } = cell;
  const word = VERDICT_WORDS[verdict];
  if (run === null) {
    return (
      <td data-tip={sentence}>
        <VerdictMark verdict={verdict} />
        <span className="only-read">{word}</span>
      </td>
    );
  }
  return (
    <td>
      <button
        type="button"
        aria-pressed={shown}
        aria-label={`${kernel}, ${name}: ${word}. Show it on the stage`}
        data-tip={`${sentence}. Shows the run on the stage.`}
        onClick={() => show(() => open(run))}
      >
        <VerdictMark verdict={verdict} />
      </button>
    </td>
  );
}
