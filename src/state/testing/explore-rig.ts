import { keepExplorer, type KeptExplorer } from '../../engine/explore-keeper.ts';
import { serveExplorer } from '../../engine/explore-serve.ts';
import type { Port } from '../../engine/port.ts';
import { createExploreStore, type ExploreStore } from '../explore-store.ts';
import type { ExploreState } from '../explore-state.ts';
import { makeRig, type Rig } from './rig.ts';

/** A store with explorers in the same thread, for tests only: they work while `settle` runs, turn by turn. */
export type ExploreRig = ExploreStore & {
  readonly stage: Rig;
  readonly state: () => ExploreState;
  /** Lets the explorers work until they are done; or for so many turns. */
  readonly settle: (turns?: number) => void;
  /** Messages that explorers have said to each other. */
  readonly helped: () => number;
  /** Lets the time pass after which a worker that has not heard is ended. */
  readonly wait: () => void;
};

export async function makeExploreRig(scenario: string, explorers = 1): Promise<ExploreRig> {
  const stage = makeRig();
  await stage.commands.open({ text: scenario, at: 1 });
  const tasks: (() => void)[] = [];
  const later: (() => void)[] = [];
  let helped = 0;
  const kept = (): KeptExplorer =>
    keepExplorer(
      () => {
        const [near, far] = portPair((task) => tasks.push(task));
        let open = true;
        serveExplorer(
          far,
          () => performance.now(),
          (task) => tasks.push(() => open && task()),
        );
        return {
          port: near,
          close: () => {
            open = false;
          },
        };
      },
      (_delayMs, task) => later.push(task),
    );
  const all: readonly [KeptExplorer, ...KeptExplorer[]] = [kept(), ...Array.from({ length: explorers - 1 }, kept)];
  const made = createExploreStore(stage, {
    explorers: all,
    channel: () =>
      portPair((task) => {
        helped += 1;
        tasks.push(task);
      }),
    copy: async (text) => {
      stage.copied.push(text);
      await Promise.resolve();
    },
    addressOf: (fragment) => `https://example.org/kmapscope/#${fragment}`,
  });
  return {
    ...made,
    stage,
    state: made.store.getState,
    helped: () => helped,
    settle: (turns = Infinity) => {
      for (let n = 0; n < turns; n++) {
        const task = tasks.shift();
        if (task === undefined) return;
        task();
      }
    },
    wait: () => later.splice(0).forEach((task) => task()),
  };
}

/** Two ends of one line: what is said at one is heard at the other, in a later turn. */
function portPair(defer: (task: () => void) => void): readonly [Port, Port] {
  const listeners: [Parameters<Port['addEventListener']>[1][], Parameters<Port['addEventListener']>[1][]] = [[], []];
  const end = (own: 0 | 1, other: 0 | 1): Port => ({
    postMessage: (data) => defer(() => listeners[other].forEach((listener) => listener({ data }))),
    addEventListener: (_type, listener) => listeners[own].push(listener),
  });
  return [end(0, 1), end(1, 0)];
}
