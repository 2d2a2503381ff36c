import { FUNCTIONS } from '../model/action.ts';
import type { KernelFunction } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { cpuCandidates, machineCandidates, ofKind, pageCandidates, slotCandidates } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';
import { BARE_VERBS, FUNCTION_HELP, FUNCTION_NAMES, OPERATION_NAMES } from './vocabulary.ts';
import { PREDICATE_NAMES, PREDICATES, SCHEDULE_HELP, STATEMENTS, WHERE_VERBS } from './vocabulary.ts';

/** What could stand from `from` (an offset in the line) to the cursor; the editor filters by what is typed already. */
export type Completion = { readonly from: number; readonly candidates: readonly Candidate[] };

/**
 * What could be written at the cursor, given the line up to it and the machine that the scenario has chosen; null where nothing is known to
 * complete: in comments, strings and numbers.
 */
export function complete(before: string, config: Config): Completion | null {
  const tokens = tokenize(before);
  const last = tokens.at(-1);
  if (last?.kind === 'comment' || last?.kind === 'string') return null;
  // A word that the cursor touches is being typed; what stands before it decides what it may be.
  const typing = last?.to === before.length && (last.kind === 'word' || last.kind === 'number');
  const settled = typing ? tokens.slice(0, -1) : tokens;
  const from = typing ? last.from : before.length;
  if (settled[0]?.text === 'machine') return inMachine(before, settled, from);
  const candidates = candidatesAfter(settled, config);
  return candidates.length === 0 ? null : { from, candidates };
}

function candidatesAfter(settled: readonly Token[], config: Config): readonly Candidate[] {
  const [first, second] = settled;
  if (first === undefined) return [...statements(), ...cpuCandidates(config, ': ')];
  if (first.text === 'expect') return inExpect(settled, config);
  if (second?.text !== ':') return [];
  const verbAt = settled[2]?.text === 'enter' ? 3 : 2;
  if (settled.length === verbAt)
    return verbAt === 2 ? [...operations(), ENTER] : operations().slice(0, FUNCTION_NAMES.length);
  return inParentheses(settled.slice(verbAt + 1), argKinds(settled[verbAt]?.text ?? ''), config, true);
}

const ENTER: Candidate = {
  label: 'enter',
  insert: 'enter ',
  help: 'only enter the call: its lines follow one tick at a time',
};

function statements(): readonly Candidate[] {
  return Object.entries(STATEMENTS).map(([label, help]) => {
    const quotes = label === 'title' || label === 'note';
    return { label, insert: quotes ? `${label} "` : `${label} `, help };
  });
}

function operations(): readonly Candidate[] {
  const help: { readonly [name: string]: string } = {
    ...FUNCTION_HELP,
    ...WHERE_VERBS,
    ...BARE_VERBS,
    schedule: SCHEDULE_HELP,
  };
  return OPERATION_NAMES.map((label) => {
    const bare = Object.hasOwn(BARE_VERBS, label);
    const empty = (FUNCTIONS[label as KernelFunction] as readonly string[] | undefined)?.length === 0;
    return { label, insert: bare ? label : empty ? `${label}()` : `${label}(`, help: help[label] ?? '' };
  });
}

function argKinds(verb: string): readonly string[] {
  if (verb === 'speculate' || verb === 'evict') return ['place'];
  if (verb === 'schedule') return ['task'];
  const fn = FUNCTION_NAMES.find((name) => name === verb);
  return fn === undefined ? [] : FUNCTIONS[fn].map((kind) => kind.replace('?', ''));
}

/** What may come next between parentheses: which argument it is decides. `…` stands for as many as one likes of what stands before it. */
function inParentheses(
  inside: readonly Token[],
  kinds: readonly string[],
  config: Config,
  acting: boolean,
): readonly Candidate[] {
  const last = inside.at(-1)?.text ?? '';
  if (inside[0]?.text !== '(' || !['(', ',', '.', '..'].includes(last)) return [];
  if (last === '.') return slotCandidates(config);
  if (['linear', 'dma'].includes(inside.at(-2)?.text ?? '')) return pageCandidates(config);
  const position = inside.filter(({ text }) => text === ',').length;
  const kind = kinds.at(-1) === '…' ? kinds[0] : kinds[position];
  return ofKind(kind ?? '', config, acting);
}

function inExpect(settled: readonly Token[], config: Config): readonly Candidate[] {
  const at = settled[1]?.text === 'not' ? 2 : 1;
  if (settled.length === at) return predicates(at === 1);
  const name = PREDICATE_NAMES.find((predicate) => predicate === settled[at]?.text);
  return inParentheses(settled.slice(at + 1), name === undefined ? [] : PREDICATES[name].args, config, false);
}

function predicates(withNot: boolean): readonly Candidate[] {
  const all = PREDICATE_NAMES.map((label) => ({
    label,
    insert: PREDICATES[label].args.length === 0 ? label : `${label}(`,
    help: PREDICATES[label].help,
  }));
  return withNot ? [...all, { label: 'not', insert: 'not ', help: 'the opposite holds' }] : all;
}

/** Behind `=` the value is being written until a space ends it: `v2.6.37-rc` is several tokens. */
function inMachine(before: string, settled: readonly Token[], from: number): Completion | null {
  const equals = settled.findLastIndex(({ text }) => text === '=');
  const value = before.slice(settled[equals]?.to ?? before.length).trimStart();
  if (equals > 0 && !/\s/u.test(value)) {
    const candidates = machineCandidates(settled[equals - 1]?.text ?? '');
    return candidates.length === 0 ? null : { from: before.length - value.length, candidates };
  }
  const set = settled.filter((_, i) => settled[i + 1]?.text === '=').map(({ text }) => text);
  return { from, candidates: machineCandidates(null).filter(({ label }) => !set.includes(label)) };
}
