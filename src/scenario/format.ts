import { assertNever } from '../base/assert.ts';
import { formatPage, formatPlace } from './format-place.ts';
import { quote } from './quote.ts';
import type { Arg, Line, Predicate, Scenario, Statement } from './syntax.ts';

/**
 * The canonical text of a scenario: one statement a line, single spaces, comments two spaces behind, a newline at the end. Reading it back
 * gives the same scenario, and line i of the scenario stands on line i + 2 of the text.
 */
export function format(scenario: Scenario): string {
  const head = withComment('kmapscope 1', scenario.comment ?? null);
  return [head, ...scenario.lines.map(formatLine)].map((line) => `${line}\n`).join('');
}

/** One line without its newline: statement, comment, both or neither. */
export function formatLine({ statement, comment }: Line): string {
  return withComment(statement === null ? '' : formatStatement(statement), comment);
}

function withComment(statement: string, comment: string | null): string {
  if (comment === null) return statement;
  const text = comment === '' ? '#' : `# ${comment}`;
  return statement === '' ? text : `${statement}  ${text}`;
}

/** A statement as it is written in a scenario: `cpu1: kmap_atomic(page3)`. */
export function formatStatement(statement: Statement): string {
  switch (statement.type) {
    case 'title':
    case 'note':
      return `${statement.type} ${quote(statement.text)}`;
    case 'machine':
      return ['machine', ...statement.settings.map(({ key, value }) => `${key}=${value}`)].join(' ');
    case 'expect':
      return `expect ${statement.not ? 'not ' : ''}${formatPredicate(statement.predicate)}`;
    case 'call': {
      const call = `${statement.fn}(${statement.args.map(formatArg).join(', ')})`;
      return `cpu${statement.cpu}: ${statement.enter ? 'enter ' : ''}${call}`;
    }
    case 'speculate':
    case 'evict':
      return `cpu${statement.cpu}: ${statement.type}(${formatPlace(statement.place)})`;
    case 'schedule':
      return `cpu${statement.cpu}: schedule(task${statement.task})`;
    case 'tick':
    case 'finish':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return `cpu${statement.cpu}: ${statement.type}`;
    default:
      return assertNever(statement);
  }
}

function formatArg(arg: Arg): string {
  switch (arg.type) {
    case 'page':
      return formatPage(arg.page);
    case 'pages': {
      const [first, last] = [formatPage(arg.first), formatPage(arg.last)];
      return first === last ? first : `${first}..${last}`;
    }
    case 'place':
      return formatPlace(arg.place);
    case 'cpu':
      return `cpu${arg.cpu}`;
    case 'km_type':
      return arg.name;
  }
}

/** `stray(cpu1.slot0)`, `depth(cpu1)=0`, `fault` */
function formatPredicate(predicate: Predicate): string {
  switch (predicate.type) {
    case 'none':
    case 'stray':
    case 'live':
      return `${predicate.type}(${formatPlace(predicate.place)})`;
    case 'maps':
      return `maps(${formatPlace(predicate.place)}, ${formatPage(predicate.page)})`;
    case 'depth':
      return `depth(cpu${predicate.cpu})=${predicate.n}`;
    case 'online':
      return `online(${predicate.cpus.map((cpu) => `cpu${cpu}`).join(', ')})`;
    case 'secure':
    case 'exposed':
      return `${predicate.type}(${formatPage(predicate.page)})`;
    case 'cached':
      return `cached(cpu${predicate.cpu}, ${formatPlace(predicate.place)})`;
    case 'pkmap_count':
      return `pkmap_count(pkmap${predicate.entry})=${predicate.n}`;
    case 'cost':
      return `cost(${predicate.cost})=${predicate.n}`;
    case 'fault':
    case 'no_fault':
    case 'no_stray':
    case 'bug':
      return predicate.type;
  }
}
