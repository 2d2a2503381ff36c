import type { Config } from '../model/config.ts';
import { kmTypeMistake, taskMistake } from './elaborate.ts';
import { formatPage, formatPlace } from './format-place.ts';
import { resolveCpu, resolvePage, resolvePlace } from './resolve.ts';
import type { Arg, Diagnostic, Predicate, Span, Statement } from './syntax.ts';
import { tokenize } from './tokens.ts';

/** What a statement speaks of, one by one: each may be something that this machine does not have. */
type Operand = Arg | { readonly type: 'task'; readonly task: number };

/**
 * The same mistake at the operand it is about, where the operand can be told: `page99` is underlined, not the statement around it.
 *
 * @param line the line of the text that the statement stands on
 */
export function atOperand(config: Config, mistake: Diagnostic, statement: Statement, line: string): Diagnostic {
  const acting = 'cpu' in statement ? statement.cpu : null;
  const operand = operandsOf(statement).find((one) => mistakeOf(config, one, acting) === mistake.message);
  const span = operand === undefined ? null : placeOf(written(operand), mistake.span, line);
  return span === null ? mistake : { ...mistake, span };
}

function operandsOf(statement: Statement): readonly Operand[] {
  switch (statement.type) {
    case 'title':
    case 'note':
    case 'machine':
      return [];
    case 'expect':
      return operandsOfPredicate(statement.predicate);
    case 'call':
      return [cpuOf(statement), ...statement.args.flatMap(pagesApart)];
    case 'speculate':
    case 'evict':
      return [cpuOf(statement), { type: 'place', place: statement.place }];
    case 'schedule':
      return [cpuOf(statement), { type: 'task', task: statement.task }];
    case 'tick':
    case 'finish':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return [cpuOf(statement)];
  }
}

const cpuOf = ({ cpu }: { readonly cpu: number }): Operand => ({ type: 'cpu', cpu });

/** `page0..page255` is two operands: one of them may be there. */
function pagesApart(arg: Arg): readonly Operand[] {
  if (arg.type !== 'pages') return [arg];
  return [arg.first, arg.last].map((page) => ({ type: 'page', page }));
}

/** In the order they are written: `maps(cpu0.slot0, page8)`, `online(cpu0, cpu5)`. */
function operandsOfPredicate(predicate: Predicate): readonly Operand[] {
  return [
    ...('cpu' in predicate ? [cpuOf(predicate)] : []),
    ...('cpus' in predicate ? predicate.cpus.map((cpu) => cpuOf({ cpu })) : []),
    ...('place' in predicate ? [{ type: 'place', place: predicate.place } as const] : []),
    ...('entry' in predicate ? [{ type: 'place', place: { type: 'pkmap', entry: predicate.entry } } as const] : []),
    ...('page' in predicate ? [{ type: 'page', page: predicate.page } as const] : []),
  ];
}

/** Why this machine has no such thing, in the words of the statement's own mistake; null when it has. */
function mistakeOf(config: Config, operand: Operand, acting: number | null): string | null {
  switch (operand.type) {
    case 'cpu':
      return why(resolveCpu(config, operand.cpu));
    case 'page':
      return why(resolvePage(config, operand.page));
    case 'pages':
      return why(resolvePage(config, operand.first)) ?? why(resolvePage(config, operand.last));
    case 'place':
      return why(resolvePlace(config, operand.place, acting));
    case 'km_type':
      return kmTypeMistake(config, operand.name);
    case 'task':
      return taskMistake(config, operand.task);
  }
}

function why(found: { readonly ok: true } | { readonly ok: false; readonly error: string }): string | null {
  return found.ok ? null : found.error;
}

function written(operand: Operand): string {
  switch (operand.type) {
    case 'cpu':
      return `cpu${operand.cpu}`;
    case 'page':
      return formatPage(operand.page);
    case 'pages':
      return `${formatPage(operand.first)}..${formatPage(operand.last)}`;
    case 'place':
      return formatPlace(operand.place);
    case 'km_type':
      return operand.name;
    case 'task':
      return `task${operand.task}`;
  }
}

/** Where an operand stands in the line, inside the statement's span: its tokens, one behind the other; null when it is written otherwise. */
function placeOf(operand: string, within: Span, line: string): Span | null {
  const wanted = tokenize(operand);
  const tokens = tokenize(line).filter(({ from }) => from >= within.column - 1 && from < within.endColumn - 1);
  const start = tokens.findIndex((_, at) => wanted.every((token, i) => same(tokens[at + i]?.text, token.text)));
  const [first, last] = [tokens[start], tokens[start + wanted.length - 1]];
  if (first === undefined || last === undefined) return null;
  return { line: within.line, column: first.from + 1, endColumn: last.to + 1 };
}

/** `page03` is page3, `0xFFF10000` is 0xfff10000. */
function same(found: string | undefined, wanted: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/^([a-z]+)0+(?=\d)/, '$1');
  return found !== undefined && plain(found) === plain(wanted);
}
