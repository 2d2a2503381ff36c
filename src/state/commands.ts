import type { StoreApi } from 'zustand/vanilla';
import type { Engine } from '../engine/client.ts';
import type { Reply, Request, SavedBranch } from '../engine/protocol.ts';
import { costCommands, type CostCommands } from './cost-commands.ts';
import { defaultOpening } from './curated.ts';
import { cursorAfter, cursorBefore, cursorOfKind, type Cursor } from './cursor.ts';
import { compareCommands, type CompareCommands } from './compare-commands.ts';
import { comparedKernels, cursorOf, divergenceBeside, focusedLane } from './selectors.ts';
import { fileCommands, type FileCommands, type FileWorld } from './file-commands.ts';
import { fetchPart, underWay } from './fetch-part.ts';
import { LINK_PART, type LinkPart, type Links } from './links.ts';
import { linkOpener } from './open-link.ts';
import { absorb } from './session-slice.ts';
import { INITIAL_STATE, type State } from './state.ts';
import { tourCommands, type TourCommands } from './tour-commands.ts';
import { viewCommands, type ViewCommands } from './view-commands.ts';

/** What to open: a text, and whatever came with it. */
export type Opening = {
  readonly text: string;
  readonly kernels?: readonly string[];
  /** Steps done; -1: all. */
  readonly at?: number;
  readonly micro?: number | null;
  readonly branches?: readonly SavedBranch[];
  readonly name?: string;
  readonly shown?: number;
  /** Page of the thread companion that it belongs to. */
  readonly tour?: number | null;
};

/**
 * Every gesture there is, whoever makes it: button, key, link, test. Those that ask the engine resolve with whether it was done; a
 * refusal is in the store then, and a crash is too. None of them throws.
 */
export type Commands = ViewCommands &
  CompareCommands &
  CostCommands &
  TourCommands &
  FileCommands & {
    readonly open: (opening: Opening) => Promise<boolean>;
    /** What there is without a link: the story of the mail. */
    readonly openDefault: () => Promise<boolean>;
    /** A link in whatever it was pasted with. A damaged one is answered with a banner. */
    readonly openLink: (link: string) => Promise<boolean>;
    /** The newest run that was kept on this device and is not the one that is shown. */
    readonly restoreLocal: () => Promise<boolean>;
    /** One scenario line at the cursor: `cpu1: kmap_atomic(page3)`. In the past it forks. */
    readonly append: (text: string) => Promise<boolean>;
    /** Puts another text in place of the shown branch's. */
    readonly edit: (text: string) => Promise<boolean>;
    readonly seek: (at: number, micro?: number | null) => Promise<boolean>;
    readonly step: () => Promise<boolean>;
    readonly back: () => Promise<boolean>;
    readonly first: () => Promise<boolean>;
    readonly last: () => Promise<boolean>;
    readonly nextOfKind: () => Promise<boolean>;
    readonly previousOfKind: () => Promise<boolean>;
    /** To the first step after which two lanes differ. */
    readonly goToDivergence: () => Promise<boolean>;
    /** To the next (or previous) step after which something differs that did not differ before. */
    readonly nextDivergence: () => Promise<boolean>;
    readonly previousDivergence: () => Promise<boolean>;
    /** Starts playing; at the end, from the start. */
    readonly play: () => Promise<boolean>;
    readonly togglePlay: () => Promise<boolean>;
    /** What playback does on every beat: one step, without pausing; pauses at the end. */
    readonly advance: () => Promise<boolean>;
    readonly switchBranch: (id: number) => Promise<boolean>;
    /** Adds a branch that was made elsewhere, and shows it at its end. */
    readonly graft: (parent: number, name: string, text: string) => Promise<boolean>;
    readonly renameBranch: (id: number, name: string) => Promise<boolean>;
    readonly deleteBranch: (id: number) => Promise<boolean>;
    readonly restoreBranch: (id: number) => Promise<boolean>;
    /** Brings back the branch that was deleted last. */
    readonly undoDelete: () => Promise<boolean>;
    /** Another kernel or size under the same run: `kernel=rfc-v2 cpus=4`. */
    readonly setMachine: (settings: string) => Promise<boolean>;
    readonly why: (object: string) => Promise<boolean>;
    readonly closeWhy: () => void;
    /**
     * The whole address of what is shown; null when there is none, it is too big for one, or the part of the page that makes links is not
     * here yet: the address that the page was opened with says nearly as much then.
     */
    readonly address: () => string | null;
    /** The same, once that part is here; null when it cannot be fetched, and that has been said. */
    readonly fetchAddress: () => Promise<string | null>;
    /** Puts that address on the clipboard, and says whether it is there. */
    readonly copyLink: () => Promise<boolean>;
    /** After a crash: a new worker with the last run in it. */
    readonly recover: () => Promise<boolean>;
  };

/** What the store needs of the browser, handed in by whoever has one. */
export type Outside = {
  /** Puts a text on the clipboard; rejects when that is not allowed. */
  readonly copy: (text: string) => Promise<void>;
  /** The address of this page with another fragment (without `#`). */
  readonly addressOf: (fragment: string) => string;
  /** The fragment of the newest run kept on this device, other than the one given; null when there is none. */
  readonly keptRun: (otherThan: string | null) => Promise<string | null>;
  readonly files: FileWorld;
  readonly links: Links;
  /** Another engine, for what is to be worked out beside the run. */
  readonly calculator: () => Engine;
};

/** @param also what the reader's view becomes with a picture that is granted, in the same moment */
type Ask = (request: Request, also?: Partial<State>) => Promise<boolean>;

export function commandsFor(store: StoreApi<State>, engine: Engine, outside: Outside): Commands {
  const ask = asker(store, engine);
  const view = viewCommands(store);
  const run = runCommands(store, ask, view.pause, engine);
  const tour = tourCommands(store, view, run.open);
  const links = linkCommands(store, view, outside, { open: run.open, openTour: tour.openTour });
  return {
    ...view,
    ...timeCommands(store, ask, view),
    ...run,
    ...compareCommands(store, run.compare),
    ...costCommands(store, view, ask, run.open, outside),
    ...tour,
    ...links,
    ...fileCommands(store, view, outside, { ...links, open: run.open }),
    why: (object) => ask({ type: 'why', object, lane: focusedLane(store.getState()) }, { edge: null }),
    closeWhy: () => store.setState({ why: null, edge: null }),
  };
}

/** One request, there and back: the only place that talks to the engine. */
function asker(store: StoreApi<State>, engine: Engine): Ask {
  const settle = (change: Partial<State>): void => {
    store.setState({ ...change, pending: store.getState().pending - 1 });
  };
  return async (request, also = {}) => {
    store.setState({ pending: store.getState().pending + 1 });
    let reply: Reply | null;
    try {
      reply = await engine.ask(request);
    } catch (error) {
      settle({ crash: crashOf(error), playing: false });
      return false;
    }
    const granted = reply !== null && reply.type !== 'refused';
    settle(reply === null ? {} : { ...absorb(store.getState(), request, reply), ...(granted ? also : {}) });
    return granted;
  };
}

function crashOf(error: unknown): { readonly name: string; readonly message: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}

/** A movement: where it leads from a place; null: nowhere. */
type Way = (state: State, from: Cursor) => Cursor | null;
const nowhere: Way = () => null;

/** Moving along the run. A second key press before the first is answered goes on from where the first one leads. */
function timeCommands(store: StoreApi<State>, ask: Ask, { pause, showToast }: ViewCommands) {
  let heading: Cursor | null = null;
  const here = (): Cursor => heading ?? cursorOf(store.getState().session);
  const go = async (to: Cursor | null, onward: Way): Promise<boolean> => {
    const state = store.getState();
    if (to === null || state.session === null) return false;
    heading = to;
    if (state.arrival !== null) store.setState({ arrival: null });
    const then = onward(state, to);
    const done = await ask({ type: 'seek', at: to.at, micro: to.micro, ...(then === null ? {} : { onward: then }) });
    if (heading === to) heading = null;
    return done;
  };
  /** A movement somebody asked for; playing stops. `onward`: where the same leads from there. */
  const move =
    (where: Way, onward: Way = nowhere) =>
    (): Promise<boolean> => {
      pause();
      return go(where(store.getState(), here()), onward);
    };
  /** The same by one step; where there is none, that is said. */
  const by = (way: 'on' | 'back', where: Way) =>
    move((state, from) => {
      const to = where(state, from);
      if (to === null && heading === null && state.session !== null)
        store.setState({ edge: { way, of: state.session } });
      return to;
    }, where);
  const between = (at: number): Cursor => ({ at, micro: null });
  /** Whoever came from beside a place, as with the arrow keys of the lanes of time, goes on by as much; who jumped, nowhere. */
  const stride = (by: number): Way => {
    if (Math.abs(by) !== 1) return nowhere;
    return ({ outline }, { at }) => (at + by < 0 || at + by > outline.length ? null : between(at + by));
  };
  /** To a place that may not be there; then it is said that there is none. */
  const to = (none: string, where: Way, onward: Way = nowhere) =>
    move((state, from) => {
      const found = where(state, from);
      if (found === null && state.session !== null) showToast(none);
      return found;
    }, onward);
  const divergence = (at: number | null | undefined): Cursor | null => (typeof at === 'number' ? between(at) : null);
  const next: Way = (state, from) => cursorAfter(state.outline, from, state.zoom);
  const before: Way = (state, from) => cursorBefore(state.outline, from, state.zoom);
  const ofKind =
    (direction: 1 | -1): Way =>
    ({ outline }, from) =>
      cursorOfKind(outline, from, direction);

  const play = async (): Promise<boolean> => {
    const state = store.getState();
    const rewound = next(state, here()) === null ? await go(between(0), next) : true;
    store.setState({ playing: rewound && state.outline.length > 0 });
    return rewound;
  };
  const advance = async (): Promise<boolean> => {
    const to = next(store.getState(), here());
    const done = await go(to, next);
    if (!done || next(store.getState(), here()) === null) pause();
    return done;
  };
  return {
    seek: (at: number, micro: number | null = null): Promise<boolean> =>
      move(() => ({ at, micro }), stride(at - here().at))(),
    step: by('on', next),
    back: by('back', before),
    first: move(() => between(0)),
    last: move((state) => between(state.outline.length)),
    nextOfKind: to('There is no later step of this kind.', ofKind(1), ofKind(1)),
    previousOfKind: to('There is no earlier step of this kind.', ofKind(-1), ofKind(-1)),
    goToDivergence: to('The kernels never differ in this run.', ({ session }) => divergence(session?.divergences[0])),
    nextDivergence: to('Nothing more differs later.', (state) => divergence(divergenceBeside(state, 1))),
    previousDivergence: to('Nothing differed before.', (state) => divergence(divergenceBeside(state, -1))),
    play,
    advance,
    togglePlay: async (): Promise<boolean> => {
      if (!store.getState().playing) return play();
      pause();
      return true;
    },
  };
}

/** What was chosen on one machine means nothing on another. How it is looked at (lens, numbers, speed) stays. */
const NOTHING_CHOSEN = {
  selection: INITIAL_STATE.selection,
  cpu: INITIAL_STATE.cpu,
  page: INITIAL_STATE.page,
} satisfies Partial<State>;

/** Changing the run, its branches and what it runs on. */
function runCommands(store: StoreApi<State>, ask: Ask, pause: () => void, engine: Engine) {
  const act = (request: Request, also?: Partial<State>): Promise<boolean> => {
    pause();
    return ask(request, also);
  };
  /** What was deleted is back, or belongs to a run that is not there any more: who offers to bring it back would say what is not so. */
  const withdrawUndo = (): void => {
    if (store.getState().toast?.undo === true) store.setState({ toast: null });
  };
  const restore = async (id: number): Promise<boolean> => {
    const restored = await act({ type: 'branch', act: 'restore', id });
    if (restored) withdrawUndo();
    return restored;
  };
  const reopen = async (
    { text, kernels = [], at = 0, micro = null, branches, name, shown, tour = null }: Opening,
    also: Partial<State> = {},
  ): Promise<boolean> => {
    const request: Request = {
      type: 'open',
      text,
      kernels,
      at,
      ...(branches === undefined ? {} : { branches }),
      ...(name === undefined ? {} : { name }),
      ...(shown === undefined ? {} : { shown }),
    };
    const opened = await act(request, { banner: null, tour, lane: 0, ...also });
    if (opened) withdrawUndo();
    return opened && micro !== null ? ask({ type: 'seek', at, micro }) : opened;
  };
  const open = (opening: Opening): Promise<boolean> => reopen(opening, NOTHING_CHOSEN);
  return {
    open,
    openDefault: () => open(defaultOpening()),
    append: (text: string) => act({ type: 'append', text }),
    edit: (text: string) => act({ type: 'edit', text }),
    switchBranch: (id: number) => act({ type: 'branch', act: 'switch', id }),
    graft: (parent: number, name: string, text: string) => act({ type: 'graft', parent, name, text }),
    renameBranch: (id: number, name: string) => act({ type: 'rename', id, name }),
    deleteBranch: (id: number) => act({ type: 'branch', act: 'delete', id }),
    restoreBranch: restore,
    undoDelete: async (): Promise<boolean> => {
      const last = store.getState().deleted.at(-1);
      return last === undefined ? false : restore(last.id);
    },
    compare: (kernels: readonly string[]) => act({ type: 'kernels', kernels }),
    setMachine: (settings: string) => act({ type: 'machine', settings }),
    recover: async (): Promise<boolean> => {
      const { session, saved } = store.getState();
      engine.restart();
      store.setState({ crash: null });
      if (session === null) return false;
      const [root, ...branches] = saved;
      return reopen({
        text: root?.text ?? session.text,
        ...(root === undefined ? {} : { name: root.name }),
        branches,
        shown: Math.max(
          0,
          session.branches.findIndex((branch) => branch.id === session.branch),
        ),
        kernels: comparedKernels(session),
        at: session.at,
        micro: session.micro,
        tour: store.getState().tour,
      });
    },
  };
}

function linkCommands(
  store: StoreApi<State>,
  view: ViewCommands,
  { links, copy, addressOf, keptRun }: Outside,
  run: Pick<Commands, 'open' | 'openTour'>,
) {
  const { showToast } = view;
  const fetchLinks = (): Promise<LinkPart | null> => fetchPart(view, LINK_PART, links.fetch);
  const readLink = linkOpener(store, view, fetchLinks, run);
  const openLink = (link: string): Promise<boolean> => underWay(store, () => readLink(link));
  const copyLink = async (): Promise<boolean> => {
    const part = await fetchLinks();
    if (part === null) return false;
    const fragment = part.linkOf(store.getState());
    if (!fragment.ok) {
      showToast(fragment.error.message);
      return false;
    }
    try {
      await copy(addressOf(fragment.value));
    } catch {
      showToast('The browser does not let this page use the clipboard: copy the link from the address bar.');
      return false;
    }
    showToast('Link copied: it opens this run at this step.');
    return true;
  };
  const address = (): string | null => {
    const fragment = links.here()?.linkOf(store.getState());
    return fragment?.ok === true ? addressOf(fragment.value) : null;
  };
  return {
    address,
    fetchAddress: () => underWay(store, async () => ((await fetchLinks()) === null ? null : address())),
    openLink,
    restoreLocal: async (): Promise<boolean> => {
      const part = await fetchLinks();
      if (part === null) return false;
      const shown = part.linkOf(store.getState());
      const kept = await keptRun(shown.ok ? shown.value : null);
      if (kept !== null) return openLink(`#${kept}`);
      showToast('Nothing else is kept on this device.');
      return false;
    },
    copyLink: () => underWay(store, copyLink),
  };
}
