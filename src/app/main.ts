import { present } from '../base/assert.ts';
import { fetchLinkPart, linksFetchedBy } from '../state/links.ts';
import { addressOf, browserAddressBar, framedAddressBar } from './address-bar.ts';
import { browserNote, startArrangement } from './arrangement.ts';
import { browserShelf, NO_SHELF, openAttic } from './attic.ts';
import { copyText } from './clipboard.ts';
import { browserFiles, startDropping } from './files.ts';
import { startKeyboard } from './keyboard.ts';
import { forgetLostStyles } from './lost-styles.ts';
import { start } from './start.ts';
import '../ui/screen.css';
import './theme.css';
import { warmUp } from './warm.ts';
import { whenIdle } from './when-idle.ts';
import { startEngine } from './workers.ts';

/** `?embed=1`: a frame in somebody else's page. */
const query = new URLSearchParams(location.search);
const embedded = query.get('embed') === '1';

forgetLostStyles(document);
const links = linksFetchedBy(fetchLinkPart);
const { app } = start(
  startEngine(),
  embedded ? framedAddressBar() : browserAddressBar(),
  openAttic(embedded ? NO_SHELF : browserShelf),
  { copy: copyText, addressOf, files: browserFiles, links, calculator: startEngine },
);
if (!embedded) {
  startArrangement(app, browserNote);
  startKeyboard(app, document);
  startDropping((file) => void app.commands.openFile(file));
}
app.store.subscribe(({ session }) => {
  const title = session === null || session.title === '' ? 'kmapscope' : `${session.title} · kmapscope`;
  // To write the same once more is a change to the document.
  if (document.title !== title) document.title = title;
});

/** What a frame in somebody else's page has instead: its theme holds before there is anything to see. */
async function inFrame(): Promise<void> {
  const { startFrame } = await import('./frame.ts');
  startFrame(app, query);
}

/** The run is opened while the screen is still on its way here. */
async function show(): Promise<void> {
  const root = present(document.getElementById('root'), '#root');
  try {
    const [{ showApp }] = await Promise.all([import('./show-app.ts'), embedded ? inFrame() : null]);
    showApp(app, embedded, root);
  } catch (error) {
    root.textContent = 'kmapscope could not be fetched. Load the page again when the connection is back.';
    throw error;
  }
}
void show();

/** What one is likely to want next. The editor, the explorer and the costs are large, and come when they are asked for. */
const SOON_WANTED = [
  links.fetch,
  () => import('../ui/shared/TipLayer.tsx'),
  () => import('../ui/shared/OpenMenu.tsx'),
  () => import('../ui/top/machine-menu.ts'),
  () => import('../ui/timeline/Futures.tsx'),
  () => import('../ui/Dialogs.tsx'),
  () => import('../ui/compare/ComparedLanes.tsx'),
  () => import('../ui/tour/Tour.tsx'),
];
warmUp(embedded ? SOON_WANTED.slice(0, 3) : SOON_WANTED, document, whenIdle);
