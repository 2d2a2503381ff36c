/** What turns need of the browser. */
export type Frames = {
  /** Runs a task before the next frame is drawn. */
  readonly next: (task: () => void) => void;
  readonly nowMs: () => number;
};

/** A part of the screen that draws itself when its turn comes. Parts of lower rank go first. */
export type Part = { readonly rank: number; readonly draw: () => void };

/** The rank of what shows the step itself: it draws as soon as it hears of it, if the coming frame is free. */
export const AT_ONCE = 0;
/** The rank of what makes that picture whole: it goes next, before the picture of another step is begun. */
export const WHOLE = 1;

/**
 * Who draws in which frame: one part in each, so that no frame takes long. When the cursor in time has moved, the stage is drawn at once and
 * has the next frame for itself; every other part follows in a frame of its own. While the cursor goes on moving the parts wait, but not for
 * ever: one that has waited for long gets a frame between two of the stage.
 */
export type Turns = {
  /** This part has something new to draw. */
  readonly ask: (part: Part) => void;
  /** It has not any more. */
  readonly cancel: (part: Part) => void;
  /** Does anybody wait for a turn? */
  readonly waiting: () => boolean;
  /** Hears when the last one who waited has drawn. */
  readonly onQuiet: (heard: () => void) => () => void;
};

/** A part that has waited for so long goes before the stage. */
const PATIENCE_MS = 600;

export function startTurns({ next, nowMs }: Frames): Turns {
  const since = new Map<Part, number>();
  const listeners = new Set<() => void>();
  /** The coming frame belongs to what was drawn at once. */
  let taken = false;
  let expected = false;
  /** The frame before went to one that had waited for long: this one does not. */
  let isStageNext = false;

  const first = (): Part | undefined => [...since.keys()].toSorted((a, b) => a.rank - b.rank)[0];
  /** What is missing of the picture that was begun: all of it is drawn in one frame. */
  const missing = (): readonly Part[] => [...since.keys()].filter(({ rank }) => rank === WHOLE);
  const overdue = (): Part | undefined => {
    if (isStageNext || missing().length > 0) return undefined;
    const now = nowMs();
    return [...since].find(([{ rank }, asked]) => rank !== AT_ONCE && now - asked >= PATIENCE_MS)?.[0];
  };
  const expect = (): void => {
    if (expected || (since.size === 0 && !taken)) return;
    expected = true;
    next(frame);
  };
  const frame = (): void => {
    expected = false;
    const late = taken ? undefined : overdue();
    const parts = taken ? [] : missing().length > 0 ? missing() : [late ?? first()];
    taken = false;
    isStageNext = late !== undefined;
    for (const part of parts) if (part !== undefined) done(part, part.draw);
    expect();
  };
  const done = (part: Part, draw: () => void): void => {
    if (!since.delete(part)) return;
    draw();
    if (since.size === 0) for (const heard of listeners) heard();
  };
  return {
    ask: (part) => {
      if (!since.has(part)) since.set(part, nowMs());
      if (part.rank === AT_ONCE && !taken && missing().length === 0 && overdue() === undefined) {
        taken = true;
        isStageNext = false;
        done(part, part.draw);
      }
      expect();
    },
    cancel: (part) => done(part, () => undefined),
    waiting: () => since.size > 0,
    onQuiet: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
