import type { ReactNode } from 'react';
import { useCommands, useSelect } from './shared/app.ts';
import { Later, RANKS } from './shared/Later.tsx';
import { part } from './shared/Part.tsx';
import { Story } from './Story.tsx';

const Tour = part('The tour', async () => (await import('./tour/Tour.tsx')).Tour);

/** The editor is a third of all code of the page, and comes when it is asked for. */
const TextPanel = part(
  'The editor',
  async () => (await import('./editor/TextPanel.tsx')).TextPanel,
  <p className="loading">Opening the editor…</p>,
);

/** The words beside the stage: the page of the tour, the story, and below it the text when it is being worked on. */
export function Left({ editing, onLost }: { readonly editing: boolean; readonly onLost: () => void }): ReactNode {
  const touring = useSelect(({ tour }) => tour !== null);
  const commands = useCommands();
  return (
    <div className={`left${editing ? ' editing' : ''}${touring ? ' touring' : ''}`}>
      <Later rank={RANKS.story}>
        {touring && <Tour onLost={commands.closeTour} />}
        <Story />
      </Later>
      {editing && (
        <Later rank={RANKS.log}>
          <TextOfStore onLost={onLost} />
        </Later>
      )}
    </div>
  );
}

function TextOfStore({ onLost }: { readonly onLost: () => void }): ReactNode {
  const session = useSelect((state) => state.session);
  const outline = useSelect((state) => state.outline);
  const commands = useCommands();
  const lane = session?.lanes[0];
  if (session === null || lane === undefined) return null;
  return (
    <TextPanel
      text={session.text}
      outline={outline}
      at={session.at}
      config={lane.config}
      diagnostics={session.diagnostics}
      onEdit={(text) => void commands.edit(text)}
      onSeek={(step) => void commands.seek(step)}
      onLost={onLost}
    />
  );
}
