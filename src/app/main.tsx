import { createRoot } from 'react-dom/client';
import { present } from '../base/assert.ts';
import { addressOf, browserAddressBar } from './address-bar.ts';
import { App } from './App.tsx';
import { browserShelf, openAttic } from './attic.ts';
import { copyText } from './clipboard.ts';
import { browserFiles, startDropping } from './files.ts';
import { startKeyboard } from './keyboard.ts';
import { start } from './start.ts';
import './theme.css';
import { startEngine } from './workers.ts';

const { app } = start(startEngine(), browserAddressBar(), openAttic(browserShelf), {
  copy: copyText,
  addressOf,
  files: browserFiles,
  calculator: startEngine,
});
startKeyboard(app, document);
startDropping((file) => void app.commands.openFile(file));
app.store.subscribe(({ session }) => {
  document.title = session === null || session.title === '' ? 'kmapscope' : `${session.title} · kmapscope`;
});
createRoot(present(document.getElementById('root'), '#root')).render(<App app={app} />);
