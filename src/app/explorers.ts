import { keepExplorer, type KeptExplorer } from '../engine/explore-keeper.ts';
import type { Channel, Port } from '../engine/port.ts';
import { started } from './workers.ts';

/** Explorers at most: each may come to take as much memory as a question is allowed. */
const MOST_EXPLORERS = 4;

/** A core each, where there are more than two one less, for the page: it has little to do meanwhile, and what wakes it goes first. */
const explorersFor = (cores: number): number => Math.min(MOST_EXPLORERS, cores <= 2 ? cores : cores - 1);

/** Explorers that start their workers when they are asked something: as many as there are cores for. */
export function startExplorers(): readonly [KeptExplorer, ...KeptExplorer[]] {
  const explorer = (): KeptExplorer =>
    keepExplorer(
      (lost) => started(exploreWorker, serveExploration, lost),
      (delayMs, task) => void setTimeout(task, delayMs),
    );
  const others = explorersFor(navigator.hardwareConcurrency) - 1;
  return [explorer(), ...Array.from({ length: others }, explorer)];
}

/** A channel between two workers. */
export function makeChannel(): Channel {
  const { port1, port2 } = new MessageChannel();
  return [port1, port2];
}

const exploreWorker = (): Worker =>
  new Worker(new URL('../engine/explore.worker.ts', import.meta.url), { type: 'module' });

async function serveExploration(port: Port): Promise<void> {
  const { serveExplorer } = await import('../engine/explore-serve.ts');
  serveExplorer(
    port,
    () => performance.now(),
    (task) => setTimeout(task, 0),
  );
}
