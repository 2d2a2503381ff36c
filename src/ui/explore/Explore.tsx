import { use, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { present } from '../../base/assert.ts';
import type { Before } from '../../state/explore-state.ts';
import type { ExploreOutside } from '../../state/explore-store.ts';
import { AppContext, useCommands, useSelect } from '../shared/app.ts';
import { Icon } from '../shared/Icon.tsx';
import { takeFocus } from '../shared/take-focus.ts';
import './explore.css';
import { ActionBar } from './ActionBar.tsx';
import { chosenWords } from './explore-words.ts';
import { ExploreContext, exploreStoreOf, useExplore, useExplored, useIsOnStage, useShow } from './explore-context.ts';
import { MapFigure } from './MapFigure.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { Segments } from '../shared/Segments.tsx';
import { Verdicts } from './Verdicts.tsx';
import { VerdictTable } from './VerdictTable.tsx';

/** The explorer, beside the stage: can this ever fault? */
export function Explore({ outside }: { readonly outside: ExploreOutside }): ReactNode {
  const app = present(use(AppContext), 'AppContext above the explorer');
  return (
    <ExploreContext value={exploreStoreOf(app, outside)}>
      <Panel />
    </ExploreContext>
  );
}

type Tab = 'one' | 'every';
const TABS = [
  ['one', 'One kernel'],
  ['every', 'Every kernel'],
] as const;

function Panel(): ReactNode {
  const [tab, setTab] = useState<Tab>('one');
  const commands = useCommands();
  const said = useExplored((state) => state.said);
  const panel = useRef<HTMLElement>(null);
  useCountOfRun();
  // What has the focus goes with the panel, however it is closed: the button that brings it back gets it.
  useLayoutEffect(() => {
    const here = panel.current;
    return () => {
      if (here?.contains(document.activeElement) === true) document.getElementById('explore-opener')?.focus();
    };
  }, []);
  return (
    <section ref={panel} className="explore" aria-labelledby="explore-title">
      <div className="explore-scroll">
        <header className="explore-head">
          <h1 id="explore-title" tabIndex={-1} ref={takeFocus}>
            Can this ever fault?
          </h1>
          <Segments legend="What is explored" name="explore-tab" options={TABS} value={tab} onChange={setTab} />
          <button
            type="button"
            className="close"
            aria-label="Close the explorer"
            onClick={() => commands.setExploring(false)}
          >
            <Icon name="cross" />
          </button>
          <p className="explore-lead">
            Every state that any order of events can lead to is visited; what goes wrong is shown by a shortest run.
          </p>
        </header>
        {tab === 'one' ? <OneKernel /> : <VerdictTable />}
      </div>
      <WayBack />
      <ActionBar what={tab === 'one' ? 'question' : 'table'} />
      <div className="only-read" role="status" aria-live="polite">
        {said}
      </div>
    </section>
  );
}

/** The operations of the open run are the question: what they are has changed. */
function useCountOfRun(): void {
  const text = useSelect((state) => state.session?.text ?? '');
  const ofRun = useExplored((state) => state.chosen.scope === 'run');
  const { countStates } = useExplore();
  useEffect(() => {
    if (ofRun) countStates();
  }, [text, ofRun, countStates]);
}

function OneKernel(): ReactNode {
  const answered = useExplored((state) => state.answered);
  const chosen = useExplored((state) => state.chosen);
  const asking = useExplored((state) => state.going?.what === 'question');
  return (
    <>
      <details className="question" open={answered === null}>
        <summary>
          <span className="label">The question</span> <span className="in-words">{chosenWords(chosen)}</span>
        </summary>
        <QuestionForm />
      </details>
      {answered !== null && !asking && (
        <>
          <Verdicts answered={answered} />
          <MapFigure answered={answered} />
        </>
      )}
    </>
  );
}

/** The run that was on the stage before one of the explorer's. */
function WayBack(): ReactNode {
  const before = useExplored((state) => state.before);
  const isShown = useIsOnStage(useExplored((state) => state.opened));
  const { comeBack } = useExplore();
  const show = useShow();
  if (before === null || (before.way.type === 'branch' && !isShown)) return null;
  return (
    <p className="before">
      <Icon name="undo" />
      <span>{backWords(before)}</span>
      <button type="button" className="box" onClick={() => show(comeBack)}>
        Back to it
      </button>
    </p>
  );
}

function backWords({ title, way }: Before): string {
  const named = title === '' ? '' : `: “${title}”`;
  return way.type === 'branch'
    ? `What is shown is a branch of your run${named}.`
    : `Your run is kept${named}. ${way.why}`;
}
