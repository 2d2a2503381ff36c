import type { ReactNode } from 'react';
import { COST_KINDS, type CostKind } from '../../model/cost.ts';
import { areDefaultWeights, DEFAULT_WEIGHTS, MOST_WEIGHT, WEIGHT_REASONS, type Weights } from '../../model/cycles.ts';
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
      <button type="button" className="box" aria-disabled={areDefaultWeights(weights)} onClick={onReset}>
        Back to our assumption
      </button>
    </section>
  );
}
