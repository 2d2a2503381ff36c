import { lostPart } from '../state/fetch-part.ts';
import { LINK_PART, type Linker, type Links } from '../state/links.ts';
import type { State } from '../state/state.ts';
import type { AppStore } from '../state/store.ts';
import type { AddressBar } from './address-bar.ts';
import { placeOf } from './place-of.ts';
import { unwrittenLinks } from './unwritten-links.ts';

/** The address is brought up to date at most so often; the history API refuses more than 100 calls in half a minute. */
const QUIET_MS = 300;

/** What the address stands for, and what it says. What a link to that would say may differ: the address may hold one that was mended. */
type Settled = {
  readonly state: State;
  readonly place: string;
  /** Null: there is none; undefined: not worked out yet. */
  readonly link: string | null | undefined;
  readonly address: string;
};

/**
 * The link is a projection of the store: read at the start and whenever the reader goes somewhere else, written when the reader has done
 * something, at the latest when the page goes. Opening writes nothing, so a link that was opened stays what it is until it is acted on.
 * Another scenario, fork or kernel is a new entry of the history; everything else replaces the one there is.
 *
 * @param openHere opens something when the address carries no link
 * @param written hears every fragment that was written: it may be work of the reader's that is worth keeping
 * @returns resolves when what the address asks for is open (or said to be unreadable)
 */
export async function startUrlSync(
  app: AppStore,
  links: Links,
  bar: AddressBar,
  openHere: () => Promise<boolean>,
  written: (fragment: string, state: State) => void,
): Promise<() => void> {
  let opening = 0;
  let settled: Settled;
  let saidSo = false;
  /** What the address without a link stood for when the page was opened: that is what the history goes back to. */
  let atFirst: State | null = null;

  const settle = (state: State, link: Settled['link']): void => {
    settled = { state, place: placeOf(state), link, address: bar.fragment() };
  };
  const doesNotFollow = (why: string): void => {
    if (!saidSo) app.commands.showToast(`The address does not follow any more. ${why}`);
    saidSo = true;
  };
  const writeState = (state: State, linkOf: Linker): void => {
    const fragment = linkOf(state);
    if (!fragment.ok) {
      doesNotFollow(fragment.error.message);
      return;
    }
    saidSo = false;
    if (settled.link === undefined) settled = { ...settled, link: valueOf(linkOf(settled.state)) };
    if (fragment.value === settled.link) return;
    if (placeOf(state) === settled.place) bar.replace(fragment.value);
    else bar.push(fragment.value);
    settle(state, fragment.value);
    written(fragment.value, state);
  };
  const writeLeft = (state: State, linkOf: Linker): void => {
    app.commands.takeBack(lostPart(LINK_PART));
    writeState(state, linkOf);
  };
  const unwritten = unwrittenLinks(links, writeLeft, () => doesNotFollow(`${LINK_PART} could not be fetched.`));
  const write = (): void => {
    const state = app.store.getState();
    if (opening > 0 || state.session === null || !concernsLink(state, settled.state)) return;
    const part = links.here();
    if (part === null) unwritten.add(state);
    else writeState(state, part.linkOf);
  };

  /** What the bare address stood for. Who comes back to it was elsewhere: what makes links is here, unless it cannot be had. */
  const openAtFirst = async (state: State): Promise<void> => {
    const link = links.here()?.linkOf(state);
    await (link?.ok === true ? app.commands.openLink(`#${link.value}`) : openHere());
  };
  const openFromBar = async (): Promise<void> => {
    opening += 1;
    const left = unwritten.drop();
    const isBare = !carriesLink(bar);
    if (!isBare) await app.commands.openLink(bar.href());
    else if (atFirst === null) await openHere();
    else await openAtFirst(atFirst);
    opening -= 1;
    // It was done before the reader went elsewhere: no place in the history any more, but worth keeping.
    const leftLink = left === null ? undefined : links.here()?.linkOf(left);
    if (left !== null && leftLink?.ok === true) written(leftLink.value, left);
    const state = app.store.getState();
    settle(state, undefined);
    if (isBare && state.session !== null) atFirst ??= state;
  };

  settle(app.store.getState(), null);
  const isSamePlace = (): boolean =>
    opening > 0 || placeOf(app.store.getState()) === (unwritten.place() ?? settled.place);
  const stopWriting = writeWhenQuiet(app, write, isSamePlace);
  const stopReading = bar.onChange(() => {
    if (bar.fragment() !== settled.address) void openFromBar();
  });
  await openFromBar();
  const stopLeaving = bar.onLeave(write);
  return () => {
    stopWriting();
    stopReading();
    stopLeaving();
  };
}

const valueOf = (link: ReturnType<Linker>): string | null => (link.ok ? link.value : null);

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
