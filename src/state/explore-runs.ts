import type { StoreApi } from 'zustand/vanilla';
import { present } from '../base/assert.ts';
import { parse } from '../scenario/parse.ts';
import { titleOf } from '../timeline/steps.ts';
import { apart, asBranch } from './explore-branch.ts';
import { underChange } from './explore-change.ts';
import type { ExploreCommands } from './explore-commands.ts';
import { linkToRun } from './explore-link.ts';
import { isFoundIn } from './explore-place.ts';
import type { ExploreState, Prevention } from './explore-state.ts';
import type { ExploreOutside } from './explore-store.ts';
import { openingOf, sharer } from './shared-of.ts';
import type { State } from './state.ts';
import type { AppStore } from './store.ts';

type RunCommands = Pick<ExploreCommands, 'open' | 'openUnder' | 'comeBack' | 'copyLink'>;

/** What is done with runs that were found. */
export function runCommands(
  store: StoreApi<ExploreState>,
  app: AppStore,
  { copy, addressOf }: ExploreOutside,
): RunCommands {
  const sharedOf = sharer();
  /** Keeps what the reader has on the stage, unless it is a run of the explorer's that nobody has added to. */
  const keepStage = (why: string): void => {
    const state = app.store.getState();
    const shared = isExplorers(store.getState(), state) ? null : sharedOf(state);
    if (shared === null) return;
    store.setState({
      before: { title: state.session?.title ?? '', way: { type: 'open', why, opening: openingOf(shared) } },
    });
  };
  const noteOpened = (text: string): void =>
    store.setState({ opened: text, put: app.store.getState().session?.text ?? null });
  const openAlone = async (text: string, why: string): Promise<boolean> => {
    keepStage(why);
    const done = await app.commands.open({ text, at: -1 });
    if (done) noteOpened(text);
    return done;
  };
  /** Where it is there already, it is gone to. */
  const openAsBranch = async (text: string, parent: Parent): Promise<boolean> => {
    const { saved, session } = app.store.getState();
    const branch = present(asBranch(parent.text, text), 'a run that can be a branch');
    const there = session?.branches[saved.findIndex((other) => other.text === branch)];
    const done =
      there === undefined
        ? await app.commands.graft(parent.id, branchName(text), branch)
        : (await app.commands.switchBranch(there.id)) && (await app.commands.last());
    if (!done) return false;
    // From one branch of the explorer's to the next the way back stays.
    const { before, put } = store.getState();
    if (session !== null && (before === null || (before.way.type === 'branch' && session.text !== put)))
      store.setState({ before: { title: session.title, way: { type: 'branch', id: session.branch, at: session.at } } });
    noteOpened(text);
    app.commands.showToast('It is a branch of your run: the list of branches names it, leaves it and deletes it.');
    return true;
  };
  return {
    open: async (text) => {
      const parent = parentFor(store.getState(), app.store.getState(), text);
      const why = parent === null ? '' : apart(parent.text, text);
      return parent !== null && why === null ? openAsBranch(text, parent) : openAlone(text, why ?? '');
    },
    openUnder: (text: string, change: Prevention['change']) =>
      openAlone(
        underChange(text, change),
        `What is shown is of a kernel with ${change.key}=${change.value}, so it is no branch of it.`,
      ),
    comeBack: async (): Promise<boolean> => {
      const { before } = store.getState();
      if (before === null) return false;
      const { way } = before;
      if (way.type === 'branch') {
        const there = (await app.commands.switchBranch(way.id)) && (await app.commands.seek(way.at));
        store.setState({ before: null });
        return there;
      }
      const done = await app.commands.open(way.opening);
      if (done) store.setState({ before: null, opened: null, put: null });
      return done;
    },
    copyLink: async (text: string): Promise<boolean> => {
      const link = linkToRun(text);
      if (!link.ok) {
        app.commands.showToast(link.error.message);
        return false;
      }
      try {
        await copy(addressOf(link.value));
      } catch {
        app.commands.showToast(
          'The browser does not let this page use the clipboard: open the run and copy the address.',
        );
        return false;
      }
      app.commands.showToast('Link copied: it opens this run where it goes wrong.');
      return true;
    },
  };
}

type Parent = { readonly id: number; readonly text: string };

/**
 * Whose branch a run that was found can be: the one that was asked about, where that is still there; else what the reader has on the stage,
 * or has come to the run there from. Null: nobody's.
 */
function parentFor(explored: ExploreState, stage: State, text: string): Parent | null {
  const { put } = explored;
  const { saved, session } = stage;
  if (session === null || isExplorers(explored, stage)) return null;
  const branches = session.branches.map(({ id, parent }, i) => ({ id, parent, text: saved[i]?.text ?? '' }));
  const asked = isFoundIn(explored, text) ? (explored.answered?.asked ?? null) : null;
  if (asked !== null) return branches.find((branch) => branch.text === asked) ?? null;
  const shown = branches.find(({ id }) => id === session.branch);
  const from = session.text === put ? branches.find(({ id }) => id === shown?.parent) : shown;
  return from ?? shown ?? null;
}

/** Is what stands on the stage a run of the explorer's that nobody has added to? */
function isExplorers({ opened }: ExploreState, { saved }: State): boolean {
  const [only, ...others] = saved;
  return opened !== null && others.length === 0 && only?.text === opened;
}

/** What it shows: its title without the kernel. */
function branchName(text: string): string {
  const title = titleOf(parse(text).scenario);
  return title.slice(title.indexOf(': ') + 1).trim();
}
