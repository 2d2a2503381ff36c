import { useEffect, type ReactNode } from 'react';
import { announcement } from '../../state/selectors.ts';
import type { State } from '../../state/state.ts';
import { useCommands, useSelect } from './app.ts';
import { Icon } from './Icon.tsx';
import { part } from './Part.tsx';

const TOAST_MS = 6000;

/** Of several lanes it is said besides what differs: the comparison knows. */
const ComparedWords = part(
  'What is said of the comparison',
  async () => (await import('../compare/ComparedLanes.tsx')).ComparedWords,
  <Words />,
);

/** What is said aloud when the cursor has moved; nothing to see. */
export function Announcer(): ReactNode {
  const isCompared = useSelect(({ session }) => (session?.lanes.length ?? 0) > 1);
  return (
    <p className="only-read" aria-live="polite" role="status">
      {isCompared ? <ComparedWords onLost={() => undefined} /> : <Words />}
    </p>
  );
}

function Words(): ReactNode {
  return useSelect(said);
}

const said = (state: State): string => announcement(state);

/** A short message that goes by itself. */
export function Toast(): ReactNode {
  const toast = useSelect((state) => state.toast);
  const commands = useCommands();
  /** The button goes with the message: who pressed it is taken to where time goes on. */
  const undo = async (): Promise<void> => {
    if (await commands.undoDelete()) document.querySelector<HTMLElement>('.transport .main')?.focus();
  };
  useEffect(() => {
    if (toast === null) return undefined;
    // As long as it takes to read it, twice.
    const timer = setTimeout(commands.dismissToast, Math.max(TOAST_MS, toast.text.length * 90));
    return () => clearTimeout(timer);
  }, [toast, commands]);
  return (
    <div className="toast-room" aria-live="polite">
      {toast !== null && (
        <p key={toast.id} className="toast">
          {toast.text}
          {toast.undo && (
            <button type="button" onClick={() => void undo()}>
              Undo
            </button>
          )}
          <button type="button" className="close" aria-label="Dismiss" onClick={commands.dismissToast}>
            <Icon name="cross" size={12} />
          </button>
        </p>
      )}
    </div>
  );
}

/** A sentence that stays until it is answered. */
export function Banner({
  run,
}: {
  readonly run: (action: NonNullable<NonNullable<State['banner']>['action']>['run']) => void;
}): ReactNode {
  const banner = useSelect((state) => state.banner);
  const commands = useCommands();
  if (banner === null) return null;
  const { action } = banner;
  return (
    <div className={`banner ${banner.kind}`} role={banner.kind === 'problem' ? 'alert' : 'status'}>
      <Icon name={banner.kind === 'problem' ? 'alert' : 'undo'} />
      <p>{banner.text}</p>
      {action !== null && (
        <button type="button" className="box" onClick={() => run(action.run)}>
          {action.label}
        </button>
      )}
      <button type="button" className="close" aria-label="Dismiss" onClick={commands.dismissBanner}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
