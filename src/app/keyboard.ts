import { shortcutFor, type Shortcut } from '../state/shortcuts.ts';
import { isBusy } from '../state/selectors.ts';
import type { AppStore } from '../state/store.ts';

/** Where a key is text, or belongs to the widget that has the focus. */
const TYPING =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [contenteditable=""], [role="textbox"], [role="combobox"]';
const OWNS_ARROWS =
  'input[type="radio"], [role="slider"], [role="menu"], [role="menubar"], [role="listbox"], [role="tablist"], [role="radiogroup"], [role="grid"], [role="tree"]';
const OWNS_SPACE =
  'button, a[href], summary, input[type="radio"], input[type="checkbox"], [role="button"], [role="switch"], [role="checkbox"]';
/**
 * Where there are pages to turn. Nowhere else has a remote clicker, which sends these keys and nothing else, to care what its owner clicked
 * last: a slot, the lanes of time, the speed.
 */
const OWNS_PAGES =
  'textarea, select, [contenteditable="true"], [contenteditable=""], .cm-editor, [role="menu"], [role="listbox"], [role="tree"]';
const IS_OF_TIME = '[role="toolbar"] select';
/** Where letters, too, go to the item that begins with them. */
const OWNS_LETTERS = '[role="menu"]';

/** What the keys of these groups do depends on what those before have done. */
const WAITS: ReadonlySet<Shortcut['group']> = new Set(['do', 'tour']);

/** Nobody types further ahead of the machine than that. */
const MOST_WAITING = 64;

/**
 * The keys of shortcuts.ts. What a key does depends on what is shown, so one that does something waits for what the keys before it have done,
 * however fast they come. None fires while typing, in a menu, while a dialog is open (Escape does; a dialog that is a panel's own has all
 * its keys for itself), or when a widget has used the key.
 *
 * @param concerns leaves out the keys of things that are not on this page
 */
export function startKeyboard(
  { store, commands }: AppStore,
  target: EventTarget,
  concerns: (shortcut: Shortcut) => boolean = () => true,
): () => void {
  const waiting: Shortcut[] = [];
  const act = (shortcut: Shortcut): void => shortcut.run({ state: store.getState(), commands });
  const goOn = (): void => {
    while (!isBusy(store.getState())) {
      const next = waiting.shift();
      if (next === undefined) return;
      act(next);
    }
  };
  const onKeyDown = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return;
    const name = keyName(event);
    const shortcut = name === null ? undefined : shortcutFor(name);
    if (name === null || shortcut === undefined || !concerns(shortcut)) return;
    if (belongsToFocus(event, name)) return;
    const state = store.getState();
    if (state.dialog !== null ? name !== 'Escape' : document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    const isAhead = waiting.length > 0 || (WAITS.has(shortcut.group) && isBusy(state));
    if (!isAhead) act(shortcut);
    else if (waiting.length < MOST_WAITING) waiting.push(shortcut);
  };
  target.addEventListener('keydown', onKeyDown);
  const unsubscribe = store.subscribe(goOn);
  return () => {
    target.removeEventListener('keydown', onKeyDown);
    unsubscribe();
  };
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
  if (name.startsWith('Page')) return target.closest(OWNS_PAGES) !== null && target.closest(IS_OF_TIME) === null;
  if (target.closest(OWNS_LETTERS) !== null) return true;
  if (target.closest(TYPING) !== null) return name !== 'Escape' || target.closest('.cm-editor') !== null;
  if (name === 'Space') return target.closest(OWNS_SPACE) !== null;
  const moves = name.startsWith('Arrow') || name === 'Home' || name === 'End';
  return moves && target.closest(OWNS_ARROWS) !== null;
}
