import { linker } from '../state/link.ts';
import type { State } from '../state/state.ts';
import type { AppStore } from '../state/store.ts';
import type { AddressBar } from './address-bar.ts';

/** The address is brought up to date at most so often; the history API refuses more than 100 calls in half a minute. */
const QUIET_MS = 300;

/**
 * The link is a projection of the store: read at the start and whenever the reader goes somewhere else, written when the reader has done
 * something. Opening writes nothing, so a link that was opened stays what it is until it is acted on. Another scenario, fork or kernel is
 * a new entry of the history; everything else replaces the one there is.
 *
 * @param openHere opens something when the address carries no link
 * @param written hears every fragment that was written: work of the reader's that is worth keeping
 * @returns resolves when what the address asks for is open (or said to be unreadable)
 */
export async function startUrlSync(
  app: AppStore,
  bar: AddressBar,
  openHere: () => Promise<boolean>,
  written: (fragment: string, state: State) => void,
): Promise<() => void> {
  const link = linker();
  let opening = 0;
  /** What the store would say while it is as the address has it, and what the address then says; they differ for a link that was mended. */
  let settled: { readonly link: string | null; readonly address: string; readonly place: string };
  let saidTooBig = false;
  /** What the address without a link stood for when the page was opened: that is what the history goes back to. */
  let atFirst: string | null = null;

  const settle = (state: State, fragment: string | null): void => {
    settled = { link: fragment, address: bar.fragment(), place: placeOf(state) };
  };
  const openFromBar = async (): Promise<void> => {
    opening += 1;
    const isBare = !carriesLink(bar);
    if (!isBare) await app.commands.openLink(bar.href());
    else if (atFirst === null) await openHere();
    else await app.commands.openLink(`#${atFirst}`);
    opening -= 1;
    const state = app.store.getState();
    const fragment = link(state);
    settle(state, fragment.ok ? fragment.value : null);
    if (isBare) atFirst ??= settled.link;
  };
  const write = (): void => {
    const state = app.store.getState();
    if (opening > 0 || state.session === null) return;
    const fragment = link(state);
    if (!fragment.ok) {
      if (!saidTooBig) app.commands.showToast(`The address does not follow any more. ${fragment.error.message}`);
      saidTooBig = true;
      return;
    }
    saidTooBig = false;
    if (fragment.value === settled.link) return;
    if (placeOf(state) === settled.place) bar.replace(fragment.value);
    else bar.push(fragment.value);
    settle(state, fragment.value);
    written(fragment.value, state);
  };

  settle(app.store.getState(), null);
  const stopWriting = writeWhenQuiet(app, write, () => opening > 0 || placeOf(app.store.getState()) === settled.place);
  const stopReading = bar.onChange(() => {
    if (bar.fragment() !== settled.address) void openFromBar();
  });
  await openFromBar();
  return () => {
    stopWriting();
    stopReading();
  };
}

/** Is there a link in the address? Mail programs turn `#` into `%23`, and then it is no fragment any more. */
export function carriesLink(bar: AddressBar): boolean {
  return bar.fragment() !== '' || /%23/.test(bar.href());
}

/** How much longer than it takes the writing is put off: a long run is packed in a tenth of a second, which must not be in anybody's way. */
const PATIENCE = 20;

/**
 * Calls `write` at once when the reader went to another place, else when nothing has changed for a moment; not while playing, where the
 * next step is already on its way.
 */
function writeWhenQuiet({ store }: AppStore, write: () => void, isSamePlace: () => boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = 0;
  const timed = (): void => {
    const started = performance.now();
    write();
    lastMs = performance.now() - started;
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (!concernsLink(state, before)) return;
    clearTimeout(timer);
    if (!isSamePlace()) timed();
    else if (!state.playing) timer = setTimeout(timed, Math.max(QUIET_MS, lastMs * PATIENCE));
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

function concernsLink(a: State, b: State): boolean {
  return (
    a.session !== b.session ||
    a.playing !== b.playing ||
    a.lens !== b.lens ||
    a.speed !== b.speed ||
    a.selection !== b.selection ||
    a.radix !== b.radix ||
    a.zoom !== b.zoom ||
    a.projector !== b.projector ||
    a.tour !== b.tour
  );
}

/** What makes an entry of the history: the page of the tour, the scenario, its branches, the kernels it runs on. */
function placeOf({ session, tour }: State): string {
  if (session === null) return '';
  const { title, branches, branch, lanes } = session;
  return JSON.stringify([tour, title, branches.map(({ id }) => id), branch, lanes.map(({ kernel }) => kernel)]);
}
