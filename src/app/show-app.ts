import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { AppStore } from '../state/store.ts';
import { App } from './App.tsx';
import { whenIdle } from './when-idle.ts';

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
  const fetchThem = async (): Promise<unknown> => await import('./fonts.css');
  const stop = store.subscribe(whenThereIsSomething);
  function whenThereIsSomething(): void {
    const { session, banner } = store.getState();
    if (session === null && banner === null) return;
    stop();
    afterFrames(FRAMES, () => void fetchThem().catch(() => undefined));
  }
  whenThereIsSomething();
}

/** Frames in which the first picture is laid out, measured and drawn. */
const FRAMES = 3;

function afterFrames(frames: number, task: () => void): void {
  if (frames === 0) whenIdle(task);
  else requestAnimationFrame(() => afterFrames(frames - 1, task));
}
