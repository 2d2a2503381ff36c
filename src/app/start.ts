import { createAppStore, type AppStore } from '../state/store.ts';
import type { Engine } from '../engine/client.ts';
import type { Outside } from '../state/commands.ts';
import type { AddressBar } from './address-bar.ts';
import type { State } from '../state/state.ts';
import type { Attic } from './attic.ts';
import { ownWork } from './own-work.ts';
import { startPlayback } from './playback.ts';
import { carriesLink, startUrlSync } from './url-sync.ts';

/** Everything that runs beside the screen, from the moment the page is there. */
export type Started = {
  readonly app: AppStore;
  /** Resolves when what the address asks for is on the screen, or a sentence that says why not. */
  readonly ready: Promise<void>;
};

/**
 * Makes the store and starts what lives as long as the page: the link, the clock of playing, the local copies. A link beats what is kept
 * on the device; what is kept beats the story of the mail; and opening a link loses nothing, it only offers to come back.
 */
export function start(engine: Engine, bar: AddressBar, attic: Attic, outside: Omit<Outside, 'keptRun'>): Started {
  // Starting up is something under way: until it is done, nobody is to take the page for ready.
  const app = createAppStore(engine, { ...outside, keptRun: attic.newest }, { pending: 1 });
  const { store, commands } = app;
  const { links } = outside;
  startPlayback(app);
  const isOwn = ownWork(store);

  const pageOpened = Date.now();
  const cameByLink = carriesLink(bar);

  const ready = async (): Promise<void> => {
    const openHere = async (): Promise<boolean> => {
      const kept = await attic.newest(null);
      return kept === null ? commands.openDefault() : (await commands.openLink(`#${kept}`)) || commands.openDefault();
    };
    const keep = (fragment: string, { session }: State): Promise<void> =>
      attic.keep({ fragment, title: session?.title ?? '', work: `${pageOpened} ${session?.outline.id ?? 0}` });
    await startUrlSync(app, links, bar, openHere, (fragment, state) => {
      if (isOwn(state)) void keep(fragment, state);
    });
    if (bar.isLeftOver) await keep(bar.fragment(), store.getState());
    store.setState({ pending: store.getState().pending - 1 });
    const kept = cameByLink ? await attic.newest(null) : null;
    const shown = kept === null ? undefined : links.here()?.linkOf(store.getState());
    const isElsewhere = shown?.ok === true && kept !== shown.value;
    if (isElsewhere && store.getState().banner === null) commands.showBanner(RESTORE);
  };
  return { app, ready: ready() };
}

const RESTORE = {
  kind: 'offer',
  text: 'This is the run of the link. The run you worked on before is kept on this device.',
  action: { label: 'Back to my run', run: 'restoreLocal' },
} as const;
