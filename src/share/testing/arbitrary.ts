import fc from 'fast-check';
import type { Line } from '../../scenario/syntax.ts';
import { scenario } from '../../scenario/testing/arbitrary.ts';
import { LENSES, RADICES, SPEEDS, ZOOMS } from '../shared.ts';
import type { Cursor, Shared, SharedBranch, View } from '../shared.ts';

/** Arbitrary shares for property tests: everything that a link or a file can carry. For tests only. */
const name = fc.oneof(fc.constant('branch 1'), fc.string({ unit: 'grapheme', maxLength: 20 }));

const view: fc.Arbitrary<View> = fc.record({
  lens: fc.constantFrom(...LENSES),
  speed: fc.constantFrom(...SPEEDS),
  selection: fc.option(fc.constantFrom('cpu1.slot0', 'page3', 'pkmap1', 'fault')),
  radix: fc.constantFrom(...RADICES),
  zoom: fc.constantFrom(...ZOOMS),
  projector: fc.boolean(),
});

const kernel = fc.oneof(fc.constantFrom('v3.9', 'rfc-v2', 'fixed'), fc.constant('v3.9 flush=checked'), name);

/** What a branch adds behind what it shares with its parent: `share` 0 … 1 of the parent's lines. */
type Growth = { readonly name: string; readonly parent: number; readonly share: number; readonly own: readonly Line[] };

const growth: fc.Arbitrary<Growth> = fc.record({
  name,
  parent: fc.nat(),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  own: scenario.map(({ lines }) =>
    lines.filter(({ statement }) => !['title', 'machine'].includes(statement?.type ?? '')),
  ),
});

function grow(main: readonly Line[], growths: readonly Growth[]): readonly SharedBranch[] {
  const texts: (readonly Line[])[] = [main];
  return growths.map(({ name, parent, share, own }, index) => {
    const from = texts[parent % (index + 1)] ?? main;
    const lines = [...from.slice(0, Math.floor(share * from.length)), ...own];
    texts.push(lines);
    return { name, parent: parent % (index + 1), at: Math.floor(share * from.length), lines };
  });
}

const cursor: fc.Arbitrary<Cursor> = fc.record({ branch: fc.nat(), at: fc.nat(60), micro: fc.option(fc.nat(20)) });

export const shared: fc.Arbitrary<Shared> = fc
  .record({
    scenario,
    growths: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(growth, { maxLength: 4 }) },
    ),
    cursor,
    kernels: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(kernel, { maxLength: 4 }) },
    ),
    view,
    digest: fc.nat(0xffff_ffff),
  })
  .map(({ scenario, growths, cursor, kernels, view, digest }) => {
    const branches = grow(scenario.lines, growths);
    const place = { ...cursor, branch: cursor.branch % (branches.length + 1) };
    return { version: 1, scenario, branches, cursor: place, kernels, view, digest };
  });
