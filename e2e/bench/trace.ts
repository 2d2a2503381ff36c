import type { CDPSession } from '@playwright/test';

/** One event of the browser's own recording; times in microseconds. `tdur` is CPU time of the thread, which other programs do not lengthen. */
type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly pid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  /** Of a task: who asked for it. */
  readonly args?: { readonly src_func?: string };
};

/** Asked for by the compositor when it wants a frame: style, layout and paint are done in that task, and it ends with what is drawn. */
const FRAME = 'ScheduledActionSendBeginMainFrame';

/** What the main thread did for each frame that came on the screen, in milliseconds: by the clock, and in CPU time of its own. */
export type FrameWork = { readonly wallMs: number; readonly cpuMs: number };

/**
 * Records while `act` goes on. Work belongs to the frame that is drawn next: message, rendering, drawing, layout, paint. Only whole tasks are
 * recorded, and not what is done in them: to write that down too would take a fifth of the time that is measured.
 */
export async function framesWhile(cdp: CDPSession, act: () => Promise<void>): Promise<readonly FrameWork[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { readonly value: readonly unknown[] }): void =>
    void events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'] } });
  await act();
  const complete = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  return framesOf(events);
}

const isFrame = ({ args }: TraceEvent): boolean => args?.src_func === FRAME;

/** The thread of the page: the one that was asked for most frames. */
function pageThread(events: readonly TraceEvent[]): string {
  const frames = new Map<string, number>();
  for (const { pid, tid } of events.filter(isFrame))
    frames.set(`${pid} ${tid}`, (frames.get(`${pid} ${tid}`) ?? 0) + 1);
  const [most] = [...frames].toSorted(([, a], [, b]) => b - a);
  if (most === undefined) throw new Error('the browser has recorded no frame: are its tasks called otherwise now?');
  return most[0];
}

function framesOf(events: readonly TraceEvent[]): readonly FrameWork[] {
  const page = pageThread(events);
  const own = events
    .filter(({ pid, tid, ph, name }) => `${pid} ${tid}` === page && ph === 'X' && name.endsWith('RunTask'))
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const frames: FrameWork[] = [];
  let wallMs = 0;
  let cpuMs = 0;
  for (const task of outermost(own)) {
    const { dur = 0, tdur } = task;
    if (tdur === undefined) throw new Error('the browser has recorded no CPU time');
    wallMs += dur / 1000;
    cpuMs += tdur / 1000;
    if (!isFrame(task)) continue;
    frames.push({ wallMs, cpuMs });
    wallMs = 0;
    cpuMs = 0;
  }
  return frames;
}

/** A task may run others before it ends: what is within another is counted with it, not once more. */
function outermost(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = -Infinity;
  return tasks.filter(({ ts, dur = 0 }) => {
    const within = ts + dur <= end;
    if (!within) end = ts + dur;
    return !within;
  });
}
