import type { Operation } from '../timeline/operations.ts';
import type { Commands } from './commands.ts';
import { lookedAt } from './looked-at.ts';
import { lineFor } from './operations.ts';
import { choose } from './key-choices.ts';
import { chosenCpu, chosenPage, mainFrame } from './selectors.ts';
import { SPEEDS, type State } from './state.ts';
import { summaryOf } from './summary.ts';

/** A key and what it does: the keyboard acts by this table and the help shows it, so neither can say what the other does not. */
export type Shortcut = {
  /** `KeyboardEvent.key`, `Shift+` before it where a letter or an arrow is meant with it. Any of them. */
  readonly keys: readonly string[];
  readonly group: 'time' | 'do' | 'look' | 'compare' | 'tour' | 'page';
  readonly does: string;
  readonly run: (app: { readonly state: State; readonly commands: Commands }) => void;
};

type Act = (commands: Commands, state: State) => unknown;

const shortcut = (group: Shortcut['group'], keys: string, does: string, act: Act): Shortcut => ({
  keys: keys.split(' '),
  group,
  does,
  run: ({ state, commands }) => void act(commands, state),
});

/** An operation on the chosen CPU with the chosen page. */
const operation = (keys: string, does: string, choose: (state: State) => Operation): Shortcut =>
  shortcut('do', keys, does, (commands, state) => {
    const line = lineFor(state, choose(state));
    return line === null ? undefined : commands.append(line);
  });

const isOnline = (state: State): boolean => state.session?.lanes[0]?.frame.cpus[chosenCpu(state)]?.state === 'online';
const isSecure = (state: State): boolean =>
  state.session?.lanes[0]?.frame.pages.find(({ name }) => name === chosenPage(state))?.secure === true;
const inInterrupt = (state: State): boolean =>
  (state.session?.lanes[0]?.frame.cpus[chosenCpu(state)]?.calls ?? []).at(-1)?.fn === 'irq';
const mapsLocally = (state: State): boolean => state.session?.lanes[0]?.config.switches.index_owner === 'task';

export const SHORTCUTS: readonly Shortcut[] = [
  shortcut('time', 'ArrowRight PageDown', 'one step on', (c) => c.step()),
  shortcut('time', 'ArrowLeft PageUp', 'one step back', (c) => c.back()),
  shortcut('time', 'Home', 'to the start', (c) => c.first()),
  shortcut('time', 'End', 'to the end', (c) => c.last()),
  shortcut('time', 'Space', 'play or pause', (c) => c.togglePlay()),
  shortcut('time', 'n Shift+ArrowRight', 'next step of this kind', (c) => c.nextOfKind()),
  shortcut('time', 'Shift+N Shift+ArrowLeft', 'previous step of this kind', (c) => c.previousOfKind()),
  shortcut('time', 'l', 'whole calls, or their lines one by one', (c, state) => choose.zoom(c, state)),
  shortcut('time', '+ =', `faster (${SPEEDS.join(', ')} times)`, (c, state) => choose.speed(c, state, 1)),
  shortcut('time', '-', 'slower', (c, state) => choose.speed(c, state, -1)),
  shortcut('time', ']', 'the next branch', (c, state) => turnBranch(c, state, 1)),
  shortcut('time', '[', 'the branch before', (c, state) => turnBranch(c, state, -1)),
  shortcut('time', 'z', 'bring back the branch deleted last', (c, state) =>
    state.deleted.length > 0 ? c.undoDelete() : inVain(c, state, 'No branch was deleted.'),
  ),

  shortcut(
    'do',
    '0 1 2 3 4 5 6 7 8 9',
    'choose the CPU that the keys below act on; again: the one that acted last',
    () => undefined,
  ),
  shortcut('do', 'p', 'choose the next page', (c, state) => choose.page(c, state, 1)),
  shortcut('do', 'Shift+P', 'choose the page before', (c, state) => choose.page(c, state, -1)),
  operation('k', 'map the chosen page: kmap_atomic', () => 'kmap_atomic'),
  operation('u', 'unmap what was mapped last: kunmap_atomic', () => 'kunmap_atomic'),
  operation('f', 'flush every CPU: kmap_atomic_flush_unused', () => 'kmap_atomic_flush_unused'),
  operation('d', 'take the chosen CPU down, or bring it up', (state) => (isOnline(state) ? 'cpu_down' : 'cpu_up')),
  operation('t', 'protect the chosen page in the secure world, or take that back', (state) =>
    isSecure(state) ? 'secure_unprotect' : 'secure_protect',
  ),
  operation('x', 'speculate through the selected place, or through one that maps the chosen page', () => 'speculate'),
  operation('i', 'interrupt the chosen CPU, or return from the interrupt', (state) =>
    inInterrupt(state) ? 'irq_return' : 'irq',
  ),
  operation('m', 'kmap (on newer kernels kmap_local_page) the chosen page', (state) =>
    mapsLocally(state) ? 'kmap_local_page' : 'kmap',
  ),

  shortcut('look', 'w', 'why is the object as it is that the inspector shows?', (c, state) => {
    const object = lookedAt(state);
    return object === null ? undefined : c.why(object);
  }),
  shortcut('look', 'g', 'explain the next word on the screen', (c) => c.explainWord(1)),
  shortcut('look', 'Shift+G', 'explain the word before', (c) => c.explainWord(-1)),
  shortcut('look', '$', 'what the run costs; and back to the stage', (c, { costs }) => c.showCosts(!costs.open)),
  shortcut('look', 'a', 'say where things stand', (c, state) => {
    const frame = mainFrame(state);
    if (frame !== null) c.showToast(summaryOf(frame));
  }),
  shortcut('look', 'Escape', 'close what is open, then select nothing', closeOne),

  shortcut('compare', 'Shift+C', 'choose kernels to run the same schedule on', (c) => c.openDialog('compare')),
  shortcut('compare', 'v', 'to where they first differ', (c, state) => besideOthers(c, state, c.goToDivergence)),
  shortcut('compare', '.', 'to where something more differs', (c, state) => besideOthers(c, state, c.nextDivergence)),
  shortcut('compare', ',', 'to where something differed before', (c, state) =>
    besideOthers(c, state, c.previousDivergence),
  ),
  shortcut('compare', 'j', 'the next lane', (c, state) => besideOthers(c, state, () => c.turnLane(1))),
  shortcut('compare', 'Shift+J', 'the lane before', (c, state) => besideOthers(c, state, () => c.turnLane(-1))),

  shortcut('tour', 'r', 'read the mail thread: open the guided tour, or close it', (c, { tour }) =>
    tour === null ? c.openTour(1) : c.closeTour(),
  ),
  shortcut('tour', '>', 'the next page of the tour', (c, state) => onTour(c, state, 1)),
  shortcut('tour', '<', 'the page before', (c, state) => onTour(c, state, -1)),

  shortcut('page', '?', 'these keys', (c) => c.openDialog('help')),
  shortcut('page', 'c', 'copy the link to this step', (c) => c.copyLink()),
  shortcut('page', 's', 'share', (c) => c.openDialog('share')),
  shortcut('page', 'o', 'open a scenario from the library', (c) => c.openDialog('library')),
  shortcut('page', 'Shift+O', 'open a file (or drop it on the page)', (c) => c.pickFile()),
  shortcut('page', 'Shift+S', 'save the run as a file', (c) => c.saveFile()),
  shortcut('page', 'Shift+E', 'save a picture of this step, with its link below', (c) => c.savePicture('png')),
  shortcut('page', 'e', 'explore: can this ever fault? And back to the story', (c, { exploring }) =>
    c.setExploring(!exploring),
  ),
];

/** The shortcut of a key as it was pressed; digits choose a CPU. */
export function shortcutFor(key: string): Shortcut | undefined {
  if (/^[0-9]$/.test(key)) return { ...DIGITS, run: ({ state, commands }) => choose.cpu(commands, state, Number(key)) };
  return SHORTCUTS.find(({ keys }) => keys.includes(key));
}

const DIGITS: Omit<Shortcut, 'run'> = { keys: [], group: 'do', does: 'choose a CPU' };

function turnBranch(commands: Commands, { session }: State, direction: 1 | -1): Promise<boolean> | undefined {
  if (session === null) return undefined;
  if (session.branches.length < 2) {
    commands.showToast('There is one future: acting before its end makes another.');
    return undefined;
  }
  const { branches, branch } = session;
  const next = branches.findIndex(({ id }) => id === branch) + direction + branches.length;
  const id = branches[next % branches.length]?.id;
  return id === undefined ? undefined : commands.switchBranch(id);
}

/** A key that has nothing to act on says so: unlike a button it cannot be grey before it is pressed. */
function inVain(commands: Commands, { session }: State, why: string): void {
  if (session !== null) commands.showToast(why);
}

function besideOthers(commands: Commands, state: State, act: () => unknown): void {
  if ((state.session?.lanes.length ?? 0) > 1) act();
  else inVain(commands, state, 'Nothing is compared: Shift+C does.');
}

function onTour(commands: Commands, state: State, direction: 1 | -1): void {
  if (state.tour === null) inVain(commands, state, 'The tour is closed: r opens it.');
  else void commands.turnPage(direction);
}

/** One thing per press, the topmost first. */
function closeOne(commands: Commands, state: State): void {
  if (state.dialog !== null) commands.closeDialog();
  else if (state.why !== null) commands.closeWhy();
  else if (state.toast !== null) commands.dismissToast();
  else if (state.refusal.length > 0) commands.clearRefusal();
  else if (state.exploring) commands.setExploring(false);
  else if (state.selection === null && state.costs.open) commands.showCosts(false);
  else commands.select(null);
}
