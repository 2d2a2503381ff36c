import { useState } from 'react';
import type { Event } from '../../model/event.ts';
import { cursorAfter } from '../../state/cursor.ts';
import { cursorOf } from '../../state/selectors.ts';
import type { Session, State } from '../../state/state.ts';
import { useSelect } from './app.ts';

const NONE: readonly Event[] = [];

/** The events of a lane to animate: those of the step when the cursor went one step on along the same branch; none for any other way. */
export function useSince(session: Session | null, lane: number): readonly Event[] {
  const outline = useSelect((state) => state.outline);
  const [shown, setShown] = useState({ session, since: NONE });
  if (shown.session === session) return shown.since;
  const { session: before } = shown;
  const onward = before !== null && session !== null && isSameWay(before, session) && isNext(before, session, outline);
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

/** One step, or one line, on: expectations that came true are told with the step before them, and passed over with it. */
function isNext(before: Session, after: Session, outline: State['outline']): boolean {
  if (after.micro === null && after.at === before.at + 1) return true;
  return (['calls', 'lines'] as const).some((zoom) => {
    const next = cursorAfter(outline, cursorOf(before), zoom);
    return next?.at === after.at && next.micro === after.micro;
  });
}
