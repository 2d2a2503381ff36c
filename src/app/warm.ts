/** Fetches a part of the page. */
type Fetch = () => Promise<unknown>;

const GESTURES = ['pointerdown', 'keydown'] as const;

/**
 * From the first gesture on fetches what may be wanted next, one part after the other whenever nothing else is to be done: the first menu
 * opens at once then, and without any connection too. Nobody who only looks has fetched more than what they look at. What cannot be fetched
 * is fetched when it is asked for, and it is said then if that fails as well.
 */
export function warmUp(parts: readonly Fetch[], target: EventTarget, whenIdle: (task: () => void) => void): void {
  const fetchFrom = (next: number): void => {
    const part = parts[next];
    if (part === undefined) return;
    const goOn = (): void => fetchFrom(next + 1);
    whenIdle(() => void part().then(goOn, goOn));
  };
  const begin = (): void => {
    GESTURES.forEach((gesture) => target.removeEventListener(gesture, begin));
    fetchFrom(0);
  };
  GESTURES.forEach((gesture) => target.addEventListener(gesture, begin, { passive: true }));
}
