import { shortcutFor, type Shortcut } from '../state/shortcuts.ts';
import type { AppStore } from '../state/store.ts';

/** Where a key is text, or belongs to the widget that has the focus. */
const TYPING =
  'input, textarea, select, [contenteditable="true"], [contenteditable=""], [role="textbox"], [role="combobox"]';
const OWNS_ARROWS =
  '[role="slider"], [role="menu"], [role="menubar"], [role="listbox"], [role="tablist"], [role="radiogroup"], [role="grid"], [role="tree"]';
const OWNS_SPACE = 'button, a[href], summary, [role="button"], [role="switch"], [role="checkbox"]';

/**
 * The keys of shortcuts.ts. None fires while typing, while a dialog is open (Escape does), or when a widget has used the key.
 *
 * @param concerns leaves out the keys of things that are not on this page
 */
export function startKeyboard(
  { store, commands }: AppStore,
  target: EventTarget,
  concerns: (shortcut: Shortcut) => boolean = () => true,
): () => void {
  const onKeyDown = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return;
    const name = keyName(event);
    const shortcut = name === null ? undefined : shortcutFor(name);
    if (name === null || shortcut === undefined || !concerns(shortcut)) return;
    if (belongsToFocus(event, name)) return;
    const state = store.getState();
    if (state.dialog !== null && name !== 'Escape') return;
    event.preventDefault();
    shortcut.run({ state, commands });
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

/** As shortcuts.ts writes keys; null for those with Ctrl, Alt or Meta, which are the browser's. */
function keyName({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): string | null {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === ' ') return 'Space';
  const withShift = shiftKey && (key.length > 1 || /^[A-Z]$/.test(key));
  return withShift ? `Shift+${key}` : key;
}

function belongsToFocus({ target }: KeyboardEvent, name: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPING) !== null) return name !== 'Escape' || target.closest('.cm-editor') !== null;
  if (name === 'Space') return target.closest(OWNS_SPACE) !== null;
  const moves = name.startsWith('Arrow') || name === 'Home' || name === 'End' || name.startsWith('Page');
  return moves && target.closest(OWNS_ARROWS) !== null;
}
