import { inPlace, LOOK, NOT_ENABLED, type StateProperty, type System } from './system.ts';

// Small systems whose state spaces are known by other means: the explorer is tested and timed on them. The first three are stateright's.

/** A bit that flips. */
export const binaryClock: System = {
  cells: 1,
  actions: 2,
  initial: (into) => {
    into[0] = 0;
  },
  next: (state, action, into) => {
    into[0] = action;
    return state[0] !== action;
  },
};

/**
 * A graph given by its paths, '1 2 3' and '1 4' for the edges 1→2, 2→3, 1→4; it begins at the first node named. The action is the node
 * to go to. The node's number stands in two cells, so that both change.
 */
export function digraph(paths: readonly string[]): System {
  const walks = paths.map((path) => path.trim().split(/\s+/).map(Number));
  const edges = new Set(walks.flatMap((walk) => walk.slice(1).map((to, i) => `${walk[i] as number} ${to}`)));
  const start = walks[0]?.[0] ?? 0;
  const nodeOf = (state: Uint16Array): number => (state[0] as number) + 256 * (state[1] as number);
  const put = (into: Uint16Array, node: number): void => {
    into[0] = node % 256;
    into[1] = Math.floor(node / 256);
  };
  return {
    cells: 2,
    actions: Math.max(...walks.flat()) + 1,
    initial: (into) => {
      put(into, start);
    },
    next: (state, action, into) => {
      put(into, action);
      return edges.has(`${nodeOf(state)} ${action}`);
    },
  };
}

/** Bytes x and y that count up and wrap: 65,536 states, in any of which a·x + b·y ≡ c (mod 256) may hold. */
export const twoBytes: System = {
  cells: 2,
  actions: 2,
  initial: () => undefined,
  next: (state, action, into) => {
    into.set(state);
    into[action] = ((state[action] as number) + 1) % 256;
    return true;
  },
};

export function solves(a: number, b: number, c: number): StateProperty {
  const holds = (state: Uint16Array): boolean => (a * (state[0] as number) + b * (state[1] as number)) % 256 === c;
  return { name: `${a}x + ${b}y = ${c}`, mood: 'sometimes', holds };
}

/** Counters from 0 to `top`, each counted up on its own: (top + 1)^count states, the farthest count · top steps away. */
export function counters(count: number, top: number): System {
  return inPlace({
    cells: count,
    actions: count,
    initial: () => undefined,
    act: (block, action) => {
      if (block[action] === top) return NOT_ENABLED;
      block[action] = (block[action] as number) + 1;
      return LOOK;
    },
  });
}

/** The same counters, and it does not matter which is which: C(count + top, top) states. */
export function alikeCounters(count: number, top: number): System {
  return {
    ...counters(count, top),
    canonical: (state) => {
      state.sort();
    },
  };
}

/**
 * Peterson's lock (Myths about the Mutual Exclusion Problem, 1981) for two processes: `flag`, `turn`, line of each. Action p is a step of
 * process p. `broken` sets the turn before the flag, which lets both in.
 */
export function peterson(broken: boolean): System {
  const FLAG = 0;
  const TURN = 2;
  const LINE = 3;
  return inPlace({
    cells: 5,
    actions: 2,
    initial: () => undefined,
    act: (block, p) => {
      const line = block[LINE + p] as number;
      const other = 1 - p;
      if (line === 0 || line === 1) {
        if ((line === 0) !== broken) block[FLAG + p] = 1;
        else block[TURN] = other;
      } else if (line === 2) {
        if (block[FLAG + other] === 1 && block[TURN] === other) return NOT_ENABLED;
      } else block[FLAG + p] = 0;
      block[LINE + p] = (line + 1) % 4;
      return LOOK;
    },
  });
}

/** Not both processes of `peterson` are past the wait. */
export const mutualExclusion: StateProperty = {
  name: 'mutual exclusion',
  mood: 'always',
  holds: (state) => !(state[3] === 3 && state[4] === 3),
};

/**
 * Dining philosophers: each takes the fork of its own place, then the next one's, puts the first down, then the second. Three cells each
 * (line, own fork, nothing) and room to spare up to `cells`. 3ⁿ − 1 states; all holding one fork is a deadlock.
 */
export function philosophers(count: number, cells = 3 * count): System {
  return inPlace({
    cells,
    actions: count,
    initial: () => undefined,
    act: (block, philosopher, touched) => {
      const line = 3 * philosopher;
      const own = line + 1;
      const next = (philosopher + 1 === count ? 0 : line + 3) + 1;
      const at = block[line] as number;
      const fork = at === 0 || at === 2 ? own : next;
      if (at < 2 && block[fork] !== 0) return NOT_ENABLED;
      block[fork] = at < 2 ? 1 : 0;
      block[line] = (at + 1) % 4;
      touched[0] = line;
      touched[1] = fork;
      return 2;
    },
  });
}

/** No philosopher waits for one that waits for it, all round. */
export function noDeadlock(count: number): StateProperty {
  const holds = (state: Uint16Array): boolean => {
    for (let i = 0; i < count; i++) if (state[3 * i] !== 1) return true;
    return false;
  };
  return { name: 'no deadlock', mood: 'always', holds };
}

/**
 * Clerks add 1 to a shared account without a lock: think for `thoughts` steps, read it, think again, write what was read plus one, stop.
 * Thinking touches nothing shared, so it is eager when `merge` says so. Cells: the account, then line and note of each clerk.
 */
export function clerks(count: number, thoughts: number, merge: boolean): System {
  const READ = thoughts;
  const WRITE = 2 * thoughts + 1;
  const thinks = (line: number): boolean => line < WRITE && line !== READ;
  const plain = inPlace({
    cells: 1 + 2 * count,
    actions: count,
    initial: () => undefined,
    act: (block, clerk, touched) => {
      const at = 1 + 2 * clerk;
      const line = block[at] as number;
      if (line > WRITE) return NOT_ENABLED;
      if (line === READ) block[at + 1] = block[0] as number;
      if (line === WRITE) block[0] = (block[at + 1] as number) + 1;
      block[at] = line + 1;
      touched.set([at, at + 1, 0]);
      return 3;
    },
  });
  if (!merge) return plain;
  const eager = (state: Uint16Array): number => {
    for (let clerk = 0; clerk < count; clerk++) if (thinks(state[1 + 2 * clerk] as number)) return clerk;
    return -1;
  };
  return { ...plain, eager };
}

/** When all clerks of `clerks` are done, each has added 1. */
export function nothingLost(count: number, thoughts: number): StateProperty {
  const done = 2 * thoughts + 2;
  const holds = (state: Uint16Array): boolean => {
    for (let clerk = 0; clerk < count; clerk++) if (state[1 + 2 * clerk] !== done) return true;
    return state[0] === count;
  };
  return { name: 'no addition is lost', mood: 'always', holds };
}
