import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { format, formatLine } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/syntax.ts';
import { complain, countOf, fieldsOf, flagOf, listOf, nullOr, oneOf, textOf } from './check.ts';
import type { At, Checker } from './check.ts';
import { LIMITS, withinLimits } from './limits.ts';
import { problem } from './problem.ts';
import type { LinkProblem } from './problem.ts';
import { LENSES, RADICES, SPEEDS, ZOOMS } from './shared.ts';
import type { Cursor, Shared, SharedBranch, View } from './shared.ts';
import { upgraded } from './upgraders.ts';

/** The twin of a link that people can read and compare: `name.kmapscope.json`. file-schema.ts describes it to editors. */
export const FILE_SUFFIX = '.kmapscope.json';

const FORMAT = 'kmapscope';
const VERSION = 1;
const HEAD = `${FORMAT} ${VERSION}`;

const FIELDS = ['format', 'version', 'scenario', 'branches', 'cursor', 'kernels', 'view', 'digest'] as const;

/** A share as a file: JSON, each line of a scenario on its own line. Fails, with the sentence to show, when it is over a cap. */
export function encodeFile(shared: Shared): Result<string, LinkProblem> {
  const within = withinLimits(shared);
  if (!within.ok) return within;
  const { scenario, branches, cursor, kernels, view, digest } = shared;
  const content = {
    format: FORMAT,
    version: VERSION,
    scenario: format(scenario).split('\n').slice(0, -1),
    branches: branches.map(({ name, parent, at, lines }) => ({ name, parent, at, lines: lines.map(formatLine) })),
    cursor,
    kernels,
    view,
    digest: digest.toString(16).padStart(8, '0'),
  };
  const text = `${JSON.stringify(content, null, 2)}\n`;
  return text.length > LIMITS.file ? err(tooBig(text.length)) : ok(text);
}

/** Reads a file, or says what in it is wrong and where. Never throws; bounded by the caps of limits.ts. */
export function decodeFile(text: string): Result<Shared, LinkProblem> {
  if (text.length > LIMITS.file) return err(tooBig(text.length));
  const json = parsedJson(text);
  if (!json.ok) return json;
  const { format: name, version } = headOf(json.value);
  if (name !== FORMAT) return err(notOurs());
  if (typeof version === 'number' && version > VERSION) return err(newer(version));
  const checker: Checker = { mistake: null };
  const shared = readVersion1(checker, { path: '', value: json.value });
  if (checker.mistake !== null) return err(wrong(checker.mistake));
  return withinLimits(upgraded(shared));
}

function readVersion1(checker: Checker, file: At): Shared {
  const fields = fieldsOf(checker, file, FIELDS);
  oneOf(checker, fields.version, [VERSION]);
  const scenario = scenarioOf(checker, fields.scenario, []);
  const branches = listOf(checker, fields.branches, LIMITS.forks).map((at, i) => branchOf(checker, at, i));
  return {
    version: 1,
    scenario,
    branches,
    cursor: cursorOf(checker, fields.cursor, branches.length),
    kernels: listOf(checker, fields.kernels, LIMITS.kernels).map((at) => textOf(checker, at)),
    view: viewOf(checker, fields.view),
    digest: digestOf(checker, fields.digest),
  };
}

/** A scenario from its lines; `head` is what a branch leaves out in front of them. The first mistake is told with its line. */
function scenarioOf(checker: Checker, at: At, head: readonly string[]): Scenario {
  const items = listOf(checker, at, LIMITS.events);
  const lines = items.map((item) => lineOf(checker, item));
  const { scenario, diagnostics } = parse([...head, ...lines].map((line) => `${line}\n`).join(''));
  const mistake = diagnostics.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) {
    const { line, column } = mistake.span;
    checker.mistake ??= `${at.path}[${line - 1 - head.length}], column ${column}: ${mistake.message}`;
  }
  return scenario;
}

function lineOf(checker: Checker, at: At): string {
  const text = textOf(checker, at);
  if (/[\r\n]/.test(text)) complain(checker, at, 'one line');
  return text;
}

function branchOf(checker: Checker, at: At, index: number): SharedBranch {
  const { name, parent, at: step, lines } = fieldsOf(checker, at, ['name', 'parent', 'at', 'lines']);
  return {
    name: textOf(checker, name),
    parent: countOf(checker, parent, index),
    at: countOf(checker, step, LIMITS.number),
    lines: scenarioOf(checker, lines, [HEAD]).lines,
  };
}

function cursorOf(checker: Checker, at: At, branches: number): Cursor {
  const { branch, at: step, micro } = fieldsOf(checker, at, ['branch', 'at', 'micro']);
  return {
    branch: countOf(checker, branch, branches),
    at: countOf(checker, step, LIMITS.number),
    micro: nullOr(micro, (some) => countOf(checker, some, LIMITS.number)),
  };
}

function viewOf(checker: Checker, at: At): View {
  const keys = ['lens', 'speed', 'selection', 'radix', 'zoom', 'projector'] as const;
  const { lens, speed, selection, radix, zoom, projector } = fieldsOf(checker, at, keys);
  return {
    lens: oneOf(checker, lens, LENSES),
    speed: oneOf(checker, speed, SPEEDS),
    selection: nullOr(selection, (some) => textOf(checker, some)),
    radix: oneOf(checker, radix, RADICES),
    zoom: oneOf(checker, zoom, ZOOMS),
    projector: flagOf(checker, projector),
  };
}

function digestOf(checker: Checker, at: At): number {
  const text = textOf(checker, at);
  if (!/^[0-9a-f]{8}$/.test(text)) complain(checker, at, 'eight hexadecimal digits');
  return parseInt(text, 16);
}

/** JSON.parse throws on what is no JSON; here that is an answer. */
function parsedJson(text: string): Result<unknown, LinkProblem> {
  try {
    return ok(JSON.parse(text.replace(/^\ufeff/, '')) as unknown);
  } catch {
    return err(notJson(text));
  }
}

function headOf(json: unknown): { readonly format?: unknown; readonly version?: unknown } {
  return typeof json === 'object' && json !== null ? json : {};
}

const SAVE_AGAIN = 'Save it again from kmapscope, or mend it by hand.';

function notJson(text: string): LinkProblem {
  if (!text.includes(`"${FORMAT}"`)) return notOurs();
  const isCut = !/\}\s*$/.test(text);
  return isCut
    ? problem('truncated', 'This file is cut off: its last brace is missing. Download or copy it again, whole.')
    : problem('damaged', `This file is no valid JSON. ${SAVE_AGAIN}`);
}

function notOurs(): LinkProblem {
  const message = `This is no kmapscope file: that is JSON and begins with "format": "${FORMAT}". What opens too: a scenario's text, whose first line is "${HEAD}", a link, and a kernel's page-table dump or ftrace text.`;
  return problem('not a file', message);
}

function newer(version: number): LinkProblem {
  const message = `This file is of version ${version} and this kmapscope reads version ${VERSION}. Reload the page to update.`;
  return problem('from the future', message);
}

function wrong(mistake: string): LinkProblem {
  return problem('damaged', `${mistake.replace(/\.$/, '')}. ${SAVE_AGAIN}`);
}

function tooBig(length: number): LinkProblem {
  const message = `This file has ${length} characters and may have ${LIMITS.file}: trim the run or drop branches.`;
  return problem('too big', message);
}
