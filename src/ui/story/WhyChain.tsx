import type { ReactNode } from 'react';
import type { WhyAnswer } from '../../state/state.ts';
import { Icon } from '../shared/Icon.tsx';
import { Terms } from '../shared/Terms.tsx';

/** The shortest chain of earlier steps that made something what it is; each leads to its step. */
export function WhyChain({
  why,
  onSeek,
  onClose,
}: {
  readonly why: WhyAnswer;
  readonly onSeek: (step: number) => void;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <section className="why-chain" aria-label={`Why ${why.object} is as it is`}>
      <h2 className="label">
        Why is <code>{why.object}</code> so?
      </h2>
      <button type="button" className="close" aria-label="Close" onClick={onClose}>
        <Icon name="cross" />
      </button>
      {why.chain.length === 0 && <p className="quiet">No step of this run has touched it.</p>}
      <ol>
        {why.chain.map(({ step, text, because }) => (
          <li key={`${String(step)} ${because}`}>
            <button type="button" onClick={() => onSeek(step)}>
              <span className="step-number">{step}</span>
              <code>{text}</code>
            </button>
            <p>
              <Terms text={because} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
