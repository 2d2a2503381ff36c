import { useEffect, useRef, type ReactNode } from 'react';
import { present } from '../../base/assert.ts';
import type { Event } from '../../model/event.ts';
import { drawInTurns, type InTurns } from '../../state/in-turns.ts';
import type { Size } from '../../viz/mark.ts';
import { stageInPieces } from '../../viz/stage.ts';
import type { StageData } from '../../viz/stage-data.ts';
import { useTurns } from '../shared/Later.tsx';
import { isFar } from './is-far.ts';

/** What a piece is fed, and the picture before it. */
type Moment = { readonly data: StageData; readonly since: readonly Event[] };

/**
 * The marks of the stage. A step is drawn whole; a jump may change everything, and is drawn piece by piece: how the slots look at once, what
 * they say and what they map in the frames after it.
 */
export function StageMark({ size, data, since }: { readonly size: Size } & Moment): ReactNode {
  const turns = useTurns();
  const root = useRef<SVGGElement>(null);
  const living = useRef<{ readonly drawing: InTurns<Moment>; shown: StageData | null } | null>(null);
  const { width, height } = size;

  useEffect(() => {
    const { pieces, destroy } = stageInPieces(present(root.current, 'the group of the stage'), { width, height });
    const drawing = drawInTurns<Moment>(
      turns,
      pieces.map((draw) => (moment) => draw(moment.data, moment.since)),
    );
    living.current = { drawing, shown: null };
    return () => {
      drawing.end();
      destroy();
      living.current = null;
    };
  }, [turns, width, height]);

  useEffect(() => {
    const now = living.current;
    if (now === null) return;
    // However much a step changes, a flush of many slots say: its motion is one.
    const atOnce = since.length > 0 || now.shown === null || !isFar(now.shown.frame, data.frame);
    now.shown = data;
    now.drawing.show({ data, since }, atOnce);
  }, [turns, width, height, data, since]);

  return <g ref={root} />;
}
