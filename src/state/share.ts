/** How long may be drawn for one frame, in milliseconds of script: on a slow machine one part has it for itself, on a fast one all do. */
export type Share = {
  readonly ms: () => number;
  /** Is it to be told how long the coming frame takes? To hear of it costs a message. */
  readonly asks: () => boolean;
  /**
   * A frame has taken so long, from its first line of script until it was laid out and painted. `used`: more would have been drawn for it if it
   * had been allowed; else it says nothing of what there is time for.
   */
  readonly learn: (frameMs: number, used: boolean) => void;
};

/** No frame is promised more at first: what was drawn is yet to be laid out and painted. */
const LEAST_MS = 0.25;
const MOST_MS = 5;

/** A frame that took less leaves time to others. */
const ROOMY_MS = 5;
/** One that took more is too long: others are to come in between. */
const FULL_MS = 8;
/** Where even the least takes too long, so many frames go by until it is asked again. */
const PAUSE = 4;
/** More is tried little by little, and given up at once. */
const STEP_MS = 0.25;

export function startShare(): Share {
  let share = LEAST_MS;
  let pause = 0;
  return {
    ms: () => share,
    asks: () => {
      if (pause === 0) return true;
      pause -= 1;
      return false;
    },
    learn: (frameMs, used) => {
      if (used && frameMs < ROOMY_MS) share = Math.min(MOST_MS, share + STEP_MS);
      else if (frameMs > FULL_MS) {
        if (share === LEAST_MS) pause = PAUSE;
        share = Math.max(LEAST_MS, share / 2);
      }
    },
  };
}
