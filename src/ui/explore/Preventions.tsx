import type { ReactNode } from 'react';
import { grouped } from '../../state/explore-said.ts';
import type { Prevented, Prevention } from '../../state/explore-state.ts';
import { useExplore, useExplored, useShow } from './explore-context.ts';
import { costDifference } from './explore-words.ts';

/** Which single change prevents it? Those that do, with what they cost and what they break instead; the others by name. */
export function Preventions({ prevented }: { readonly prevented: Prevented }): ReactNode {
  const { property, tried, kernel } = prevented;
  const going = useExplored((state) => state.going?.what === 'prevention' && state.going.property === property);
  if (going) return <p className="hint prevention">Trying every change of one switch of {kernel}…</p>;
  const helps = tried
    .filter(({ verdict }) => verdict === 'holds')
    .toSorted((a, b) => a.broken.length - b.broken.length);
  const unknown = tried.filter(({ verdict }) => verdict === 'unknown');
  const rest = tried.filter(({ verdict }) => verdict === 'violated');
  return (
    <section className="prevention" aria-label={`What prevents the violation of ${property}`}>
      <h4 className="label">{headline(helps.length, unknown.length)}</h4>
      <ul>
        {helps.map((one) => (
          <Change key={changeName(one)} prevented={prevented} one={one} />
        ))}
      </ul>
      {unknown.length > 0 && <p className="hint">Not tried to the end: {unknown.map(changeName).join(', ')}.</p>}
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} changes that do not</summary>
          <p className="mono">{rest.map(changeName).join(', ')}</p>
        </details>
      )}
    </section>
  );
}

/** That none prevents it is known when all have been tried to their end. */
function headline(helps: number, unknown: number): string {
  if (helps > 0) return 'Any of these prevents it';
  return unknown > 0 ? 'Not finished: no change that prevents it so far' : 'No single change prevents it';
}

const changeName = ({ change }: Prevention): string => `${change.key}=${change.value}`;

function Change({ prevented, one }: { readonly prevented: Prevented; readonly one: Prevention }): ReactNode {
  const { costs, example } = prevented;
  const { openUnder } = useExplore();
  const show = useShow();
  const name = changeName(one);
  return (
    <li>
      <button
        type="button"
        className="link-like mono"
        aria-label={`Show the same run with ${name}`}
        data-tip="Shows the same run on the stage, under the kernel with this change."
        onClick={() => show(() => openUnder(example, one.change))}
      >
        {name}
      </button>
      {one.broken.length > 0 && <span className="breaks"> but breaks {one.broken.join(', ')}</span>}
      <p className="hint">
        No violation in all {grouped(one.states)} states. Its cost: mapping and unmapping,{' '}
        {costDifference(costs.map, one.costs.map)}; handing a page over,{' '}
        {costDifference(costs.handOver, one.costs.handOver)}; taking a CPU down,{' '}
        {costDifference(costs.takeDown, one.costs.takeDown)}.
      </p>
    </li>
  );
}
