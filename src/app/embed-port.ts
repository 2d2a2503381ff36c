import { startEmbedHeight } from './embed-height.ts';
import { THEMES } from '../state/state.ts';
import type { AppStore } from '../state/store.ts';

/**
 * What a page and the frame in it say to each other, by postMessage; each message is `{ kmapscope: name, … }`.
 *
 * From the frame: `ready`, `step` with `at` and `length` (whenever one of them changes), `height` with `version` 1 and the `height` in pixels
 * that it needs to show all without scrolling. To the frame: `goto` with `at`, `step`, `back`,
 * `play`, `pause`, `theme` with `theme`. Only the page around the frame is listened to, and it is told nothing that it did not put there.
 */
export function startEmbedPort({ store, commands }: AppStore, frame: Window): () => void {
  const page = frame.parent;
  if (page === frame) return () => undefined;
  const say = (message: Readonly<Record<string, unknown>>): void => page.postMessage(message, '*');
  let said = '';
  const tell = (): void => {
    const { session } = store.getState();
    if (session === null) return;
    const { at, length } = session;
    if (said === '') say({ kmapscope: 'ready' });
    if (said !== `${at}/${length}`) say({ kmapscope: 'step', at, length });
    said = `${at}/${length}`;
  };
  const hear = ({ source, data }: MessageEvent): void => {
    if (source !== page || typeof data !== 'object' || data === null) return;
    const { kmapscope, at, theme } = data as Readonly<Record<string, unknown>>;
    const length = store.getState().outline.length;
    if (kmapscope === 'goto' && typeof at === 'number')
      void commands.seek(Math.max(0, Math.min(length, Math.trunc(at))));
    if (kmapscope === 'step') void commands.step();
    if (kmapscope === 'back') void commands.back();
    if (kmapscope === 'play') void commands.play();
    if (kmapscope === 'pause') commands.pause();
    const wanted = THEMES.find((one) => one === theme);
    if (kmapscope === 'theme' && wanted !== undefined) commands.setTheme(wanted);
  };
  frame.addEventListener('message', hear);
  const stopMeasuring = startEmbedHeight((height) => say({ kmapscope: 'height', version: 1, height }));
  const unsubscribe = store.subscribe(tell);
  tell();
  return () => {
    frame.removeEventListener('message', hear);
    unsubscribe();
    stopMeasuring();
  };
}
