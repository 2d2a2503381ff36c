import type { State } from '../state/state.ts';

/** What makes an entry of the history: the page of the tour, the scenario, its branches, the kernels it runs on. */
export function placeOf({ session, tour }: State): string {
  if (session === null) return '';
  const { title, branches, branch, lanes } = session;
  return JSON.stringify([tour, title, branches.map(({ id }) => id), branch, lanes.map(({ kernel }) => kernel)]);
}
