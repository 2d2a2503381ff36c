import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { present } from '../../base/assert.ts';
import type { Event } from '../../model/event.ts';
import { drawInTurns, type InTurns } from '../../state/in-turns.ts';
import type { Size } from '../../viz/mark.ts';
import { stageInPieces } from '../../viz/stage.ts';
import type { StageData } from '../../viz/stage-data.ts';
import type { StageSheets } from '../../viz/stage-sheets.ts';
import { useGetState } from '../shared/app.ts';
import { useTurns } from '../shared/Later.tsx';
import { Picture } from '../shared/Picture.tsx';
import { isFar } from './is-far.ts';

/** What a piece is fed, and the picture before it. */
type Moment = { readonly data: StageData; readonly since: readonly Event[] };

type StageMarkProps = Moment & {
  /** The room there is. */
  readonly size: Size;
  /** What is drawn of it, and how much larger it is shown. */
  readonly drawn: Size;
  readonly scale: number;
};

/** More sheets are less to paint on each, and more for the browser to keep. */
const WORDS = [0, 1, 2, 3];

/**
 * The marks of the stage, each on its sheet. A step that somebody asked for is drawn whole: they wait for it. One of a run that plays by
 * itself, and a jump, which may change everything, are drawn piece by piece: how the slots look at once, what they say and what they map in
 * the frames after it.
 */
export function StageMark({ size, drawn, scale, data, since }: StageMarkProps): ReactNode {
  const turns = useTurns();
  const getState = useGetState();
  const table = useRef<SVGGElement>(null);
  const words = useRef<(SVGGElement | null)[]>([]);
  const memory = useRef<SVGGElement>(null);
  const living = useRef<{ readonly drawing: InTurns<Moment>; shown: StageData | null } | null>(null);
  const { width, height } = size;

  useLayoutEffect(() => {
    const sheets: StageSheets = {
      table: present(table.current, 'the sheet of the table'),
      words: WORDS.map((n) => present(words.current[n], 'a sheet of words')),
      memory: present(memory.current, 'the sheet of memory'),
    };
    const { pieces, destroy } = stageInPieces(sheets, { width, height });
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

  useLayoutEffect(() => {
    const now = living.current;
    if (now === null) return;
    const isStep = since.length > 0;
    const atOnce = now.shown === null || (isStep ? !getState().playing : !isFar(now.shown.frame, data.frame));
    now.shown = data;
    now.drawing.show({ data, since }, atOnce);
  }, [turns, getState, width, height, data, since]);

  return (
    <>
      <Picture size={drawn} scale={scale} role="presentation">
        <g ref={table} />
      </Picture>
      {WORDS.map((n) => (
        <Picture key={n} size={drawn} scale={scale} aria-hidden="true">
          <g
            ref={(sheet) => {
              words.current[n] = sheet;
            }}
          />
        </Picture>
      ))}
      <Picture size={drawn} scale={scale} role="presentation">
        <g ref={memory} />
      </Picture>
    </>
  );
}
