import type { ReactNode } from 'react';
import { CURATED } from '../state/curated.ts';
import type { AppStore } from '../state/store.ts';
import { Screen } from '../ui/Screen.tsx';
import { copyText } from './clipboard.ts';
import { CrashBoundary } from './CrashBoundary.tsx';

const LIBRARY = CURATED.map(({ id, title, about, opening }) => ({ id, title, about, text: opening.text }));

/** The screen with the world around it: the clipboard, the address, what ships. */
export function App({ app }: { readonly app: AppStore }): ReactNode {
  const { commands } = app;
  const link = (): string => commands.address() ?? location.href;
  return (
    <CrashBoundary link={link}>
      <Screen app={app} link={link} copy={copyText} library={LIBRARY} onBannerAction={(run) => void commands[run]()} />
    </CrashBoundary>
  );
}
