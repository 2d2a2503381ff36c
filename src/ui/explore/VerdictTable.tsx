import type { ReactNode } from 'react';
import { counted, grouped } from '../../state/explore-said.ts';
import { useExplore, useExplored, useIsOnStage, useShow } from './explore-context.ts';
import { OWNER_WORDS, SHORT_PROPERTIES, VERDICT_WORDS } from './explore-words.ts';
import { askedRow, COLUMNS, SHIPPED_ROWS, type ShownCell, type ShownRow } from './table-rows.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** Every kernel asked every property: a cell with a run behind it opens that run. Before anything is asked, what ships is shown. */
export function VerdictTable(): ReactNode {
  const asked = useExplored((state) => state.table);
  const chosen = useExplored((state) => state.chosen);
  const { cpus, pages, nesting, owner } = chosen;
  const sizes = `${counted(cpus, 'CPU')}, ${counted(pages, 'page')}, ${counted(nesting, 'nested mapping')} each; the owner of the page ${OWNER_WORDS[owner].name}`;
  return (
    <section className="every-kernel" aria-labelledby="every-title">
      <h2 id="every-title">Every kernel, every property</h2>
      {asked.length === 0 ? (
        <p className="hint">
          As it was found when this version was made, and is found again by its tests: 2 CPUs, 2 pages, 2 nested
          mappings each; the owner of the page keeps every promise. Ask again, or with what is chosen under “One
          kernel”.
        </p>
      ) : (
        <p className="hint">{sizes}. What is asked is chosen under “One kernel”.</p>
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
