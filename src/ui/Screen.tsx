import { useState, type ReactNode } from 'react';
import { AppContext, useCommands, useSelect } from './shared/app.ts';
import { isBusy } from '../state/selectors.ts';
import { fetchPart } from '../state/fetch-part.ts';
import type { AppStore } from '../state/store.ts';
import type { AddressOf } from '../state/sharing.ts';
import type { Banner as BannerView } from '../state/state.ts';
import { Dock } from './Dock.tsx';
import { ErrorPanel } from './dialogs/ErrorPanel.tsx';
import { StageColumn } from './StageColumn.tsx';
import { Left } from './Left.tsx';
import { Later, RANKS, Turned, useBusy } from './shared/Later.tsx';
import { MENU_PART, MenuHost } from './shared/MenuHost.tsx';
import type { MenuSection } from './shared/menus.ts';
import { Announcer, Banner, Toast } from './shared/Notices.tsx';
import { part } from './shared/Part.tsx';
import { Tips } from './shared/Tips.tsx';
import { useAlone } from './shared/use-alone.ts';
import { useTheme } from './shared/use-theme.ts';
import { TopBar } from './top/TopBar.tsx';

/** Nobody needs a dialog to see the first picture. */
const Dialogs = part('This dialog', async () => (await import('./Dialogs.tsx')).Dialogs);

/** The explorer; what is to be done where it cannot be fetched is handed in. */
type Explorer = (props: { readonly onLost: () => void }) => ReactNode;

/** What the screen needs of the world around it: the address of the run, the clipboard, what can be opened. */
export type Surroundings = {
  /** The link that leads to what is shown now, whole. */
  readonly link: () => string;
  readonly copy: (text: string) => Promise<void>;
  readonly addressOf: AddressOf;
  readonly onBannerAction: (run: NonNullable<BannerView['action']>['run']) => void;
  readonly explorer: Explorer;
};

/** The whole page, from a store. */
export function Screen({ app, ...surroundings }: { readonly app: AppStore } & Surroundings): ReactNode {
  return (
    <AppContext value={app}>
      <MenuHost>
        <Turned>
          <Page {...surroundings} />
        </Turned>
      </MenuHost>
    </AppContext>
  );
}

function Page(surroundings: Surroundings): ReactNode {
  const isOpen = useSelect((state) => state.session !== null);
  const crash = useSelect((state) => state.crash);
  const dialog = useSelect((state) => state.dialog);
  const lens = useSelect((state) => state.lens);
  const bannered = useSelect((state) => state.banner !== null);
  const busy = useBusy();
  const [editing, setEditing] = useState(false);
  const commands = useCommands();
  const copy = (text: string, what: string): void => {
    surroundings.copy(text).then(
      () => commands.showToast(`Copied the ${what}.`),
      () => commands.showToast(`The ${what} could not be copied: the browser does not allow it here.`),
    );
  };
  // Nothing was on the screen yet: what the address asks for is asked for again.
  const recover = async (): Promise<void> => {
    if (!(await commands.recover()) && !isOpen) window.location.reload();
  };
  useTheme();
  return (
    <div className={bannered ? 'screen bannered' : 'screen'} ref={busy} data-lens={lens}>
      <a className="skip" href="#stage">
        Skip to the stage
      </a>
      {!isOpen ? (
        <header className="top">
          <strong className="wordmark">kmapscope</strong>
        </header>
      ) : (
        <Top editing={editing} onText={() => setEditing(!editing)} />
      )}
      <Banner run={surroundings.onBannerAction} />
      {crash !== null && (
        <ErrorPanel crash={crash} link={surroundings.link()} onRecover={() => void recover()} onCopy={copy} />
      )}
      {!isOpen ? (
        crash === null && <Nothing onLibrary={() => commands.openDialog('library')} />
      ) : (
        <Later rank={RANKS.stage}>
          <Desk editing={editing} explorer={surroundings.explorer} onTextLost={() => setEditing(false)} />
        </Later>
      )}
      {dialog !== null && <Dialogs {...surroundings} onCopy={copy} onLost={commands.closeDialog} />}
      <Later rank={RANKS.announcement}>
        <Announcer />
      </Later>
      <Toast />
      <Tips />
    </div>
  );
}

/** The stage with its words beside it, or the explorer; time below them. */
function Desk({
  editing,
  explorer: Explorer,
  onTextLost,
}: {
  readonly editing: boolean;
  readonly explorer: Explorer;
  readonly onTextLost: () => void;
}): ReactNode {
  const exploring = useSelect((state) => state.exploring);
  const commands = useCommands();
  const alone = useAlone() && exploring;
  const touring = useSelect(({ tour }) => tour !== null) && !exploring;
  const comparing = useSelect(({ session }) => (session?.lanes.length ?? 0) > 1);
  const classes = { exploring, alone, editing: editing && !exploring, touring, comparing };
  const named = Object.entries(classes).flatMap(([name, is]) => (is ? [name] : []));
  return (
    // What style sheets ask about the inside of the desk it says itself: with :has() every change in it would be asked again.
    <main className={['desk', ...named].join(' ')} id="stage">
      {exploring ? (
        <Explorer onLost={() => commands.setExploring(false)} />
      ) : (
        <Left editing={editing} onLost={onTextLost} />
      )}
      {!alone && <StageColumn />}
      <Dock />
      <div id="menus" />
    </main>
  );
}

/** Nothing is open: the machine boots, or what was asked for could not be opened. */
function Nothing({ onLibrary }: { readonly onLibrary: () => void }): ReactNode {
  const busy = useSelect(isBusy);
  if (busy) return <p className="loading">Booting the machine…</p>;
  return (
    <main className="loading">
      <p>Nothing is open.</p>
      <button type="button" className="box" onClick={onLibrary}>
        Choose a scenario
      </button>
    </main>
  );
}

function Top({ editing, onText }: { readonly editing: boolean; readonly onText: () => void }): ReactNode {
  const title = useSelect((state) => state.session?.title ?? '');
  const kernel = useSelect((state) => state.session?.lanes[0]?.kernel);
  const config = useSelect((state) => state.session?.lanes[0]?.config);
  const theme = useSelect((state) => state.theme);
  const projector = useSelect((state) => state.projector);
  const lens = useSelect((state) => state.lens);
  const exploring = useSelect((state) => state.exploring);
  const commands = useCommands();
  if (kernel === undefined || config === undefined) return null;
  const kernels = (): Promise<readonly MenuSection[] | null> =>
    commands.during(() =>
      fetchPart(commands, MENU_PART, async () => {
        const { machineMenu } = await import('./top/machine-menu.ts');
        return machineMenu(kernel, config, (settings) => void commands.setMachine(settings));
      }),
    );
  return (
    <TopBar
      title={title}
      kernel={kernel}
      config={config}
      theme={theme}
      projector={projector}
      lens={lens}
      editing={editing}
      exploring={exploring}
      onExplore={() => commands.setExploring(!exploring)}
      onDialog={commands.openDialog}
      kernels={kernels}
      onTheme={commands.setTheme}
      onProjector={commands.setProjector}
      onLens={commands.setLens}
      onText={onText}
    />
  );
}
