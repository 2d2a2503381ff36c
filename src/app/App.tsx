import type { ReactNode } from 'react';
import type { AppStore } from '../state/store.ts';
import { AppContext } from '../ui/shared/app.ts';
import { Embed, type EmbedProps } from '../ui/embed/Embed.tsx';
import { Printed } from '../ui/Printed.tsx';
import { Screen } from '../ui/Screen.tsx';
import { addressOf } from './address-bar.ts';
import { copyText } from './clipboard.ts';
import { CrashBoundary } from './CrashBoundary.tsx';
import { startExplorers } from './workers.ts';

const EXPLORER = { explorers: startExplorers(), copy: copyText, addressOf };

/** The screen with the world around it: the clipboard, the address, the explorers. `embedded`: inside a frame of another page. */
export function App({ app, embedded }: { readonly app: AppStore; readonly embedded: boolean }): ReactNode {
  const { commands } = app;
  const link = (): string => commands.address() ?? addressOf(location.hash.replace(/^#/, ''));
  const around = { app, link, copy: copyText, onBannerAction: (run) => void commands[run]() } satisfies EmbedProps & {
    readonly app: AppStore;
  };
  return (
    <CrashBoundary link={link}>
      {embedded ? <Embed {...around} /> : <Screen {...around} addressOf={addressOf} explorer={EXPLORER} />}
      <AppContext value={app}>
        <Printed link={link} />
      </AppContext>
    </CrashBoundary>
  );
}
