import { useState } from 'react';
import type { Event } from '../../model/event.ts';
import type { Session } from '../../state/state.ts';

const NONE: readonly Event[] = [];

/** The events of a lane to animate: those of the step when the cursor went one step on along the same branch; none for any other way. */
export function useSince(session: Session | null, lane: number): readonly Event[] {
  const [shown, setShown] = useState({ session, since: NONE });
  if (shown.session === session) return shown.since;
  const { session: before } = shown;
  const onward = before !== null && session !== null && isSameWay(before, session) && isNext(before, session);
  const since = onward ? (session.lanes[lane]?.frame.step?.events ?? NONE) : NONE;
  setShown({ session, since });
  return since;
}

/** The same branch, or one that was forked off just here. */
function isSameWay(before: Session, after: Session): boolean {
  if (after.branch === before.branch) return true;
  const fork = after.branches.find(({ id }) => id === after.branch);
  return fork?.parent === before.branch && fork.at === before.at;
}

function isNext(before: Session, after: Session): boolean {
  if (after.micro !== null) return after.at === before.at && after.micro === (before.micro ?? 0) + 1;
  return after.at === before.at + 1;
}
