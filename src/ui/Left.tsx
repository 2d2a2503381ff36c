import { lazy, Suspense, type ReactNode } from 'react';
import { useCommands, useSelect } from './shared/app.ts';
import { Story } from './Story.tsx';
import { Tour } from './tour/Tour.tsx';

/** The editor is a third of all code of the page, and comes when it is asked for. */
const TextPanel = lazy(async () => ({ default: (await import('./editor/TextPanel.tsx')).TextPanel }));

/** The words beside the stage: the page of the tour, the story, and below it the text when it is being worked on. */
export function Left({ editing }: { readonly editing: boolean }): ReactNode {
  const touring = useSelect(({ tour }) => tour !== null);
  return (
    <div className={`left${editing ? ' editing' : ''}${touring ? ' touring' : ''}`}>
      <Tour />
      <Story />
      {editing && (
        <Suspense fallback={<p className="loading">Opening the editor…</p>}>
          <TextOfStore />
        </Suspense>
      )}
    </div>
  );
}

function TextOfStore(): ReactNode {
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
    />
  );
}
