import type { ReactNode } from 'react';
import { COST_KINDS, type CostKind } from '../../model/cost.ts';
import { ownWeights, WEIGHT_REASONS } from '../../model/cycles.ts';
import { DEFAULT_WEIGHTS, MOST_WEIGHT, type Weights } from '../../model/weights.ts';
import { MEASURE_WORDS } from '../../timeline/measure.ts';

/** The formula behind "modelled cycles": each kind of operation times a number that anybody may change. */
export function WeightTable({
  weights,
  onWeight,
  onReset,
}: {
  readonly weights: Weights;
  readonly onWeight: (kind: CostKind, cycles: number) => void;
  readonly onReset: () => void;
}): ReactNode {
  const own = ownWeights(weights);
  return (
    <section className="weights" aria-label="Weights of the modelled cycles">
      <h3>What one operation weighs</h3>
      <p className="fine">
        Modelled cycles are the sum of the counted operations, each times its weight. The weights are no measurement:
        put in those of your board.
      </p>
      <ul>
        {COST_KINDS.map((kind) => (
          <li key={kind}>
            <label htmlFor={`weight-${kind}`}>{MEASURE_WORDS[kind]}</label>
            <input
              id={`weight-${kind}`}
              type="number"
              inputMode="numeric"
              min={0}
              max={MOST_WEIGHT}
              value={weights[kind]}
              aria-describedby={`why-${kind}`}
              className={weights[kind] === DEFAULT_WEIGHTS[kind] ? undefined : 'changed'}
              onChange={(event) => onWeight(kind, event.target.valueAsNumber)}
            />
            <span className="fine" id={`why-${kind}`}>
              {WEIGHT_REASONS[kind]}
            </span>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button
          type="button"
          className="box"
          aria-disabled={own === ''}
          data-tip={own === '' ? 'They are our assumption.' : undefined}
          onClick={own === '' ? undefined : onReset}
        >
          Back to our assumption
        </button>
        <p className="fine own-weights" role="status">
          {own !== '' && (
            <>
              These are yours, for this visit: a link does not carry them. Files say them, and the command line takes
              them: <code>--weights {own}</code>
            </>
          )}
        </p>
      </div>
    </section>
  );
}
