import { THEMES } from '../state/state.ts';
import type { AppStore } from '../state/store.ts';
import { embedChoice } from '../ui/embed/embed-choice.ts';
import { startEmbedPort } from './embed-port.ts';
import { startKeyboard } from './keyboard.ts';

/** What a frame in somebody else's page has beside the screen: that page's theme, its messages, and the keys for what is in the frame. */
export function startFrame(app: AppStore, query: URLSearchParams): void {
  const choice = embedChoice(query);
  const groups = new Set(choice?.ui === 'full' ? ['time', 'look', 'compare', 'do'] : ['time', 'look', 'compare']);
  app.commands.setTheme(THEMES.find((theme) => theme === query.get('theme')) ?? 'auto');
  if (choice?.isLocked !== true) startKeyboard(app, document, ({ group }) => groups.has(group));
  startEmbedPort(app, window);
}
