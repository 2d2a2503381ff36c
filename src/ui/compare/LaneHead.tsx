import { useId, type ReactNode } from 'react';
import type { StageLane } from '../../state/state.ts';
import { Icon, type IconName } from '../shared/Icon.tsx';
import { kernelMenu } from '../shared/kernel-menu.ts';
import { MenuButton } from '../shared/MenuButton.tsx';
import { laneAbout, laneOutcome, type LaneOutcome } from './lane-words.ts';

export type LaneHeadProps = {
  readonly lane: StageLane;
  /** From 0; the first is the scenario's own. */
  readonly number: number;
  readonly focused: boolean;
  readonly onFocus: () => void;
  readonly onKernel: (kernel: string) => void;
  /** Absent where the lane cannot be taken away. */
  readonly onRemove: (() => void) | null;
};

const SIGNS: { readonly [K in LaneOutcome['kind']]: IconName } = {
  start: 'right',
  done: 'check',
  nothing: 'more',
  refused: 'cross',
  sleeps: 'pause',
  fault: 'alert',
  bug: 'alert',
};

/** Which kernel this lane is, what that is in a line, and what became of the current step there. */
export function LaneHead({ lane, number, focused, onFocus, onKernel, onRemove }: LaneHeadProps): ReactNode {
  const { kernel, frame } = lane;
  const id = useId();
  const { kind, word, text } = laneOutcome(frame);
  const about = laneAbout(kernel);
  return (
    <header className="lane-head">
      <button
        type="button"
        className="lane-number"
        aria-pressed={focused}
        aria-label={`Lane ${String(number + 1)}: ${kernel}`}
        aria-describedby={id}
        data-tip="The story and the inspector tell of the lane that is chosen. Keys: j and J"
        onClick={onFocus}
      >
        {number + 1}
      </button>
      <MenuButton
        className="lane-kernel"
        label={`Kernel of lane ${String(number + 1)}: ${kernel}`}
        sections={() => kernelMenu(kernel, onKernel)}
      >
        <span className="mono">{kernel}</span>
        <Icon name="down" size={12} />
      </MenuButton>
      <p className="lane-about" id={id} data-tip={about}>
        {about}
      </p>
      {onRemove !== null && (
        <button
          type="button"
          className="close"
          aria-label={`Remove lane ${String(number + 1)}: ${kernel}`}
          onClick={onRemove}
        >
          <Icon name="cross" />
        </button>
      )}
      <p className={`lane-outcome ${kind}`} data-tip={text}>
        <strong>
          <Icon name={SIGNS[kind]} size={14} /> {word}
        </strong>{' '}
        <span className="outcome-text">{text}</span>
      </p>
    </header>
  );
}
