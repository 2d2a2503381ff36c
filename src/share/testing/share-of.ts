import { parse } from '../../scenario/parse.ts';
import type { Line } from '../../scenario/syntax.ts';
import { DEFAULT_VIEW } from '../shared.ts';
import type { Shared } from '../shared.ts';

/** A share of a scenario text, which must be whole, with the cursor at its end and everything else as it is by default. */
export function shareOf(text: string, rest: Partial<Omit<Shared, 'version' | 'scenario'>> = {}): Shared {
  const { scenario, diagnostics } = parse(text);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const cursor = { branch: 0, at: stepsIn(scenario.lines), micro: null };
  return { version: 1, scenario, branches: [], cursor, kernels: [], view: DEFAULT_VIEW, digest: 0, ...rest };
}

/** Lines of a scenario text without its head, as a branch has them. */
export function linesOf(text: string): readonly Line[] {
  return shareOf(`kmapscope 1\n${text}`).scenario.lines;
}

function stepsIn(lines: readonly Line[]): number {
  return lines.filter(({ statement }) => !['title', 'note', 'machine', undefined].includes(statement?.type)).length;
}

/** mulberry32: the same numbers in 0 … 1 for the same seed, on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
