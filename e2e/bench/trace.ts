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
  readonly args?: { readonly name?: string };
};

/** What the main thread did for each frame that came on the screen, in milliseconds: by the clock, and in CPU time of its own. */
export type FrameWork = { readonly wallMs: number; readonly cpuMs: number };

/** Records while `act` goes on. Work belongs to the frame that is drawn next: message, rendering, drawing, layout, paint. */
export async function framesWhile(cdp: CDPSession, act: () => Promise<void>): Promise<readonly FrameWork[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { readonly value: readonly unknown[] }): void =>
    void events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
    },
  });
  await act();
  const complete = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  return framesOf(events);
}

/** The thread of the page: the renderer's main thread that laid out most. */
function pageThread(events: readonly TraceEvent[]): string {
  const work = new Map<string, number>();
  for (const { name, pid, tid } of events)
    if (name === 'UpdateLayoutTree') work.set(`${pid} ${tid}`, (work.get(`${pid} ${tid}`) ?? 0) + 1);
  return [...work].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

function framesOf(events: readonly TraceEvent[]): readonly FrameWork[] {
  const page = pageThread(events);
  const own = events
    .filter(({ pid, tid, ph }) => `${pid} ${tid}` === page && ph === 'X')
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = outermost(own.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask'));
  const commits = own.filter(({ name }) => name === 'Commit').map(({ ts }) => ts);
  const frames: FrameWork[] = [];
  let wall = 0;
  let cpu = 0;
  let next = 0;
  for (const { ts, dur = 0, tdur } of tasks) {
    wall += dur;
    cpu += tdur ?? dur;
    if ((commits[next] ?? Infinity) > ts + dur) continue;
    while ((commits[next] ?? Infinity) <= ts + dur) next += 1;
    frames.push({ wallMs: wall / 1000, cpuMs: cpu / 1000 });
    wall = 0;
    cpu = 0;
  }
  return frames;
}

/** The browser records a task under two names, one within the other: what is within another is counted with it, not once more. */
function outermost(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = -Infinity;
  return tasks.filter(({ ts, dur = 0 }) => {
    const within = ts + dur <= end;
    if (!within) end = ts + dur;
    return !within;
  });
}
