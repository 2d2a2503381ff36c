/**
 * What was chosen with a pointer does not keep the focus: the arrow keys are to lead on through time, as the story says, and not to the next
 * choice. Who came there with keys stays.
 */
export function letGo(field: HTMLElement): void {
  if (!field.matches(':focus-visible')) field.blur();
}
