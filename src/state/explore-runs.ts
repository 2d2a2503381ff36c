import type { StoreApi } from 'zustand/vanilla';
import { parse } from '../scenario/parse.ts';
import { titleOf } from '../timeline/steps.ts';
import { asBranch } from './explore-branch.ts';
import { underChange } from './explore-change.ts';
import type { ExploreCommands } from './explore-commands.ts';
import { linkToRun } from './explore-link.ts';
import type { ExploreState, Prevention } from './explore-state.ts';
import type { ExploreOutside } from './explore-store.ts';
import { openingOf, sharer } from './shared-of.ts';
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
  const keepStage = (): void => {
    const state = app.store.getState();
    const { opened } = store.getState();
    const [only, ...others] = state.saved;
    const shared = opened !== null && others.length === 0 && only?.text === opened ? null : sharedOf(state);
    if (shared === null) return;
    store.setState({ before: { title: state.session?.title ?? '', opening: openingOf(shared) } });
  };
  const noteOpened = (text: string): void =>
    store.setState({ opened: text, put: app.store.getState().session?.text ?? null });
  const openAlone = async (text: string): Promise<boolean> => {
    keepStage();
    const done = await app.commands.open({ text, at: -1 });
    if (done) noteOpened(text);
    return done;
  };
  /** Null: it cannot be a branch of what is on the stage. */
  const openAsBranch = async (text: string): Promise<boolean | null> => {
    const asked = askedAbout(store.getState(), text);
    const { saved, session } = app.store.getState();
    const parent = session?.branches[saved.findIndex((branch) => branch.text === asked)];
    const branch = asked === null || parent === undefined ? null : asBranch(asked, text);
    if (parent === undefined || branch === null) return null;
    const there = session?.branches[saved.findIndex((other) => other.text === branch)];
    const done =
      there === undefined
        ? await app.commands.graft(parent.id, branchName(text), branch)
        : (await app.commands.switchBranch(there.id)) && (await app.commands.last());
    if (!done) return false;
    noteOpened(text);
    app.commands.showToast('It is a branch of your run: the list of branches names it, leaves it and deletes it.');
    return true;
  };
  return {
    open: async (text) => (await openAsBranch(text)) ?? openAlone(text),
    openUnder: (text: string, change: Prevention['change']) => openAlone(underChange(text, change)),
    comeBack: async (): Promise<boolean> => {
      const { before } = store.getState();
      if (before === null) return false;
      const done = await app.commands.open(before.opening);
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

/** The run that was asked about, where this one is an answer to that. */
function askedAbout({ answered }: ExploreState, text: string): string | null {
  const isAnswer = answered?.answer.properties.some(({ example }) => example?.text === text) === true;
  return isAnswer ? answered.asked : null;
}

/** What it shows: its title without the kernel. */
function branchName(text: string): string {
  const title = titleOf(parse(text).scenario);
  return title.slice(title.indexOf(': ') + 1).trim();
}
