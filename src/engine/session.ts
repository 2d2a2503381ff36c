import { assertNever, present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import { load } from '../scenario/lint.ts';
import { MAX_LINES, MAX_TEXT } from '../scenario/parse.ts';
import type { Diagnostic, Scenario } from '../scenario/syntax.ts';
import { laneCosts } from '../timeline/lane-costs.ts';
import { price } from '../timeline/scaling.ts';
import type { Pricing } from '../timeline/scaling-sweep.ts';
import {
  addBranch,
  branchById,
  deleteBranch,
  renameBranch,
  replaceScenario,
  restoreBranch,
  shownBranch,
  switchTo,
} from '../timeline/timeline.ts';
import { sharedSteps, stepsOf } from '../timeline/steps.ts';
import { whyOf } from '../timeline/why.ts';
import { appendLine } from './append.ts';
import { withMachine } from './machine-line.ts';
import { mistake } from './mistake.ts';
import type { Change, Opened } from './opened.ts';
import { openTimeline } from './opening.ts';
import type { Reply, Request } from './protocol.ts';
import { viewOf } from './session-view.ts';
import { show, type Shown } from './shown.ts';
import { treeOf } from './tree.ts';

/** Nothing is open before the first `open`. */
export type Session = Opened | null;

export const NO_SESSION: Session = null;

/**
 * The one reducer of sessions: (session, request) → the session after it and the answer. Pure: a session is never changed, so what it
 * answers depends on nothing else. A request that the user got wrong changes nothing and is answered with what is wrong.
 */
export function respond(session: Session, request: Request): readonly [Session, Reply] {
  if (request.type === 'open') return settle(session, open(session, request));
  if (request.type === 'price') return [session, priced(request.pricing)];
  const opened = present(session, 'a scenario that is open');
  if (request.type === 'why') {
    const { at, shown } = opened;
    const chain = whyOf(present(shown.lanes[request.lane] ?? shown.lanes[0], 'a lane').run, at, request.object);
    return [opened, { type: 'why', object: request.object, chain }];
  }
  if (request.type === 'costs') return [opened, { type: 'costs', lanes: opened.shown.lanes.map(laneCosts) }];
  const change = changeOf(opened, request);
  return settle(session, change.ok ? apply(opened, change.value) : change);
}

function priced({ way, load }: Pricing): Reply {
  const result = price(way, load);
  return result.ok
    ? { type: 'price', priced: result.value }
    : { type: 'refused', diagnostics: [mistake(result.error)] };
}

function settle(before: Session, after: Result<Opened, readonly Diagnostic[]>): readonly [Session, Reply] {
  if (!after.ok) return [before, { type: 'refused', diagnostics: after.error }];
  return [after.value, { type: 'session', session: viewOf(after.value, before) }];
}

type Open = Extract<Request, { readonly type: 'open' }>;

function open(before: Session, request: Open): Result<Opened, readonly Diagnostic[]> {
  const timeline = openTimeline(request);
  if (!timeline.ok) return timeline;
  const shown = readable(shownBranch(timeline.value).scenario, request.kernels, null);
  if (!shown.ok) return shown;
  const { length } = shown.value.outline;
  return ok({
    timeline: timeline.value,
    kernels: request.kernels,
    ...landing(shown.value, request.at < 0 ? length : request.at, null),
    shown: shown.value,
    tree: treeOf(timeline.value, null),
    opening: (before?.opening ?? 0) + 1,
  });
}

function apply(before: Opened, change: Partial<Opened>): Result<Opened, readonly Diagnostic[]> {
  const next = { ...before, ...change };
  const shown = readable(shownBranch(next.timeline).scenario, next.kernels, before.shown);
  if (!shown.ok) return shown;
  const tree = treeOf(next.timeline, before.tree);
  return ok({ ...next, shown: shown.value, tree, ...landing(shown.value, next.at, next.micro) });
}

/** What cannot be read again must not come to be: it could neither be sent nor opened after the page is loaded again. */
function readable(
  scenario: Scenario,
  kernels: readonly string[],
  before: Shown | null,
): Result<Shown, readonly Diagnostic[]> {
  const shown = show(scenario, kernels, before);
  if (!shown.ok) return err([mistake(shown.error)]);
  const unreadable = tooLong(shown.value);
  return unreadable === null ? shown : err([mistake(unreadable)]);
}

/** Why it cannot be read again, as a sentence; null when it can. */
function tooLong({ text, scenario }: Shown): string | null {
  const lines = scenario.lines.length + 1;
  if (text.length > MAX_TEXT)
    return `the run would be ${text.length} characters of text and may be ${MAX_TEXT}: ${SPLIT}`;
  return lines > MAX_LINES ? `the run would be ${lines} lines of text and may be ${MAX_LINES}: ${SPLIT}` : null;
}

const SPLIT = 'go on in another run';

/** Where a cursor comes to stand: within the run, and between two steps when it is past the last action of one. */
function landing({ outline }: Shown, at: number, micro: number | null): Pick<Opened, 'at' | 'micro'> {
  const inside = Math.min(Math.max(Math.trunc(at), 0), outline.length);
  const ticks = outline[inside]?.ticks ?? 0;
  if (micro === null || micro <= 0 || inside === outline.length) return { at: inside, micro: null };
  return micro >= ticks ? { at: inside + 1, micro: null } : { at: inside, micro: Math.trunc(micro) };
}

function changeOf(
  session: Opened,
  request: Exclude<Request, { readonly type: 'open' | 'why' | 'costs' | 'price' }>,
): Change {
  const { timeline } = session;
  switch (request.type) {
    case 'append':
      return appendLine(session, request.text);
    case 'seek':
      return ok({ at: request.at, micro: request.micro });
    case 'edit': {
      const loaded = load(request.text);
      return loaded.ok ? ok(rewritten(session, loaded.scenario)) : err(loaded.diagnostics);
    }
    case 'machine': {
      const scenario = withMachine(shownBranch(timeline).scenario, request.settings);
      return scenario.ok ? ok(rewritten(session, scenario.value)) : scenario;
    }
    case 'kernels':
      return ok({ kernels: request.kernels });
    case 'graft':
      return grafted(session, request);
    case 'rename': {
      const name = request.name.trim();
      if (name === '') return err([mistake('a branch needs a name: write one')]);
      return ok({ timeline: renameBranch(timeline, request.id, name) });
    }
    case 'branch':
      return branchChange(session, request.act, request.id);
    default:
      return assertNever(request);
  }
}

/** Another text under the same cursor. */
function rewritten({ timeline }: Opened, scenario: Scenario): Partial<Opened> {
  return { timeline: replaceScenario(timeline, scenario), micro: null };
}

/** A branch that was made elsewhere. The cursor goes to its end. */
function grafted({ timeline }: Opened, { parent, name, text }: Extract<Request, { readonly type: 'graft' }>): Change {
  const from = branchById(timeline, parent);
  if (from === undefined) return noSuchBranch();
  const loaded = load(text);
  if (!loaded.ok) return err(loaded.diagnostics);
  const { scenario } = loaded;
  const added = addBranch(timeline, { name, parent, at: sharedSteps(from.scenario, scenario), scenario });
  return ok({ timeline: switchTo(added, timeline.nextId), at: stepsOf(scenario).length, micro: null });
}

function branchChange({ timeline }: Opened, act: 'switch' | 'delete' | 'restore', id: number): Change {
  if (act === 'restore') {
    const deleted = timeline.deleted.some((branch) => branch.id === id);
    return deleted ? ok({ timeline: restoreBranch(timeline, id), micro: null }) : noSuchBranch();
  }
  if (branchById(timeline, id) === undefined) return noSuchBranch();
  if (act === 'switch') return ok({ timeline: switchTo(timeline, id), micro: null });
  if (timeline.branches.length === 1) return err([mistake('this is the only branch: there must be one')]);
  return ok({ timeline: deleteBranch(timeline, id), micro: null });
}

const noSuchBranch = (): Change => err([mistake('there is no such branch any more')]);
