import { useState, type ReactNode } from 'react';
import type { AppStore } from '../state/store.ts';
import { AppContext } from '../ui/shared/app.ts';
import { embedChoice } from '../ui/embed/embed-choice.ts';
import type { EmbedProps } from '../ui/embed/Embed.tsx';
import { Printed } from '../ui/Printed.tsx';
import { part } from '../ui/shared/Part.tsx';
import { Screen } from '../ui/Screen.tsx';
import { addressOf } from './address-bar.ts';
import { copyText } from './clipboard.ts';
import { CrashBoundary } from './CrashBoundary.tsx';

const Explorer = part(
  'The explorer',
  async () => (await import('./Explorer.tsx')).Explorer,
  <p className="loading">Opening the explorer…</p>,
);

const Embed = part('This frame', async () => (await import('../ui/embed/Embed.tsx')).Embed);

/** The screen with the world around it: the clipboard, the address, the explorers. `embedded`: inside a frame of another page. */
export function App({ app, embedded }: { readonly app: AppStore; readonly embedded: boolean }): ReactNode {
  const { commands } = app;
  const choice = embedded ? embedChoice(new URLSearchParams(location.search)) : null;
  const link = (): string => commands.address() ?? addressOf(location.hash.replace(/^#/, ''));
  const around = { app, link, copy: copyText, onBannerAction: (run) => void commands[run]() } satisfies Omit<
    EmbedProps,
    'choice'
  > & { readonly app: AppStore };
  return (
    <CrashBoundary link={link}>
      <AppContext value={app}>
        {choice !== null ? (
          <Framed {...around} choice={choice} />
        ) : (
          <Screen {...around} addressOf={addressOf} explorer={Explorer} />
        )}
        <Printed link={link} />
      </AppContext>
    </CrashBoundary>
  );
}

/** In a frame of another page there is nothing else: what cannot be fetched is said in its place. */
function Framed(props: EmbedProps & { readonly app: AppStore }): ReactNode {
  const [lost, setLost] = useState(false);
  if (!lost) return <Embed {...props} onLost={() => setLost(true)} />;
  return <p className="loading">This frame could not be fetched: load it again when the connection is back.</p>;
}
