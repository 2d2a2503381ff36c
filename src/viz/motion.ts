/**
 * Motion is decided in theme.css alone: durations, their absence under prefers-reduced-motion, and the speed of playing. A mark is handed
 * what holds there; where there are no styles (tests, saved pictures) every duration is 0, which means: jump to the end.
 */
export type Motion = { readonly dropMs: number; readonly letGoMs: number; readonly slotMs: number };

/** No motion: the picture is at its end at once. */
export const STILL: Motion = { dropMs: 0, letGoMs: 0, slotMs: 0 };

/** The durations that hold for an element, at its speed. One look at the styles: they are dear, so a picture asks once per change. */
export function motionOf(element: Element): Motion {
  const styles = getComputedStyle(element);
  const speed = Number(styles.getPropertyValue('--speed')) || 1;
  const lasts = (token: string): number => milliseconds(styles.getPropertyValue(token)) / speed;
  const motion = { dropMs: lasts('--t-drop'), letGoMs: lasts('--t-let-go'), slotMs: lasts('--t-slot') };
  return motion.dropMs === 0 ? STILL : motion;
}

/** `180ms` and `0.18s` as a number of milliseconds; 0 for anything else. */
export function milliseconds(text: string): number {
  const [, value, unit] = /^\s*([\d.]+)(ms|s)\s*$/.exec(text) ?? [];
  return value === undefined ? 0 : Number(value) * (unit === 's' ? 1000 : 1);
}
