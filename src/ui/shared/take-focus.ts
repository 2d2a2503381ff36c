/**
 * The heading of a part that has come by a key: with the focus on nothing else it is what is read next. At the opening of the page it is not.
 * A ref for it, with `tabIndex={-1}`.
 */
export function takeFocus(heading: HTMLElement | null): void {
  if (heading === null || document.activeElement !== document.body) return;
  const isAsked = 'userActivation' in navigator && navigator.userActivation.hasBeenActive;
  if (isAsked) heading.focus({ preventScroll: true });
}
