import type { Commands } from './commands.ts';
import { chosenCpu } from './selectors.ts';
import { SPEEDS, type State } from './state.ts';

/**
 * What is chosen with a key, and said: the page is shown nowhere, the speed and the zoom not in a room, and who listens sees none of them.
 * `state`: before the key.
 */
export const choose = {
  page: (commands: Commands, { session }: State, direction: 1 | -1): void => {
    if (session !== null) commands.showToast(`${commands.changePage(direction)} is chosen.`);
  },
  cpu: (commands: Commands, state: State, cpu: number): void => {
    if (state.session === null) return;
    if (state.session.lanes[0]?.frame.cpus[cpu] === undefined) {
      commands.showToast(`This machine has no CPU${cpu}.`);
      return;
    }
    commands.chooseCpu(cpu);
    const acted = chosenCpu({ ...state, cpu: null });
    commands.showToast(cpu === state.cpu ? `No CPU is chosen: CPU${acted} acted last.` : `CPU${cpu} is chosen.`);
  },
  speed: (commands: Commands, { speed }: State, direction: 1 | -1): void => {
    const next = SPEEDS[SPEEDS.indexOf(speed) + direction];
    commands.changeSpeed(direction);
    const limit = direction === 1 ? 'fastest' : 'slowest';
    commands.showToast(next === undefined ? `${speed}× is the ${limit}.` : `Speed ${next}×.`);
  },
  zoom: (commands: Commands, { zoom }: State): void => {
    commands.toggleZoom();
    commands.showToast(
      zoom === 'calls' ? 'A step is one line of the kernel’s code now.' : 'A step is a whole call now.',
    );
  },
};
