import type { ReactNode } from 'react';
import { PROPERTIES } from '../../model/properties.ts';
import { counted, grouped } from '../../state/explore-said.ts';
import { ASKABLE, type TableRow } from '../../state/explore-state.ts';
import { useExplore, useExplored, useShow } from './explore-context.ts';
import { OWNER_WORDS, SHORT_PROPERTIES, VERDICT_WORDS } from './explore-words.ts';
import { VerdictMark } from './VerdictMark.tsx';

const COLUMNS = PROPERTIES.filter(({ name }) => ASKABLE.includes(name));

/** Every kernel asked every property: a cell with a run behind it opens that run. */
export function VerdictTable(): ReactNode {
  const rows = useExplored((state) => state.table);
  const chosen = useExplored((state) => state.chosen);
  const { cpus, pages, nesting, owner } = chosen;
  const asked = `${counted(cpus, 'CPU')}, ${counted(pages, 'page')}, ${counted(nesting, 'nested mapping')} each; the owner of the page ${OWNER_WORDS[owner].name}`;
  return (
    <section className="every-kernel" aria-labelledby="every-title">
      <h2 id="every-title">Every kernel, every property</h2>
      <p className="hint">{asked}. What is asked is chosen under “One kernel”.</p>
      {rows.length > 0 && <Table rows={rows} />}
    </section>
  );
}

function Table({ rows }: { readonly rows: readonly TableRow[] }): ReactNode {
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
                {COLUMNS.map(({ name }) => (
                  <Cell key={name} row={row} name={name} />
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

function statesOf({ state, answer }: TableRow): string {
  if (answer !== null) return grouped(answer.states);
  return state === 'asking' ? '…' : '';
}

function Cell({ row, name }: { readonly row: TableRow; readonly name: string }): ReactNode {
  const { open } = useExplore();
  const show = useShow();
  const property = row.answer?.properties.find((one) => one.name === name);
  const example = property?.example ?? null;
  const shown = useExplored((state) => state.opened !== null && state.opened === example?.text);
  if (property === undefined) return <td />;
  const { verdict, sentence } = property;
  const word = VERDICT_WORDS[verdict];
  if (example === null) {
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
        aria-label={`${row.kernel}, ${name}: ${word}. Show it on the stage`}
        data-tip={`${sentence}. Shows the run on the stage.`}
        onClick={() => show(() => open(example.text))}
      >
        <VerdictMark verdict={verdict} />
      </button>
    </td>
  );
}
