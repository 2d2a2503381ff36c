import { assertNever, ensure } from '../base/assert.ts';
import type { Reply, Request, SessionView } from '../engine/protocol.ts';
import type { StepOutline } from '../timeline/frame.ts';
import type { SessionSlice, State } from './state.ts';

/** What an answer of the engine makes of the session slice. Nothing is guessed before it comes: a panel is at the old picture or at the new. */
export function absorb(state: State, request: Request, reply: Reply): Partial<SessionSlice> {
  switch (reply.type) {
    case 'session':
      return {
        session: reply.session,
        outline: joinOutline(state, reply.session),
        saved: reply.session.saved ?? state.saved,
        refusal: [],
        why: CHANGES_RUN.has(request.type) || !sameCursor(state.session, reply.session) ? null : state.why,
        deleted: deletedAfter(state, request, reply.session),
        turned: turnedBy(state, request, reply.session),
      };
    case 'why':
      return { why: { object: reply.object, chain: reply.chain }, refusal: [] };
    case 'costs':
      return { laneCosts: reply.lanes };
    case 'price': // asked of another engine: cost-commands.ts
      return {};
    case 'refused':
      return { refusal: reply.diagnostics };
    default:
      return assertNever(reply);
  }
}

/** After these the steps that an answer names may be others, though the cursor is where it was. */
const CHANGES_RUN: ReadonlySet<Request['type']> = new Set(['open', 'edit', 'machine', 'append', 'graft']);

/** The engine sends only the part of the outline that changed; the rest is what it sent before. */
function joinOutline(state: State, session: SessionView): readonly StepOutline[] {
  const { id, from, items } = session.outline;
  ensure(from === 0 || state.session?.outline.id === id, 'a piece of an outline fits what came before it');
  if (from === state.outline.length && items.length === 0) return state.outline;
  return [...state.outline.slice(0, from), ...items];
}

function sameCursor(before: SessionView | null, after: SessionView): boolean {
  return before !== null && before.branch === after.branch && before.at === after.at && before.micro === after.micro;
}

function turnedBy({ session }: State, { type }: Request, next: SessionView): SessionSlice['turned'] {
  if (session === null || type === 'open' || session.branch === next.branch) return null;
  return type === 'append' ? 'begun' : 'switched';
}

/** Branches that were in the last picture and were then deleted by this request, until they are restored or another run is opened. */
function deletedAfter(state: State, request: Request, session: SessionView): SessionSlice['deleted'] {
  if (request.type === 'open') return [];
  const deletes = request.type === 'branch' && request.act === 'delete';
  const gone = deletes ? (state.session?.branches ?? []).filter(({ id }) => id === request.id) : [];
  return [...state.deleted, ...gone].filter(({ id }) => !session.branches.some((branch) => branch.id === id));
}
