import type { AppStore } from '../state/store.ts';

/** How long a step stays at normal speed, by zoom. Long enough to read its sentence; a line of a routine is shorter than a call. */
const BEAT_MS = { calls: 1600, lines: 800 } as const;

/** Time belongs here: while the store says `playing`, a step on every beat. The model has steps, not seconds. */
export function startPlayback({ store, commands }: AppStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const schedule = (): void => {
    const { playing, speed, zoom } = store.getState();
    rest();
    if (playing) timer = setTimeout(beat, BEAT_MS[zoom] / speed);
  };
  /** The next beat is counted from when the picture is there, so that a slow machine shows every step. */
  const beat = (): void => {
    void commands.advance().then(schedule);
  };
  const unsubscribe = store.subscribe((state, before) => {
    const changed = state.playing !== before.playing || state.speed !== before.speed || state.zoom !== before.zoom;
    if (changed) schedule();
  });
  schedule();
  return () => {
    unsubscribe();
    rest();
  };
}
