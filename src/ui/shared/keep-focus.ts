/**
 * What of a panel has the focus may go with the next step: then the panel has it, and not the page as a whole, where Tab would begin anew. A
 * ref for the panel, which must be able to have the focus; it looks on only while the focus is inside.
 */
export function keepFocus(panel: HTMLElement | null): (() => void) | undefined {
  if (panel === null) return undefined;
  let held: Element | null = null;
  const check = (): void => {
    if (held === null || held.isConnected) return;
    letGo();
    if (document.activeElement === document.body) panel.focus({ preventScroll: true });
  };
  const watch = new MutationObserver(check);
  const letGo = (): void => {
    held = null;
    watch.disconnect();
  };
  const came = ({ target }: FocusEvent): void => {
    held = target instanceof Element && target !== panel ? target : null;
    if (held !== null) watch.observe(panel, { childList: true, subtree: true });
  };
  // Some browsers say that the focus has gone when its element has, some do not: what was removed is not let go.
  const went = ({ target }: FocusEvent): void => {
    queueMicrotask(() => {
      if (target === held && target instanceof Element && target.isConnected) letGo();
      else check();
    });
  };
  panel.addEventListener('focusin', came);
  panel.addEventListener('focusout', went);
  return () => {
    letGo();
    panel.removeEventListener('focusin', came);
    panel.removeEventListener('focusout', went);
  };
}
