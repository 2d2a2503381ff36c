/**
 * Motion is decided in theme.css alone: durations, their absence under prefers-reduced-motion, and the speed of playing. A mark asks here;
 * where there are no styles (tests) every duration is 0, which means: jump to the end.
 */
export type Token = 'drop' | 'let-go' | 'slot';

/** The duration of a motion token in milliseconds, at the speed that holds for this element. */
export function durationMs(element: Element, token: Token): number {
  const styles = getComputedStyle(element);
  const speed = Number(styles.getPropertyValue('--speed')) || 1;
  return milliseconds(styles.getPropertyValue(`--t-${token}`)) / speed;
}

/** `180ms` and `0.18s` as a number of milliseconds; 0 for anything else. */
export function milliseconds(text: string): number {
  const [, value, unit] = /^\s*([\d.]+)(ms|s)\s*$/.exec(text) ?? [];
  return value === undefined ? 0 : Number(value) * (unit === 's' ? 1000 : 1);
}
