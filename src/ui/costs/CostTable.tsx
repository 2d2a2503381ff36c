import { useMemo, useState, type ReactNode } from 'react';
import { COST_KINDS } from '../../model/cost.ts';
import type { Weights } from '../../model/weights.ts';
import type { CostRow } from '../../timeline/lane-costs.ts';
import { measured, MEASURE_WORDS, type Measure } from '../../timeline/measure.ts';
import { grouped } from '../../viz/grouped.ts';
import { Icon } from '../shared/Icon.tsx';
import { COLUMN_WORDS } from './cost-words.ts';

/** What a column is sorted by: the lane, what the row is of, or a number. */
type Column = 'kernel' | 'of' | Measure;
type Sorting = { readonly column: Column; readonly direction: 'ascending' | 'descending' };

const NUMBERS: readonly Measure[] = ['cycles', ...COST_KINDS];

export type CostTableProps = {
  readonly caption: string;
  readonly rows: readonly CostRow[];
  /** The lane a kernel runs in, from 1: its number stands before its name where there are several. */
  readonly lanes: readonly string[];
  /** Its name as it fits. */
  readonly labels: readonly string[];
  /** Heading of what rows are of; null when they are of whole lanes. */
  readonly of: string | null;
  readonly weights: Weights;
};

/** A table that sorts by any of its columns; the order of before decides between equals. */
export function CostTable({ caption, rows, lanes, labels, of, weights }: CostTableProps): ReactNode {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sorted = useMemo(() => sortRows(rows, sorting, weights), [rows, sorting, weights]);
  const head = (column: Column, label: ReactNode, tip?: string): ReactNode => {
    const direction = sorting?.column === column ? sorting.direction : 'none';
    const isNumber = column !== 'kernel' && column !== 'of';
    const first = isNumber ? 'descending' : 'ascending';
    const other = first === 'descending' ? 'ascending' : 'descending';
    const next = direction === first ? other : first;
    return (
      <th scope="col" aria-sort={direction} className={isNumber ? 'number' : undefined} key={column}>
        <button type="button" onClick={() => setSorting({ column, direction: next })} data-tip={tip}>
          <span>{label}</span>
          <Icon name={direction === 'ascending' ? 'up' : 'down'} size={11} />
        </button>
      </th>
    );
  };
  return (
    <div className="cost-table-room" tabIndex={0} role="region" aria-label={caption}>
      <table className="cost-table">
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            {head('kernel', 'kernel')}
            {of !== null && head('of', of)}
            {NUMBERS.map((measure) => head(measure, COLUMN_WORDS[measure], MEASURE_WORDS[measure]))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={`${row.kernel} ${row.of}`}>
              <th scope="row">
                {lanes.length > 1 && <span className="lane-tag">{lanes.indexOf(row.kernel) + 1}</span>}{' '}
                <span className="mono">{labels[lanes.indexOf(row.kernel)] ?? row.kernel}</span>
              </th>
              {of !== null && <td className="mono">{row.of}</td>}
              {NUMBERS.map((measure) => {
                const n = measured(row.costs, measure, weights);
                return (
                  <td key={measure} className={`number ${measure}${n === 0 ? ' zero' : ''}`}>
                    {grouped(n)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sortRows(rows: readonly CostRow[], sorting: Sorting | null, weights: Weights): readonly CostRow[] {
  if (sorting === null) return rows;
  const { column, direction } = sorting;
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = (a: CostRow, b: CostRow): number => {
    if (column !== 'kernel' && column !== 'of')
      return measured(a.costs, column, weights) - measured(b.costs, column, weights);
    return a[column].localeCompare(b[column], 'en', { numeric: true });
  };
  return rows.toSorted((a, b) => sign * compare(a, b));
}
