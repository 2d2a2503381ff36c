/**
 * What the explorer explores: a block of 16-bit cells and numbered actions on it, nothing else. Four functions are enough (initial, next,
 * and two of the caller's); the optional ones make the same system faster or smaller, never another one.
 */
export interface System {
  /** Number of 16-bit cells of a state. */
  readonly cells: number;
  /** Actions are numbered 0 … actions − 1, at most 65,535 of them. */
  readonly actions: number;

  /** Writes the initial state; `into` holds zeros. */
  readonly initial: (into: Uint16Array) => void;

  /** state → into. False: not enabled, and `into` holds anything. */
  readonly next: (state: Uint16Array, action: number, into: Uint16Array) => boolean;

  /**
   * `next` in place, and faster: carries the action out on `block` and says how many of its cells it may have written, their numbers being
   * in `touched` (in any order, repeated if need be, at least `2 * cells` places). NOT_ENABLED: nothing changed. LOOK: it does not know.
   */
  readonly act?: (block: Uint16Array, action: number, touched: Uint16Array) => number;

  /** Writes the actions that may be enabled in `state`, in rising order, and returns how many. All others are not enabled there. */
  readonly candidates?: (state: Uint16Array, into: Uint16Array) => number;

  /**
   * Ranges of actions that look at few cells, by the first action of each, in rising order from 0 on; each ends where the next begins. Their
   * `act` depends on the block alone and asks for and writes one cell at a time: what it reads and writes is then taken down once, and done
   * again without it wherever the same cells hold the same values (see learned.ts). Good ranges are actions that look at the same cells.
   */
  readonly ranges?: readonly number[];

  /**
   * Symmetry: turns `state` into the one that stands for all like it. Sound when each renaming that it may apply maps the system onto
   * itself (an action of the one is an action of the other under the renaming) and leaves every property's answer alone.
   */
  readonly canonical?: (state: Uint16Array) => void;

  /**
   * Merging: an action that may be taken from `state` at once and alone, before all others, or −1. Sound when that action a
   *   1. is enabled, and stays so whatever the others do, until it is taken,
   *   2. commutes with every action that others can take before it (either order reaches the same state, neither disables the other),
   *   3. changes no property's answer, of states or of steps,
   *   4. where there is symmetry too, is not followed by eager ones without end: where such a circle is left depends on names.
   * A micro-step that reads and writes nothing but its own CPU's line and locals is such an action.
   */
  readonly eager?: (state: Uint16Array) => number;
}

/** What `act` returns when the action is not enabled; the block is as it was. */
export const NOT_ENABLED = -1;
/** What `act` returns when it carried the action out and did not take down what it wrote. */
export const LOOK = -2;

/** `always` looks for a counterexample, `sometimes` for an example. */
export type Mood = 'always' | 'sometimes';

/** A question about every reachable state. `holds` must not write to the state. */
export type StateProperty = {
  readonly name: string;
  readonly mood: Mood;
  readonly holds: (state: Uint16Array) => boolean;
  /** `holds` depends on the state alone and asks for few cells, one at a time: its answers may be learned. */
  readonly local?: boolean;
};

/** A question about every step that can be taken, also one that leads to a state seen before. */
export type StepProperty = {
  readonly name: string;
  readonly mood: Mood;
  readonly holdsOn: (before: Uint16Array, action: number, after: Uint16Array) => boolean;
};

export type Property = StateProperty | StepProperty;

/** A system whose every action is carried out in place, by `act`: the house contract's `next` follows from it. */
export function inPlace(
  system: Omit<System, 'next' | 'act'> & { act: (block: Uint16Array, action: number, touched: Uint16Array) => number },
): System {
  const touched = new Uint16Array(2 * system.cells);
  return {
    ...system,
    next: (state, action, into) => {
      into.set(state);
      return system.act(into, action, touched) !== NOT_ENABLED;
    },
  };
}
