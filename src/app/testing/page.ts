import type { Engine } from '../../engine/client.ts';
import { NO_SESSION, respond, type Session } from '../../engine/session.ts';
import type { Links } from '../../state/links.ts';
import { linksHere, makeRig, NO_FILES } from '../../state/testing/rig.ts';
import type { AddressBar } from '../address-bar.ts';
import { openAttic, type Attic, type Shelf } from '../attic.ts';
import { start, type Started } from '../start.ts';

/** A page without a browser, for tests only. */

/** An address bar with a history, as a browser has it: entries, and which of them is shown. */
export function fakeBar(
  first: string,
  isLeftOver = false,
): AddressBar & {
  readonly entries: string[];
  readonly go: (fragment: string) => void;
  readonly back: () => void;
  readonly leave: () => void;
} {
  const entries = [first];
  let shown = 0;
  let went = (): void => undefined;
  let leaves = (): void => undefined;
  return {
    entries,
    isLeftOver,
    fragment: () => entries[shown] ?? '',
    href: () => `https://example.org/k/#${entries[shown] ?? ''}`,
    replace: (fragment) => void entries.splice(shown, 1, fragment),
    push: (fragment) => {
      entries.splice(shown + 1, entries.length, fragment);
      shown += 1;
    },
    onChange: (handler) => {
      went = handler;
      return () => (went = () => undefined);
    },
    onLeave: (handler) => {
      leaves = handler;
      return () => (leaves = () => undefined);
    },
    leave: () => leaves(),
    go: (fragment) => {
      entries.splice(shown + 1, entries.length, fragment);
      shown += 1;
      went();
    },
    back: () => {
      shown -= 1;
      went();
    },
  };
}

export function memoryShelf(value: unknown = []): Shelf & { readonly value: () => unknown } {
  let kept = value;
  return {
    read: () => Promise.resolve(kept),
    change: (next) => {
      kept = next(kept);
      return Promise.resolve();
    },
    value: () => kept,
  };
}

export function engineHere(): Engine {
  let session: Session = NO_SESSION;
  return {
    ask: async (request) => {
      await Promise.resolve();
      const [next, reply] = respond(session, request);
      session = next;
      return reply;
    },
    restart: () => undefined,
  };
}

export async function page(
  bar: AddressBar,
  attic: Attic = openAttic(memoryShelf()),
  links: Links = linksHere(),
): Promise<Started> {
  const started = start(engineHere(), bar, attic, {
    copy: () => Promise.resolve(),
    addressOf: (fragment) => `#${fragment}`,
    files: NO_FILES,
    links,
    calculator: engineHere,
  });
  await started.ready;
  return started;
}

/** The link of a run, as another page would have made it. */
export async function linkOf(text: string, at: number): Promise<string> {
  const rig = makeRig();
  await rig.commands.open({ text, at });
  return (rig.commands.address() ?? '').replace(/^.*#/, '');
}

export const titleOf = ({ app }: Started): string => app.store.getState().session?.title ?? 'nothing';
