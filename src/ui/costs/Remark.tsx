import type { ReactNode } from 'react';
import type { Costs } from '../../model/cost.ts';
import type { RemarkCosts } from '../../timeline/scaling-sweep.ts';
import { grouped } from '../../viz/grouped.ts';

const COLUMNS = [
  ['pte_reads', 'reads'],
  ['pte_writes', 'writes'],
  ['tlb_flushes', 'invalidates'],
] as const;

/** The remark of the mail, at a glance: what a flush of one CPU with one stray does, without looking and with; and so many times over. */
export function Remark({ remark }: { readonly remark: RemarkCosts }): ReactNode {
  const { one, all, cpus } = remark;
  return (
    <table className="remark">
      <caption>One stray, one flush, one CPU</caption>
      <thead>
        <tr>
          <td />
          {COLUMNS.map(([key, word]) => (
            <th key={key} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <UnitRow name="unconditional" note="the first form of the patch" costs={one.unconditional} />
        <UnitRow name="checked" note="“I’ll add a check” (Laura Abbott)" costs={one.checked} />
      </tbody>
      <tbody className="times">
        <tr>
          <th scope="rowgroup" colSpan={COLUMNS.length + 1}>
            times {cpus} {cpus === 1 ? 'CPU' : 'CPUs'}, a stray on each
          </th>
        </tr>
        <NumberRow name="unconditional" costs={all.unconditional} />
        <NumberRow name="checked" costs={all.checked} />
      </tbody>
    </table>
  );
}

type RowProps = { readonly name: string; readonly note: string; readonly costs: Costs };

/** A mark for every single operation: sixteen look like sixteen. */
function UnitRow({ name, note, costs }: RowProps): ReactNode {
  return (
    <tr>
      <th scope="row">
        {name}
        <small>{note}</small>
      </th>
      {COLUMNS.map(([key]) => (
        <td key={key} className={costs[key] === 0 ? 'zero' : undefined}>
          <strong>{costs[key]}</strong>
          <span className={`units ${key}`} aria-hidden="true">
            {Array.from({ length: costs[key] }, (_, i) => (
              <i key={i} />
            ))}
          </span>
        </td>
      ))}
    </tr>
  );
}

function NumberRow({ name, costs }: Omit<RowProps, 'note'>): ReactNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      {COLUMNS.map(([key]) => (
        <td key={key} className={costs[key] === 0 ? 'zero' : undefined}>
          <strong>{grouped(costs[key])}</strong>
        </td>
      ))}
    </tr>
  );
}
