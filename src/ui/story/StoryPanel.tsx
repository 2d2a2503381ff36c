import type { ReactNode } from 'react';
import type { Diagnostic } from '../../scenario/syntax.ts';
import type { WhyAnswer } from '../../state/state.ts';
import type { StepView } from '../../timeline/frame.ts';
import { Icon } from '../shared/Icon.tsx';
import { InTurn, RANKS } from '../shared/Later.tsx';
import { keepFocus } from '../shared/keep-focus.ts';
import { LeftOut } from '../shared/LeftOut.tsx';
import { Terms } from '../shared/Terms.tsx';
import { Changes } from './Changes.tsx';
import { CodeLines } from './CodeLines.tsx';
import { WhyChain } from './WhyChain.tsx';

export type StoryPanelProps = {
  readonly title: string;
  readonly at: number;
  readonly micro: number | null;
  readonly length: number;
  /** The kernel of the lane that it tells of; null where there is one lane. */
  readonly lane: string | null;
  readonly note: string | null;
  readonly step: StepView | null;
  readonly why: WhyAnswer | null;
  readonly refusal: readonly Diagnostic[];
  /** What to say before the first step. */
  readonly opening: string;
  readonly onSeek: (step: number) => void;
  readonly onSelect: (object: string) => void;
  readonly onWhy: (object: string) => void;
  /** Is the routine folded away? */
  readonly codeFolded: boolean;
  readonly onFoldCode: () => void;
  readonly onCloseWhy: () => void;
  readonly onClearRefusal: () => void;
};

/** What happens in this step, in words: a heading, a sentence, the author's note, the routine, what changed. */
export function StoryPanel(props: StoryPanelProps): ReactNode {
  const { step, at, micro, length, note, why } = props;
  const cpu = step?.cpu ?? null;
  const code = step?.code ?? null;
  return (
    <section className="story" aria-label="Story" tabIndex={0} ref={keepFocus}>
      <div className="lead">
        <p className="label where">
          {at === 0 && micro === null
            ? 'Before the first step'
            : `Step ${String(micro === null ? at : at + 1)} of ${String(length)}`}
          {micro !== null && `, line ${String(micro)}`}
          {cpu !== null && ` · cpu${String(cpu)}`}
          {props.lane !== null && <span className="where-lane"> · {props.lane}</span>}
        </p>
        <h1>{step?.title ?? props.title}</h1>
        <InTurn value={step?.sentence ?? props.opening} rank={RANKS.story}>
          {(sentence) => (
            <p className="sentence">
              <Terms text={sentence} />
            </p>
          )}
        </InTurn>
      </div>
      <InTurn value={step} rank={RANKS.story} isNear={areSilent}>
        {(shown) => shown !== null && <Outcome step={shown} />}
      </InTurn>
      <Refusal {...props} />
      {note !== null && (
        <blockquote className="note">
          {note.split('\n').map((line, i) => (
            <p key={i}>
              <Terms text={line} />
            </p>
          ))}
        </blockquote>
      )}
      {why !== null && <WhyChain why={why} onSeek={props.onSeek} onClose={props.onCloseWhy} />}
      {step !== null && (
        <InTurn value={step.changes} rank={RANKS.story}>
          {(changes) => <Changes changes={changes} onSelect={props.onSelect} onWhy={props.onWhy} />}
        </InTurn>
      )}
      <InTurn value={code} rank={RANKS.story}>
        {(lines) => lines !== null && <CodeLines code={lines} folded={props.codeFolded} onFold={props.onFoldCode} />}
      </InTurn>
      {code === null && step !== null && isSpeculative(step) && (
        <p className="cite">
          The CPU did that by itself; no code asked for it. <LeftOut beside="speculation" />
        </p>
      )}
    </section>
  );
}

const isSpeculative = ({ events }: StepView): boolean =>
  events.some((event) => 'speculative' in event && event.speculative);

/** Has neither of two steps more to say of itself than its sentence? */
const areSilent = (...steps: readonly (StepView | null)[]): boolean =>
  steps.every((step) => step === null || (step.reason === null && step.checks.length + step.unmet.length === 0));

/** How the step came out, where there is more to say of it than its sentence. */
function Outcome({ step }: { readonly step: StepView }): ReactNode {
  return (
    <>
      {step.reason !== null && <Reason step={step} reason={step.reason} />}
      {step.checks.length > 0 && (
        <ul className="checks" aria-label="As expected">
          {step.checks.map((check) => (
            <li key={check}>
              <Icon name="check" /> {check}
            </li>
          ))}
        </ul>
      )}
      {step.unmet.length > 0 && (
        <ul className="checks unmet" aria-label="Not as the scenario expects">
          {step.unmet.map(({ check, found }) => (
            <li key={check}>
              <Icon name="cross" /> {check}: {found}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Why the kernel refused, what the call waits for, what the expectation found. */
function Reason({ step, reason }: { readonly step: StepView; readonly reason: string }): ReactNode {
  const bad = step.outcome === 'refused' || step.outcome === 'expect_failed';
  return (
    <p className={bad ? 'reason bad' : 'reason'}>
      <Icon name={bad ? 'alert' : 'arrow'} />
      <span>
        <Terms text={reason} />
      </span>
    </p>
  );
}

/** The reader's mistake: one sentence, at its place, and the way on. */
function Refusal({ refusal, onClearRefusal }: Pick<StoryPanelProps, 'refusal' | 'onClearRefusal'>): ReactNode {
  if (refusal.length === 0) return null;
  return (
    <div className="refusal" role="alert">
      <Icon name="alert" />
      <ul>
        {refusal.slice(0, 3).map(({ message, span }) => (
          <li key={`${String(span.line)}.${String(span.column)}${message}`}>{message}</li>
        ))}
      </ul>
      <button type="button" className="close" aria-label="Dismiss" onClick={onClearRefusal}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
