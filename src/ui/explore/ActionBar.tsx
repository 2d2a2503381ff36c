import { useEffect, useRef, type ReactNode } from 'react';
import { PRESETS } from '../../model/eras.ts';
import { chosenMistake, MAX_STATES } from '../../state/explore-question.ts';
import { grouped } from '../../state/explore-said.ts';
import { estimateText, type Going } from '../../state/explore-state.ts';
import { useSelect } from '../shared/app.ts';
import { useExplore, useExplored } from './explore-context.ts';
import { megabytes } from './explore-words.ts';

/** The one button that starts and stops; beside it how big it will be, or how far it has come. It stays where it is, and keeps the focus. */
export function ActionBar({ what }: { readonly what: 'question' | 'table' }): ReactNode {
  const chosen = useExplored((state) => state.chosen);
  const going = useExplored((state) => state.going);
  const config = useSelect((state) => state.session?.lanes[0]?.config ?? null);
  const { start, stop, askEveryKernel } = useExplore();
  const mistake = what === 'question' ? chosenMistake(chosen, config) : null;
  const label = what === 'question' ? 'Visit every state' : `Ask all ${String(PRESETS.length)} kernels`;
  const words = going === null ? label : going.stopping ? 'Stop at once' : 'Stop';
  const begin = what === 'question' ? start : askEveryKernel;
  const button = useRef<HTMLButtonElement>(null);
  const isUnderWay = going !== null;
  // The form cannot be changed now: who asked from one of its fields stands beside what goes on.
  useEffect(() => {
    if (isUnderWay && document.activeElement === document.body) button.current?.focus();
  }, [isUnderWay]);
  return (
    <div className="action-bar">
      <button
        ref={button}
        type="button"
        className={going === null ? 'solid' : 'box'}
        aria-disabled={going === null && mistake !== null}
        aria-describedby={going === null ? BEFORE : undefined}
        onClick={going === null ? begin : stop}
      >
        {words}
      </button>
      {going === null ? <Before what={what} mistake={mistake} /> : <UnderWay going={going} />}
    </div>
  );
}

const BEFORE = 'explore-before';

/** How big it will be; or why it cannot be asked. */
function Before({
  what,
  mistake,
}: {
  readonly what: 'question' | 'table';
  readonly mistake: string | null;
}): ReactNode {
  const estimate = useExplored((state) => state.estimate);
  const refusal = useExplored((state) => state.refusal);
  const wrong = mistake ?? refusal;
  if (wrong !== null) {
    return (
      <p className="mistake" id={BEFORE} role="alert">
        {wrong}
      </p>
    );
  }
  const hint = (words: ReactNode): ReactNode => (
    <p className="hint" id={BEFORE}>
      {words}
    </p>
  );
  if (what === 'table') return hint('One kernel after the other on each core; this takes a while.');
  if (estimate === null) return hint('Counting how many that will be…');
  return hint(
    <>
      {estimateText(estimate)}
      {estimate.states > MAX_STATES && ` It ends at ${grouped(MAX_STATES)} and says what was found by then.`}
    </>,
  );
}

const WHAT: Readonly<Record<Going['what'], string>> = {
  question: 'Visiting every state',
  table: 'Asking every kernel',
  prevention: 'Trying every single change',
  another: 'Looking for another cause',
};

/** Nothing of this is said aloud: the start, the end and the verdicts are. */
function UnderWay({ going }: { readonly going: Going }): ReactNode {
  const estimate = useExplored((state) => state.estimate);
  const { what, progress } = going;
  const expected = what === 'question' && estimate !== null && estimate.known !== 'more' ? estimate.states : null;
  const done = progress === null || expected === null ? null : Math.min(0.97, progress.states / Math.max(1, expected));
  return (
    <div className="under-way">
      <progress aria-label={WHAT[what]} {...(done === null ? {} : { value: done })} />
      <p>
        {progress?.part ?? WHAT[what]}
        {progress !== null && (
          <>
            : <b>{grouped(progress.states)}</b> states visited, <b>{grouped(progress.frontier)}</b> waiting,{' '}
            <b>{grouped(progress.statesPerSecond)}</b> a second, <b>{grouped(progress.depth)}</b> steps deep,{' '}
            <b>{megabytes(progress.bytes)}</b>
          </>
        )}
      </p>
    </div>
  );
}
