const LATEST_MS = 3000;
/** For browsers that do not say when they are idle. */
const SOON_MS = 300;

/** Calls back when the browser has nothing else to do, or after three seconds. */
export function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: LATEST_MS });
  else setTimeout(task, SOON_MS);
}
