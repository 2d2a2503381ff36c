import { FOUND } from '../../lessons/every-interleaving.ts';
import { VERDICT_SIZES, VERDICTS, type VerdictRow } from '../../lessons/verdicts.ts';
import { PROPERTIES, type Property } from '../../model/properties.ts';
import { counted, grouped } from '../../state/explore-said.ts';
import { ASKABLE, type TableRow } from '../../state/explore-state.ts';
import type { Verdict } from './explore-words.ts';

/** The properties that the table asks about, in their order. */
export const COLUMNS = PROPERTIES.filter(({ name }) => ASKABLE.includes(name));

/** What a cell says: the verdict, its bounds, and the text of the run that shows it, if there is one to show. */
export type ShownCell = { readonly verdict: Verdict; readonly sentence: string; readonly run: string | null };
/** A row as it is shown, whether it was asked just now or ships with the product. Verdicts by property; null where nothing is known yet. */
export type ShownRow = {
  readonly kernel: string;
  readonly state: TableRow['state'];
  readonly states: number | null;
  readonly verdicts: readonly (ShownCell | null)[];
};

/** A row of what is being asked. */
export function askedRow({ kernel, state, answer }: TableRow): ShownRow {
  const verdicts = COLUMNS.map(({ name }): ShownCell | null => {
    const property = answer?.properties.find((one) => one.name === name);
    if (property === undefined) return null;
    const { verdict, sentence, example } = property;
    return { verdict, sentence, run: example?.text ?? null };
  });
  return { kernel, state, states: answer?.states ?? null, verdicts };
}

/** The table that ships with the product (a test explores it all again), shown until something is asked. */
export const SHIPPED_ROWS: readonly ShownRow[] = VERDICTS.map((row) => ({
  kernel: row.kernel,
  state: 'answered',
  states: row.states,
  verdicts: COLUMNS.map((property) => shippedCell(row, property)),
}));

function shippedCell(row: VerdictRow, { name, mood }: Property): ShownCell {
  const all = `all ${grouped(row.states)} states, ${grouped(row.transitions)} transitions, depth ${row.depth}`;
  const sizes = `${counted(VERDICT_SIZES.cpus, 'CPU')}, ${counted(VERDICT_SIZES.pages, 'page')}`;
  const isMet = (mood === 'always' ? row.violated : row.found).includes(name);
  if (!isMet) {
    const nothing = mood === 'always' ? 'no violation' : 'no example';
    return {
      verdict: mood === 'always' ? 'holds' : 'not found',
      sentence: `${nothing} with ${sizes}: ${all}`,
      run: null,
    };
  }
  const run =
    FOUND.find((one) => one.scope === 'free' && one.kernel === row.kernel && one.property === name)?.text ?? null;
  return {
    verdict: mood === 'always' ? 'violated' : 'found',
    sentence: `${mood === 'always' ? 'violated' : 'found'} with ${sizes}`,
    run,
  };
}
