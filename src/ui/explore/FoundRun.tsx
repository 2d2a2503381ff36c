import { useId, useState, type ReactNode } from 'react';
import { Icon } from '../shared/Icon.tsx';
import { useExplore, useIsOnStage, useShow } from './explore-context.ts';

/** A run that was found: onto the stage, its link, its text. `of`: what it shows, for those who hear the buttons one by one. */
export function FoundRun({
  text,
  name,
  of,
  children = null,
}: {
  readonly text: string;
  readonly name: string;
  readonly of: string;
  readonly children?: ReactNode;
}): ReactNode {
  const [unfolded, setUnfolded] = useState(false);
  const shown = useIsOnStage(text);
  const { open, copyLink } = useExplore();
  const show = useShow();
  const id = useId();
  return (
    <>
      <div className="run-actions">
        <button
          type="button"
          className="box"
          aria-pressed={shown}
          aria-label={`Show the ${name} of ${of} on the stage`}
          onClick={() => show(() => open(text))}
        >
          {shown ? 'On the stage' : 'Show it'}
        </button>
        <button
          type="button"
          className="flat"
          aria-label={`Copy the link to the ${name} of ${of}`}
          onClick={() => void copyLink(text)}
        >
          <Icon name="link" /> Copy link
        </button>
        <button
          type="button"
          className="flat"
          aria-expanded={unfolded}
          aria-controls={id}
          aria-label={`Text of the ${name} of ${of}`}
          onClick={() => setUnfolded(!unfolded)}
        >
          <Icon name={unfolded ? 'down' : 'right'} size={12} /> Text
        </button>
        {children}
      </div>
      <pre id={id} className="run-text" hidden={!unfolded}>
        {text}
      </pre>
    </>
  );
}
