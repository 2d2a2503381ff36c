import { startShare } from './share.ts';

/** What turns need of the browser. */
export type Frames = {
  /** Runs a task before the next frame is drawn. */
  readonly next: (task: () => void) => void;
  /** Called before a frame is drawn: runs a task when it has been laid out and painted. */
  readonly painted: (task: () => void) => void;
  readonly nowMs: () => number;
  /** Is something on its way that is to be drawn at once? */
  readonly isAwaited: () => boolean;
};

/** A part of the screen that draws itself when its turn comes: when `draw` returns, it has. Parts of lower rank go first. */
export type Part = { readonly rank: number; readonly draw: () => void };

/** The rank of what shows the step itself: it draws as soon as it hears of it, if the coming frame is free. */
export const AT_ONCE = 0;
/** The rank of what makes that picture whole: it goes next, before the picture of another step is begun. */
export const WHOLE = 1;

/**
 * Who draws in which frame, so that no frame takes long: as many parts as there is time for, and where the machine is slow one in each. When
 * the cursor in time has moved, the stage is drawn at once; every other part follows. While the cursor goes on moving the parts wait, but not
 * for ever: one that has waited for long gets a frame between two of the stage.
 */
export type Turns = {
  /** This part has something new to draw. */
  readonly ask: (part: Part) => void;
  /** It has not any more. */
  readonly cancel: (part: Part) => void;
  /** Does anybody wait for a turn? */
  readonly waiting: () => boolean;
  /** Resolves when the picture that was begun, if any, is whole. */
  readonly whole: () => Promise<void>;
  /** Hears when the last one who waited has drawn. */
  readonly onQuiet: (heard: () => void) => () => void;
};

/** A part that has waited for so long goes before the stage. */
const PATIENCE_MS = 1000;

/** A stage that was not drawn for so long stands for a step by itself, not for a cursor that goes on moving: nobody goes before it. */
const ALONE_MS = 100;

/** So long the parts leave the frame to what is on its way: who presses a key waits for its step, and not for the panels of the last one. */
const AWAIT_MS = 50;

export function startTurns({ next, painted, nowMs, isAwaited }: Frames): Turns {
  const share = startShare();
  const since = new Map<Part, number>();
  const listeners = new Set<() => void>();
  /** Who waits for a whole picture. */
  let awaiting: (() => void)[] = [];
  /** Who has drawn for the coming frame, and how long that took. */
  const drawn = new Set<Part>();
  let spentMs = 0;
  let expected = false;
  /** The frame before went to one that had waited for long: this one does not. */
  let isStageNext = false;
  /** When a stage was drawn last. */
  let stageMs = -Infinity;

  /** Since when the parts have left their frames to what is on its way. */
  let leftSince: number | null = null;

  const isFree = (): boolean => drawn.size === 0;
  /** Who is next: what makes a picture whole goes before the next picture. Nobody draws twice for one frame. */
  const first = (): Part | undefined => {
    let next: Part | undefined;
    for (const part of since.keys())
      if (!drawn.has(part) && (next === undefined || placeOf(part) < placeOf(next))) next = part;
    return next;
  };
  /** Is a picture still to be drawn, or to be made whole? */
  const isDrawing = (): boolean => [...since.keys()].some(({ rank }) => rank <= WHOLE);
  /** Is the picture that was begun still to be made whole? */
  const isBegun = (): boolean => [...since.keys()].some(({ rank }) => rank === WHOLE);
  const overdue = (): Part | undefined => {
    if (isStageNext || isBegun()) return undefined;
    const now = nowMs();
    return [...since].find(([{ rank }, asked]) => rank !== AT_ONCE && now - asked >= PATIENCE_MS)?.[0];
  };
  /** Is this frame left to what is on its way? */
  const isLeft = (): boolean => {
    leftSince = isAwaited() ? (leftSince ?? nowMs()) : null;
    return leftSince !== null && nowMs() - leftSince < AWAIT_MS && isFree() && !isBegun();
  };
  const isAlone = (): boolean => nowMs() - stageMs >= ALONE_MS;
  /** Who only follows leaves the frame in which a picture has become whole to itself: the next one may be asked for then. */
  const isRoomFor = ({ rank }: Part): boolean =>
    isFree() || (spentMs < share.ms() && (rank <= WHOLE || [...drawn].every((one) => one.rank > WHOLE)));
  const expect = (): void => {
    if (expected || (since.size === 0 && isFree())) return;
    expected = true;
    next(frame);
  };
  const frame = (): void => {
    expected = false;
    const begun = nowMs() - spentMs;
    const late = isFree() ? overdue() : undefined;
    if (isFree()) isStageNext = late !== undefined;
    if (late !== undefined || !isLeft()) {
      for (let part = late ?? first(); part !== undefined && isRoomFor(part); part = first()) done(part, part.draw);
    }
    const used = spentMs >= share.ms() && first() !== undefined;
    if (!isFree() && share.asks()) painted(() => share.learn(nowMs() - begun, used));
    drawn.clear();
    spentMs = 0;
    expect();
  };
  const done = (part: Part, draw: (() => void) | null): void => {
    if (!since.delete(part)) return;
    if (draw !== null) {
      const begun = nowMs();
      if (part.rank === AT_ONCE) stageMs = begun;
      drawn.add(part);
      draw();
      spentMs += nowMs() - begun;
    }
    if (!isDrawing()) awaiting.splice(0).forEach((heard) => heard());
    if (since.size === 0) for (const heard of listeners) heard();
  };
  return {
    ask: (part) => {
      if (!since.has(part)) since.set(part, nowMs());
      if (part.rank === AT_ONCE && isFree() && !isBegun() && (isAlone() || overdue() === undefined)) {
        isStageNext = false;
        done(part, part.draw);
      }
      expect();
    },
    cancel: (part) => done(part, null),
    waiting: () => since.size > 0,
    whole: () => (isDrawing() ? new Promise((whole) => (awaiting = [...awaiting, whole])) : Promise.resolve()),
    onQuiet: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/** The lower goes first; what makes a picture whole goes before all. */
const placeOf = ({ rank }: Part): number => (rank === WHOLE ? -1 : rank);
