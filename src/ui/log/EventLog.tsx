import { memo, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import type { Config } from '../../model/config.ts';
import type { Frame, StepOutline } from '../../timeline/frame.ts';
import { GLYPHS } from '../../viz/glyphs.ts';
import { Arrow } from '../shared/Icon.tsx';
import { InPieces, RANKS, useLater } from '../shared/Later.tsx';
import { logLine, type LogLine } from './event-words.ts';

export type EventLogProps = {
  readonly outline: readonly StepOutline[];
  /** The lines of the scenario text; an outline entry knows its line. */
  readonly lines: readonly string[];
  readonly at: number;
  readonly frame: Frame;
  readonly config: Config;
  readonly onSeek: (at: number) => void;
};

/** The step that is open, and the run and the moment it is told of. */
type Opened = Pick<EventLogProps, 'at' | 'outline' | 'frame' | 'config'>;

/** What an open step says follows at once: another kernel's account, the next of its lines, the same in an edited run. */
const isSameStep = (shown: Opened, now: Opened): boolean => shown.at === now.at;

/** How many steps are listed, a run may have thousands; and how many of them are before and behind the page that the cursor is on. */
const LISTED = 20;
const AROUND = 6;
const PAGE = LISTED - 2 * AROUND;

/**
 * The run as a list; the step at the cursor opens into what happened in it, old and new, in a turn after that in which it is marked. The one
 * before it closes in the same turn: what stands below moves once.
 */
export function EventLog({ outline, lines, at, frame, config, onSeek }: EventLogProps): ReactNode {
  const here = useRef<HTMLLIElement>(null);
  const room = useRef<HTMLOListElement>(null);
  const open = useLater<Opened>(
    useMemo(() => ({ at, outline, frame, config }), [at, outline, frame, config]),
    RANKS.log,
    isSameStep,
  );
  useLayoutEffect(() => {
    // Once it is laid out and painted: to measure here would cost a layout of its own.
    const painted = setTimeout(() => {
      if (room.current === null) return;
      if (here.current === null) room.current.scrollTop = 0;
      else reveal(room.current, here.current);
    });
    return () => clearTimeout(painted);
  }, [open.at, outline]);
  const page = Math.floor(Math.max(0, at - 1) / PAGE) * PAGE;
  const first = Math.max(0, page - AROUND);
  const shown = outline.slice(first, page + PAGE + AROUND);
  return (
    <section className="log" aria-label="Log">
      <ol ref={room} tabIndex={0} aria-label="Steps and what each did">
        {outline.length === 0 && <li className="quiet">No steps yet. Press a button of a CPU to begin.</li>}
        {shown.map((step, i) => {
          const n = first + i + 1;
          return (
            <li
              // Where the cursor jumps far, the same rows say something else; where it comes to the next page, some go to the end.
              key={n % LISTED}
              ref={n === at ? here : undefined}
              className={`${step.outcome}${n === at ? ' here' : ''}${n > at ? ' ahead' : ''}`}
            >
              <Line n={n} step={step} text={lines[step.line - 1] ?? step.label} current={n === at} onSeek={onSeek} />
              {n === open.at && outline === open.outline && (
                <Details step={n} frame={open.frame} config={open.config} />
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Where the step cannot be seen whole, it goes to the top of the room; where it can, nothing moves. */
function reveal(room: HTMLElement, step: HTMLElement): void {
  const top = step.offsetTop - room.offsetTop;
  if (top < room.scrollTop || top + step.offsetHeight > room.scrollTop + room.clientHeight) room.scrollTop = top - 8;
}

type LineProps = {
  readonly n: number;
  readonly step: StepOutline;
  readonly text: string;
  readonly current: boolean;
  readonly onSeek: (at: number) => void;
};

/** One line of the list: it stays as it is while the cursor moves elsewhere. */
const Line = memo(
  function Line({ n, step, text, current, onSeek }: LineProps): ReactNode {
    return (
      <button type="button" aria-current={current ? 'step' : undefined} onClick={() => onSeek(n)}>
        <span className="step-number">{n}</span>
        <Sign step={step} />
        <code>{text.trim()}</code>
      </button>
    );
  },
  (a, b) => a.n === b.n && a.step === b.step && a.text === b.text && a.current === b.current,
);

function Sign({ step }: { readonly step: StepOutline }): ReactNode {
  const { d, filled, tone } = GLYPHS[step.kind];
  const bad = step.fault || step.outcome === 'expect_failed';
  return (
    <svg
      className={`sign ${bad ? 'exposed' : tone} ${filled ? 'filled' : 'drawn'}`}
      width="12"
      height="12"
      viewBox="-7 -7 14 14"
      aria-hidden="true"
    >
      <path d={step.outcome === 'expect_failed' ? 'M-4,-4l8,8M4,-4l-8,8' : d} />
    </svg>
  );
}

const MOST = 60;

function Details({
  step,
  frame,
  config,
}: Pick<EventLogProps, 'frame' | 'config'> & { readonly step: number }): ReactNode {
  const lines = useMemo(
    () => (frame.step?.events ?? []).flatMap((event) => logLine(event, { frame, config }) ?? []),
    [frame, config],
  );
  const listed = useMemo(() => lines.slice(0, MOST), [lines]);
  if (lines.length === 0) return null;
  return (
    <ul>
      <InPieces of={String(step)} list={listed} rank={RANKS.log}>
        {(some, before) => some.map((line, i) => <Happened key={before + i} line={line} />)}
      </InPieces>
      {lines.length > MOST && <li className="quiet">and {lines.length - MOST} more</li>}
    </ul>
  );
}

function Happened({ line: { cpu, what, from, to } }: { readonly line: LogLine }): ReactNode {
  return (
    <li>
      <span className="who">cpu{cpu}</span>
      <span>
        {what}
        {from !== null && (
          <span className="change">
            {' '}
            <del>{from}</del>
            <Arrow />
            <ins>{to}</ins>
          </span>
        )}
      </span>
    </li>
  );
}
