import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/syntax.ts';
import type { Shared, View } from '../share/shared.ts';
import type { SavedBranch } from '../engine/protocol.ts';
import type { Opening } from './commands.ts';
import { comparedKernels } from './selectors.ts';
import type { State } from './state.ts';

/**
 * The part of the store that a link carries; null while there is nothing to share. The texts of the branches are read once for as long as
 * they stay the same: a cursor that moves is the common case.
 */
export function sharer(): (state: State) => Shared | null {
  let read: { readonly saved: readonly SavedBranch[]; readonly scenarios: readonly Scenario[] } | null = null;
  return (state) => {
    const { session, saved } = state;
    if (session === null) return null;
    if (read?.saved !== saved) read = { saved, scenarios: saved.map(({ text }) => parse(text).scenario) };
    const [scenario, ...others] = read.scenarios;
    if (scenario === undefined) return null;
    return {
      version: 1,
      scenario,
      branches: others.map(({ lines }, i) => {
        const { name = '', parent = 0, at = 0 } = saved[i + 1] ?? {};
        return { name, parent, at, lines };
      }),
      cursor: { branch: branchNumber(session), at: session.at, micro: session.micro },
      kernels: comparedKernels(session),
      view: viewOf(state),
      digest: session.digest,
    };
  };
}

/** Place of the shown branch in the order of all: 0 for the first. */
export function branchNumber(session: NonNullable<State['session']>): number {
  return Math.max(
    0,
    session.branches.findIndex(({ id }) => id === session.branch),
  );
}

function viewOf({ lens, speed, selection, radix, zoom, projector }: State): View {
  return { lens, speed, selection, radix, zoom, projector };
}

/** What to ask the engine for to come to where the sender was. */
export function openingOf({ scenario, branches, cursor, kernels }: Shared): Opening {
  return {
    text: format(scenario),
    branches: branches.map(({ name, parent, at, lines }) => ({
      name,
      parent,
      at,
      text: format({ version: 1, lines }),
    })),
    shown: cursor.branch,
    at: cursor.at,
    micro: cursor.micro,
    kernels,
  };
}

/** What the page needs to know of something sent: what to open, how its sender looked at it, and where it ended for the sender. */
export type Sent = { readonly opening: Opening; readonly view: View; readonly digest: number };

export const sentOf = (shared: Shared): Sent => ({
  opening: openingOf(shared),
  view: shared.view,
  digest: shared.digest,
});
