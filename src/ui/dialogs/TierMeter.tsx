import type { ReactNode } from 'react';
import type { ShareForms } from '../../state/sharing.ts';

type Tier = ShareForms['tier'];

/** Where the tiers end, in characters; lengths are drawn by their logarithm, for they go from 60 to 60,000. */
const ENDS: readonly (readonly [Tier['tier'], number])[] = [
  ['gold', 300],
  ['green', 1_900],
  ['amber', 7_900],
  ['red', 60_000],
];
const LEAST = 60;
const LAST = 60_000;

const share = (length: number): number =>
  Math.log(Math.max(LEAST, Math.min(LAST, length)) / LEAST) / Math.log(LAST / LEAST);
const percent = (part: number): string => `${(part * 100).toFixed(1)}%`;

/** How far a link of this length travels: a name, a place on a scale, and who would cut it. */
export function TierMeter({ tier }: { readonly tier: Tier }): ReactNode {
  const { length, says, cutBy } = tier;
  return (
    <div className={`tier ${tier.tier}`}>
      <div className="tier-scale" aria-hidden="true">
        {ENDS.map(([name, end], i) => (
          <i key={name} className={name} style={{ width: percent(share(end) - share(ENDS[i - 1]?.[1] ?? LEAST)) }} />
        ))}
        <b style={{ left: percent(share(length)) }} />
      </div>
      <p>
        <strong>{tier.tier}</strong> {length.toLocaleString('en')} characters. {says}
        {cutBy.length > 0 && <span className="quiet"> May be cut or refused by {cutBy.join(', ')}.</span>}
      </p>
    </div>
  );
}
