import type { ReactNode } from 'react';
import { SHIPPED } from '../lessons/library.ts';
import { parse } from '../scenario/parse.ts';
import type { AppStore } from '../state/store.ts';
import { titleOf } from '../timeline/steps.ts';
import { Screen } from '../ui/Screen.tsx';
import { addressOf } from './address-bar.ts';
import { copyText } from './clipboard.ts';
import { CrashBoundary } from './CrashBoundary.tsx';
import { startExplorers } from './workers.ts';

const LIBRARY = SHIPPED.map(({ id, teaches, text }) => ({
  id,
  title: titleOf(parse(text).scenario),
  about: teaches,
  text,
}));

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
        library={LIBRARY}
        explorer={EXPLORER}
        onBannerAction={(run) => void commands[run]()}
      />
    </CrashBoundary>
  );
}
