import { memo, useMemo, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Event } from '../../model/event.ts';
import type { StepOutline } from '../../timeline/frame.ts';
import type { Fork } from '../../viz/fork-signs.ts';
import { stepAt, timelineLayout, type TimelineLayout } from '../../viz/timeline-layout.ts';
import { timelineCursor } from '../../viz/timeline-cursor.ts';
import { timelineRibbon, type TimelineData } from '../../viz/timeline-ribbon.ts';
import { Mark } from '../shared/Mark.tsx';
import { Picture } from '../shared/Picture.tsx';
import { useRoom, type Room } from '../shared/use-room.ts';

export type RibbonProps = {
  readonly outline: readonly StepOutline[];
  readonly cpus: number;
  readonly at: number;
  readonly micro: number | null;
  /** What happened since the last picture; empty: jump. */
  readonly since: readonly Event[];
  /** Other futures, where they part from this one. */
  readonly forks: readonly Fork[];
  /** Steps after which the compared lanes differ in something new. */
  readonly parted: readonly number[];
  readonly onSeek: (at: number) => void;
  readonly onSwitch: (branch: number) => void;
};

/** The lanes of time and the cursor in them: a slider for those who use keys, a surface to drag on for those who point. */
export const Ribbon = memo(function Ribbon(props: RibbonProps): ReactNode {
  const { outline, cpus, at, micro, since, forks, parted, onSeek, onSwitch } = props;
  const [ref, room] = useRoom();
  const size = room?.size ?? null;
  const into = micro === null ? 0 : Math.min(0.95, micro / Math.max(1, outline[at]?.ticks ?? 1));
  const layout = useMemo(
    () => (size === null ? null : timelineLayout(size, cpus, outline.length)),
    [size, cpus, outline],
  );
  const cursor = useMemo(() => ({ outline, cpus, at, into }), [outline, cpus, at, into]);
  const keyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: micro === null ? at - 1 : at,
      ArrowDown: at - 1,
      Home: 0,
      End: outline.length,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onSeek(Math.max(0, Math.min(outline.length, to)));
  };
  const now = outline[at - 1];
  const words =
    at === 0 ? 'start' : `step ${String(at)} of ${String(outline.length)}: ${spokenCpu(now)}${now?.label ?? ''}`;
  // Where the cursor is tells the lanes only what is to fly.
  const [toldAt, toldInto] = since.length === 0 ? [0, 0] : [at, into];

  return (
    <div className="ribbon-room" ref={ref} style={{ '--lanes': cpus + 1 }}>
      <div
        role="slider"
        tabIndex={0}
        className="scrubber"
        aria-label="Time"
        aria-valuemin={0}
        aria-valuemax={outline.length}
        aria-valuenow={at}
        aria-valuetext={words}
        onKeyDown={keyDown}
      />
      {room !== null && layout !== null && (
        <Lanes
          outline={outline}
          cpus={cpus}
          at={toldAt}
          into={toldInto}
          forks={forks}
          parted={parted}
          room={room}
          layout={layout}
          since={since}
          onSeek={onSeek}
          onSwitch={onSwitch}
        />
      )}
      {room !== null && layout !== null && (
        <div className="over-ribbon">
          <Picture size={{ width: room.size.width, height: layout.height }} scale={room.scale} aria-hidden="true">
            <Mark mark={timelineCursor} size={room.size} data={cursor} since={since} />
          </Picture>
        </div>
      )}
    </div>
  );
});

type LanesProps = TimelineData &
  Pick<RibbonProps, 'since' | 'onSeek' | 'onSwitch'> & { readonly room: Room; readonly layout: TimelineLayout };

/** The run itself, and what is pointed at in it. It stays as it is while the cursor is dragged over it. */
const Lanes = memo(function Lanes({ room, layout, since, onSeek, onSwitch, ...data }: LanesProps): ReactNode {
  const left = useRef(0);
  const { outline, cpus, at, into, forks, parted } = data;
  const run = useMemo(() => ({ outline, cpus, at, into, forks, parted }), [outline, cpus, at, into, forks, parted]);
  const seekTo = ({ clientX }: PointerEvent): void => onSeek(stepAt(layout, (clientX - left.current) / room.scale));
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const branch = branchOf(event);
    if (branch !== null) {
      onSwitch(branch);
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    // Asked once: while it is dragged over nothing moves, and each answer would cost a layout.
    left.current = event.currentTarget.getBoundingClientRect().left;
    seekTo(event);
  };
  const drag = (event: PointerEvent): void => {
    if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
  };
  const signKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    const target = event.target instanceof Element ? event.target.closest<SVGElement>('[data-step]') : null;
    const branch = branchOf(event);
    if (target === null && branch === null) return;
    event.preventDefault();
    if (branch !== null) onSwitch(branch);
    else onSeek(Number(target?.dataset['step']));
  };
  return (
    <Picture
      size={{ width: room.size.width, height: layout.height }}
      scale={room.scale}
      role="group"
      aria-label="The steps, a lane for each CPU"
      onPointerDown={down}
      onPointerMove={drag}
      onKeyDown={signKey}
    >
      <Mark mark={timelineRibbon} size={room.size} data={run} since={since} />
    </Picture>
  );
});

/** The future that a sign leads to. */
function branchOf({ target }: { readonly target: EventTarget }): number | null {
  const sign = target instanceof Element ? target.closest<SVGElement>('[data-branch]') : null;
  return sign === null ? null : Number(sign.dataset['branch']);
}

const spokenCpu = (step: StepOutline | undefined): string =>
  step === undefined || step.cpu === null ? '' : `cpu${String(step.cpu)} `;
