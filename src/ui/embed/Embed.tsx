import type { MouseEvent, ReactNode } from 'react';
import { currentStep } from '../../state/selectors.ts';
import type { Banner as BannerView } from '../../state/state.ts';
import type { AppStore } from '../../state/store.ts';
import { Lanes } from '../compare/Lanes.tsx';
import { ErrorPanel } from '../dialogs/ErrorPanel.tsx';
import { Timeline } from '../Dock.tsx';
import { AppContext, useCommands, useSelect } from '../shared/app.ts';
import { Icon } from '../shared/Icon.tsx';
import { Later, RANKS, Turned, useBusy } from '../shared/Later.tsx';
import { MenuHost } from '../shared/MenuHost.tsx';
import { Announcer, Banner, Toast } from '../shared/Notices.tsx';
import { Tips } from '../shared/Tips.tsx';
import { useTheme } from '../shared/use-theme.ts';
import type { EmbedChoice } from './embed-choice.ts';
import './embed.css';

export type EmbedProps = {
  readonly choice: EmbedChoice;
  /** The whole address of what is shown now, outside of any frame. */
  readonly link: () => string;
  readonly copy: (text: string) => Promise<void>;
  readonly onBannerAction: (run: NonNullable<BannerView['action']>['run']) => void;
};

/** The run inside somebody else's page: what happens, the stage, time, and the way to the whole page. Nothing is kept on the device. */
export function Embed({ app, ...props }: { readonly app: AppStore } & EmbedProps): ReactNode {
  return (
    <AppContext value={app}>
      <MenuHost>
        <Turned>
          <Framed {...props} />
        </Turned>
      </MenuHost>
    </AppContext>
  );
}

function Framed({ choice, link, copy, onBannerAction }: EmbedProps): ReactNode {
  const title = useSelect((state) => state.session?.title ?? null);
  const crash = useSelect((state) => state.crash);
  const lens = useSelect((state) => state.lens);
  const busy = useBusy();
  const commands = useCommands();
  useTheme();
  const copyReport = (text: string): void => {
    copy(text).then(
      () => commands.showToast('Copied the report.'),
      () => commands.showToast('The browser does not allow copying in this frame.'),
    );
  };
  return (
    <div
      className="screen embed"
      ref={busy}
      data-lens={lens}
      data-ui={choice.ui}
      data-locked={choice.isLocked ? '' : undefined}
    >
      <header className="top">
        <strong className="wordmark">kmapscope</strong>
        <span className="embed-title">{title ?? ''}</span>
        <WayOut link={link} />
      </header>
      <Banner run={onBannerAction} />
      {crash !== null && (
        <ErrorPanel crash={crash} link={link()} onRecover={() => void commands.recover()} onCopy={copyReport} />
      )}
      {title !== null && (
        <main className="embed-desk" id="stage">
          <Later rank={RANKS.story}>
            <Told />
          </Later>
          <Later rank={RANKS.stage}>
            <Lanes />
            <div className="embed-time" inert={choice.isLocked}>
              <Timeline />
            </div>
          </Later>
          <div id="menus" />
        </main>
      )}
      <Later rank={RANKS.announcement}>
        <Announcer />
      </Later>
      <Toast />
      <Tips />
    </div>
  );
}

/** The step in a sentence. */
function Told(): ReactNode {
  const at = useSelect((state) => state.session?.at ?? 0);
  const step = useSelect(currentStep);
  return (
    <section className="embed-told" aria-label="Story">
      <h1>{step?.title ?? 'Just booted'}</h1>
      <p className="sentence">{step?.sentence ?? (at === 0 ? 'Nothing has happened yet.' : '')}</p>
    </section>
  );
}

/**
 * Leads to this step on the whole page. The address is asked for when it is about to be used: a long run takes a moment to pack, and what
 * packs it may have to be fetched for the first click.
 */
function WayOut({ link }: { readonly link: () => string }): ReactNode {
  const commands = useCommands();
  const bring = ({ currentTarget }: MouseEvent<HTMLAnchorElement>): void => {
    currentTarget.href = link();
  };
  const leave = (event: MouseEvent<HTMLAnchorElement>): void => {
    bring(event);
    if (commands.address() !== null) return;
    event.preventDefault();
    // A browser lets a page open another one for some seconds after a click.
    void commands.fetchAddress().then((address) => window.open(address ?? link(), '_blank', 'noopener'));
  };
  return (
    <a
      className="box way-out"
      href="./"
      target="_blank"
      rel="noopener"
      onClick={leave}
      onAuxClick={bring}
      onContextMenu={bring}
    >
      Open in kmapscope <Icon name="arrow" size={12} />
    </a>
  );
}
