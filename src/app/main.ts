import { present } from '../base/assert.ts';
import { fetchLinkPart, linksFetchedBy } from '../state/links.ts';
import { addressOf, browserAddressBar, framedAddressBar } from './address-bar.ts';
import { browserNote, startArrangement } from './arrangement.ts';
import { browserShelf, NO_SHELF, openAttic } from './attic.ts';
import { copyText } from './clipboard.ts';
import { browserFiles, startDropping } from './files.ts';
import { startFrame } from './frame.ts';
import { startKeyboard } from './keyboard.ts';
import { start } from './start.ts';
import '../ui/screen.css';
import './theme.css';
import { startEngine } from './workers.ts';

/** `?embed=1`: a frame in somebody else's page. */
const query = new URLSearchParams(location.search);
const embedded = query.get('embed') === '1';

const { app } = start(
  startEngine(),
  embedded ? framedAddressBar() : browserAddressBar(),
  openAttic(embedded ? NO_SHELF : browserShelf),
  { copy: copyText, addressOf, files: browserFiles, links: linksFetchedBy(fetchLinkPart), calculator: startEngine },
);
if (embedded) {
  startFrame(app, query);
} else {
  startArrangement(app, browserNote);
  startKeyboard(app, document);
  startDropping((file) => void app.commands.openFile(file));
}
app.store.subscribe(({ session }) => {
  document.title = session === null || session.title === '' ? 'kmapscope' : `${session.title} · kmapscope`;
});

// The run is opened while the screen is still on its way here.
const root = present(document.getElementById('root'), '#root');
import('./show-app.ts').then(
  ({ showApp }) => showApp(app, embedded, root),
  () => {
    root.textContent = 'kmapscope could not be fetched. Load the page again when the connection is back.';
  },
);
