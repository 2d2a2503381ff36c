import type { Line, Scenario, Statement } from '../scenario/syntax.ts';
import { present } from '../base/assert.ts';
import type { Role, Sink, Source } from './bytes.ts';
import {
  flawed,
  getFlagged,
  getList,
  getText,
  getUint,
  newSink,
  putByte,
  putFlagged,
  putList,
  putText,
  putUint,
  ROLE,
} from './bytes.ts';
import { LIMITS } from './limits.ts';
import { getLine, putLine } from './lines.ts';
import { DEFAULT_VIEW, LENSES, RADICES, SPEEDS, ZOOMS } from './shared.ts';
import type { Cursor, Shared, SharedBranch, View } from './shared.ts';
import { getWord, putWord } from './words.ts';

/** What a frame carries: all of a share but its version and its digest, which stand outside (link.ts). */
export type FrameContent = Omit<Shared, 'version' | 'digest'>;

// The first byte of a frame says which of its optional parts follow: most frames have none.
const COMMENT = 1;
const BRANCHES = 2;
const CURSOR = 4;
const KERNELS = 8;
const VIEW = 16;
const ALL_PARTS = 31;

/** Writes a frame of format 1. FORMATS.md has it byte by byte. */
export function putFrame(out: Sink, { scenario, branches, cursor, kernels, view }: FrameContent): void {
  const all = [scenario.lines, ...branches.map(({ lines }) => lines)];
  const isAtEnd = cursor.branch === 0 && cursor.at === stepsIn(scenario.lines) && cursor.micro === null;
  const parts: readonly (readonly [part: number, isThere: boolean, put: () => void])[] = [
    [COMMENT, scenario.comment !== undefined, () => putText(out, scenario.comment ?? '')],
    [BRANCHES, branches.length > 0, () => putList(out, branches, (branch) => putBranch(out, branch, all))],
    [CURSOR, !isAtEnd, () => putCursor(out, cursor, all)],
    [KERNELS, kernels.length > 0, () => putList(out, kernels, (kernel) => putWord(out, kernel))],
    [VIEW, !isDefaultView(view), () => putView(out, view)],
  ];
  const there = parts.filter(([, isThere]) => isThere);
  putByte(
    out,
    ROLE.parts,
    there.reduce((sum, [part]) => sum + part, 0),
  );
  putList(out, scenario.lines, (line) => putLine(out, line), ROLE.lines);
  for (const [, , put] of there) put();
}

/** Reads a frame. Total: when the source shows a flaw afterwards, what is given means nothing. */
export function getFrame(from: Source): FrameContent {
  const parts = from.next(ROLE.parts);
  if (parts > ALL_PARTS) flawed(from, 'unknown', null);
  const get = <T>(part: number, read: () => T, instead: T): T => ((parts & part) === 0 ? instead : read());
  const lines = getList(from, () => getLine(from), LIMITS.events, ROLE.lines);
  const comment = get<string | null>(COMMENT, () => getText(from), null);
  const all: (readonly Line[])[] = [lines];
  const branches = get(BRANCHES, () => getList(from, () => getBranch(from, all), LIMITS.forks), []);
  const cursor = get(CURSOR, () => getCursor(from, all), { branch: 0, at: stepsIn(lines), micro: null });
  const kernels = get(KERNELS, () => getList(from, () => getWord(from), LIMITS.kernels), []);
  const view = get(VIEW, () => getView(from), DEFAULT_VIEW);
  const scenario: Scenario = { version: 1, lines, ...(comment === null ? {} : { comment }) };
  return { scenario, branches, cursor, kernels, view };
}

/** Its name and place, then what it adds to the beginning that it has in common with its parent. */
function putBranch(out: Sink, { name, parent, at, lines }: SharedBranch, all: readonly (readonly Line[])[]): void {
  const parentLines = present(all[parent], `parent ${parent} of a branch`);
  putText(out, name);
  putUint(out, ROLE.number, parent);
  putUint(out, ROLE.number, at);
  const common = commonLength(lines, parentLines);
  putUint(out, ROLE.number, common);
  putList(out, lines.slice(common), (line) => putLine(out, line), ROLE.lines);
}

function getBranch(from: Source, all: (readonly Line[])[]): SharedBranch {
  const name = getText(from);
  const parent = getUint(from, ROLE.number);
  const at = getUint(from, ROLE.number);
  const common = getUint(from, ROLE.number);
  const parentLines = all[parent] ?? flawed(from, 'broken', []);
  if (common > parentLines.length) flawed(from, 'broken', null);
  const room = LIMITS.events - common - all.reduce((sum, { length }) => sum + length, 0);
  const lines = [...parentLines.slice(0, common), ...getList(from, () => getLine(from), room, ROLE.lines)];
  all.push(lines);
  return { name, parent, at, lines };
}

/** How many lines two texts begin with alike. */
function commonLength(a: readonly Line[], b: readonly Line[]): number {
  const length = a.findIndex((line, i) => {
    const other = b[i];
    return other === undefined || (other !== line && bytesOf(line) !== bytesOf(other));
  });
  return length < 0 ? a.length : length;
}

function bytesOf(line: Line): string {
  const out = newSink();
  putLine(out, line);
  return out.bytes.join();
}

/** The place is told as steps back from the end of its branch, which is where it most often is; in front of it when odd. */
function putCursor(out: Sink, { branch, at, micro }: Cursor, all: readonly (readonly Line[])[]): void {
  const back = stepsIn(present(all[branch], `branch ${branch} of the cursor`)) - at;
  putUint(out, ROLE.number, branch);
  putFlagged(out, ROLE.number, Math.abs(back), back < 0);
  putUint(out, ROLE.number, micro === null ? 0 : micro + 1);
}

function getCursor(from: Source, all: readonly (readonly Line[])[]): Cursor {
  const branch = getUint(from, ROLE.number);
  const lines = all[branch] ?? flawed(from, 'broken', []);
  const [back, isAhead] = getFlagged(from, ROLE.number);
  const at = stepsIn(lines) + (isAhead ? back : -back);
  const micro = getUint(from, ROLE.number);
  return { branch, at: at < 0 ? flawed(from, 'broken', 0) : at, micro: micro === 0 ? null : micro - 1 };
}

/** Lines that time passes with; FROZEN, whatever else may be counted elsewhere. */
function stepsIn(lines: readonly Line[]): number {
  return lines.filter(({ statement }) => statement !== null && !STANDING.has(statement.type)).length;
}

const STANDING: ReadonlySet<Statement['type']> = new Set(['title', 'note', 'machine']);

function putOptional(out: Sink, text: string | null): void {
  putList(out, text === null ? [] : [text], (some) => putText(out, some));
}

function getOptional(from: Source): string | null {
  return getList(from, () => getText(from)).at(0) ?? null;
}

function isDefaultView({ lens, speed, selection, radix, zoom, projector }: View): boolean {
  const same = lens === DEFAULT_VIEW.lens && speed === DEFAULT_VIEW.speed && selection === DEFAULT_VIEW.selection;
  return same && radix === DEFAULT_VIEW.radix && zoom === DEFAULT_VIEW.zoom && projector === DEFAULT_VIEW.projector;
}

function putView(out: Sink, { lens, speed, selection, radix, zoom, projector }: View): void {
  putByte(out, ROLE.view, LENSES.indexOf(lens));
  putByte(out, ROLE.view, SPEEDS.indexOf(speed));
  putByte(out, ROLE.view, RADICES.indexOf(radix));
  putByte(out, ROLE.view, ZOOMS.indexOf(zoom));
  putByte(out, ROLE.view, projector ? 1 : 0);
  putOptional(out, selection);
}

function getView(from: Source): View {
  const pick = <T>(choices: readonly [T, ...T[]]): T =>
    choices[from.next(ROLE.view)] ?? flawed(from, 'unknown', choices[0]);
  const lens = pick(LENSES);
  const speed = pick(SPEEDS);
  const radix = pick(RADICES);
  const zoom = pick(ZOOMS);
  const projector = pick([false, true]);
  return { lens, speed, selection: getOptional(from), radix, zoom, projector };
}

/** The bytes of a frame, each with its role. */
export function frameBytes(content: FrameContent): { readonly bytes: Uint8Array; readonly roles: readonly Role[] } {
  const out = newSink();
  putFrame(out, content);
  return { bytes: Uint8Array.from(out.bytes), roles: out.roles };
}
