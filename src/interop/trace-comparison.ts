/** What is compared: the rows of the table that `verify` prints. */
export const OBSERVATION_KINDS = [
  'header',
  'carried out or refused',
  'return value',
  'read',
  'read that a TLB may answer',
  'Linux word of a slot',
  'hardware word of a slot',
  'words of a pkmap entry',
  'pkmap_count',
  'address',
  'depth',
  'mappings held',
  'preempt_count',
  'CPU online',
  'context',
  'PTE write',
  'invalidate after a write',
  'call',
] as const;

export type ObservationKind = (typeof OBSERVATION_KINDS)[number];

/** One thing that the real kernel showed and the model did not say. */
export type Disagreement = {
  /** -1 for the header. */
  readonly step: number;
  readonly op: string;
  readonly kind: ObservationKind;
  readonly what: string;
  readonly recorded: string;
  readonly model: string;
};

/** How often a kind was compared, and how often it differed. */
export type KindCount = { readonly kind: ObservationKind; readonly compared: number; readonly differing: number };

/** What a replay has compared so far. */
export type Comparison = {
  readonly compared: Record<ObservationKind, number>;
  readonly differing: Record<ObservationKind, number>;
  /** The first ones; all are counted. */
  readonly disagreements: Disagreement[];
  step: number;
  op: string;
};

/** A replay on the wrong kernel differs everywhere: so many are kept. */
const MOST_KEPT = 100;

export function startComparison(): Comparison {
  const zeroes = (): Record<ObservationKind, number> =>
    Object.fromEntries(OBSERVATION_KINDS.map((kind) => [kind, 0])) as Record<ObservationKind, number>;
  return { compared: zeroes(), differing: zeroes(), disagreements: [], step: -1, op: 'header' };
}

/** Counts an observation that agreed: the short way for what is compared by the million. */
export function agree(comparison: Comparison, kind: ObservationKind): void {
  comparison.compared[kind]++;
}

/** Compares one observation, as JSON. */
export function same(
  comparison: Comparison,
  kind: ObservationKind,
  what: string,
  recorded: unknown,
  model: unknown,
): void {
  comparison.compared[kind]++;
  const [theirs, ours] = [shown(recorded), shown(model)];
  if (theirs === ours) return;
  comparison.differing[kind]++;
  if (comparison.disagreements.length >= MOST_KEPT) return;
  const { step, op } = comparison;
  comparison.disagreements.push({ step, op, kind, what, recorded: theirs, model: ours });
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** The kinds that were compared at all, in the order of the table. */
export function kindCounts({ compared, differing }: Comparison): readonly KindCount[] {
  return OBSERVATION_KINDS.filter((kind) => compared[kind] > 0).map((kind) => ({
    kind,
    compared: compared[kind],
    differing: differing[kind],
  }));
}

/** Kind counts of several replays, added up. */
export function addKinds(all: readonly (readonly KindCount[])[]): readonly KindCount[] {
  const sum = startComparison();
  for (const { kind, compared, differing } of all.flat()) {
    sum.compared[kind] += compared;
    sum.differing[kind] += differing;
  }
  return kindCounts(sum);
}
