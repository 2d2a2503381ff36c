import { useMemo, type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject } from 'react';
import { costPlot, costPlotStep, type CostPlotData } from '../../viz/cost-plot.ts';
import { grouped } from '../../viz/grouped.ts';
import { Mark } from '../shared/Mark.tsx';
import { Picture } from '../shared/Picture.tsx';
import { useRoom } from '../shared/use-room.ts';

export type CostPlotProps = CostPlotData & {
  readonly length: number;
  readonly onSeek: (at: number) => void;
  /** Where the drawing stands, for those who want to keep it. */
  readonly room: RefObject<HTMLDivElement | null>;
};

const NONE: readonly [] = [];

/** The run as a line of cost for each lane: a slider for keys, a surface to drag on. */
export function CostPlot({ lanes, at, measure, length, onSeek, room: frame }: CostPlotProps): ReactNode {
  const [ref, room] = useRoom();
  const data = useMemo(() => ({ lanes, at, measure }), [lanes, at, measure]);
  const seekTo = (event: PointerEvent): void => {
    if (room === null) return;
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onSeek(Math.min(length, costPlotStep(room.size, data, left / room.scale)));
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    seekTo(event);
  };
  const drag = (event: PointerEvent): void => {
    if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
  };
  const keyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: length }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    onSeek(Math.max(0, Math.min(length, to)));
  };
  const spoken = lanes.map(({ name, values }) => `${name}: ${grouped(values[at] ?? 0)} ${measure}`);
  return (
    <div className="plot-room" ref={frame}>
      <div className="plot-size" ref={ref}>
        <div
          role="slider"
          tabIndex={0}
          className="scrubber"
          aria-label="Step, on the plot of costs"
          aria-valuemin={0}
          aria-valuemax={length}
          aria-valuenow={at}
          aria-valuetext={`after step ${String(at)} of ${String(length)}: ${spoken.join('; ')}`}
          onKeyDown={keyDown}
        />
        {room !== null && (
          <Picture
            size={room.size}
            scale={room.scale}
            role="img"
            aria-label={`Cost over the steps of the run, in ${measure}`}
            onPointerDown={down}
            onPointerMove={drag}
          >
            <Mark mark={costPlot} size={room.size} data={data} since={NONE} />
          </Picture>
        )}
      </div>
    </div>
  );
}
