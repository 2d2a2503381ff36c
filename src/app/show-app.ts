import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { AppStore } from '../state/store.ts';
import { App } from './App.tsx';

/** Puts the screen on the page: by far the larger part of all code, and the part that can wait for the run to be opened. */
export function showApp(app: AppStore, embedded: boolean, root: HTMLElement): void {
  createRoot(root).render(createElement(App, { app, embedded }));
  fetchFonts(app);
}

/**
 * The first picture shares neither its way here nor its time with the fonts: without them its words are set in what the device has. When
 * they come everything is laid out again.
 */
function fetchFonts({ store }: AppStore): void {
  const fetchThem = (): void => void import('./fonts.css').catch(() => undefined);
  const stop = store.subscribe(whenThereIsSomething);
  function whenThereIsSomething(): void {
    const { session, banner } = store.getState();
    if (session === null && banner === null) return;
    stop();
    whenIdle(fetchThem);
  }
  whenThereIsSomething();
}

/** Frames in which the first picture is laid out, measured and drawn. */
const FRAMES = 3;
const LATEST_MS = 3000;

/** Calls back when the first frames are done and nothing else is; not every browser says that it is idle. */
function whenIdle(task: () => void, frames = FRAMES): void {
  if (frames > 0) requestAnimationFrame(() => whenIdle(task, frames - 1));
  else if ('requestIdleCallback' in window) requestIdleCallback(task, { timeout: LATEST_MS });
  else setTimeout(task, LATEST_MS / 10);
}
