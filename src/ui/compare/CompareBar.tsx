import type { ReactNode } from 'react';
import { divergenceBeside } from '../../state/selectors.ts';
import type { Session } from '../../state/state.ts';
import { contrastSentence } from '../../timeline/differences.ts';
import { useCommands, useSelect } from '../shared/app.ts';
import { Icon } from '../shared/Icon.tsx';
import { Differs } from './Differs.tsx';

/** What differs here, in a sentence; the ways to where more does; another lane, and back to one. */
export function CompareBar({ session }: { readonly session: Session }): ReactNode {
  const commands = useCommands();
  const next = useSelect((state) => divergenceBeside(state, 1));
  const previous = useSelect((state) => divergenceBeside(state, -1));
  const { lanes, divergences, at } = session;
  const [first] = divergences;
  const isApart = first !== undefined && at >= first;
  const contrast = contrastSentence(lanes);
  return (
    <section className="compare-bar" aria-label="Comparison">
      <p className="contrast" data-tip={contrast ?? undefined}>
        <Differs when={isApart} />
        {contrast} <span className="quiet">{partingWords(first, at, session.length)}</span>
      </p>
      <div className="buttons" role="group" aria-label="Differences">
        <Way
          label="Previous difference"
          keys=","
          to={previous}
          never="Nothing differed before."
          onGo={commands.previousDivergence}
        >
          <Icon name="up" />
        </Way>
        <Way
          label="First difference"
          keys="v"
          to={first ?? null}
          never="These kernels never part on this run."
          onGo={commands.goToDivergence}
          worded
        >
          <Icon name="fork" /> first difference
        </Way>
        <Way
          label="Next difference"
          keys="."
          to={next}
          never="Nothing more differs after this step."
          onGo={commands.nextDivergence}
        >
          <Icon name="down" />
        </Way>
      </div>
      <button
        type="button"
        className="flat"
        data-tip="Choose the kernels. Key: C"
        onClick={() => commands.openDialog('compare')}
      >
        Kernels…
      </button>
      <button
        type="button"
        className="close"
        aria-label="Close the comparison"
        data-tip="Back to one lane"
        onClick={() => {
          // This button goes with the bar: the focus is handed to the one that brings it back.
          document.getElementById('compare-opener')?.focus();
          void commands.compare([]);
        }}
      >
        <Icon name="cross" />
      </button>
    </section>
  );
}

/** Where the lanes part for the first time, seen from here. */
function partingWords(first: number | undefined, at: number, length: number): string {
  if (first === undefined) return length === 0 ? '' : 'They never part on this run.';
  if (at < first) return `They part at step ${String(first)}.`;
  return at === first ? 'This is where they part.' : '';
}

function Way({
  label,
  keys,
  to,
  never,
  worded = false,
  onGo,
  children,
}: {
  readonly label: string;
  readonly keys: string;
  /** The position it leads to; null: there is none. */
  readonly to: number | null;
  readonly never: string;
  readonly worded?: boolean;
  readonly onGo: () => Promise<boolean>;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      className={worded ? 'flat' : 'key turned'}
      aria-label={label}
      aria-disabled={to === null}
      data-tip={to === null ? never : `${label}: step ${String(to)}. Key: ${keys}`}
      onClick={to === null ? undefined : () => void onGo()}
    >
      {children}
    </button>
  );
}
