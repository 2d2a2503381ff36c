import type { ReactNode } from 'react';
import type { AppStore } from '../state/store.ts';
import { Screen } from '../ui/Screen.tsx';
import { addressOf } from './address-bar.ts';
import { copyText } from './clipboard.ts';
import { CrashBoundary } from './CrashBoundary.tsx';
import { startExplorers } from './workers.ts';

const EXPLORER = { explorers: startExplorers(), copy: copyText, addressOf };

/** The screen with the world around it: the clipboard, the address, what ships. */
export function App({ app }: { readonly app: AppStore }): ReactNode {
  const { commands } = app;
  const link = (): string => commands.address() ?? location.href;
  return (
    <CrashBoundary link={link}>
      <Screen
        app={app}
        link={link}
        copy={copyText}
        addressOf={addressOf}
        explorer={EXPLORER}
        onBannerAction={(run) => void commands[run]()}
      />
    </CrashBoundary>
  );
}
