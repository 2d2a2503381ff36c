import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { Weights } from '../../model/weights.ts';
import type { CostView } from '../../state/cost-state.ts';
import type { Measure } from '../../timeline/measure.ts';
import { LOAD_BOUNDS, SCALED_LAYOUT, WAY_KERNELS, type Load } from '../../timeline/scaling-load.ts';
import { breakEven, extra, type BreakEven, type Over, type Scaled } from '../../timeline/scaling-sweep.ts';
import { scalingPlot } from '../../viz/scaling-plots.ts';
import { useCommands } from '../shared/app.ts';
import { Mark } from '../shared/Mark.tsx';
import { Picture } from '../shared/Picture.tsx';
import { useRoom } from '../shared/use-room.ts';
import { inSpans, measureWords, OVER_WORDS, PLOTTED, WAY_WORDS } from './cost-words.ts';

const OVERS: readonly Over[] = ['cpus', 'strays', 'uses'];
/** A run of more lines than these is no pleasure to step through. */
const MOST_LINES = 2000;

/** The same scenario from 1 to 32 CPUs, 0 to 16 strays, 1 to 24 uses: three small plots, each point of them a run of the model. */
export function Scaling({
  costs,
  onSvg,
  onCsv,
}: {
  readonly costs: CostView;
  readonly onSvg: (drawn: Element) => void;
  readonly onCsv: () => void;
}): ReactNode {
  const { load, scaled, progress, problem, measure, weights } = costs;
  const commands = useCommands();
  const plots = useRef<HTMLDivElement>(null);
  const isUnasked = scaled === null && progress === null && problem === null;
  useEffect(() => {
    if (isUnasked) void commands.scale(load);
  }, [isUnasked, commands, load]);
  const change = (over: Over, value: number): void => void commands.scale({ ...load, [over]: value });
  const lines = load.cpus * load.strays * load.uses * 2 + 1;
  return (
    <section className="scaling" aria-label="Scaling">
      <header>
        <h3>When does a flush on demand pay?</h3>
        <p className="fine">
          Every CPU makes and gives back its mappings, so many times over; then one flush. What being without strays
          costs, over leaving them there. Every point is a run of the model
          {scaled !== null && <>: over CPUs, with {inSpans(scaled.sweeps.cpus.points.map(({ x }) => x))} of them</>}.
        </p>
      </header>
      <div className="load">
        {OVERS.map((over) => (
          <LoadSlider key={over} over={over} value={load[over]} onChange={(value) => change(over, value)} />
        ))}
        <Progress progress={progress} problem={problem} />
      </div>
      <div className="plots" ref={plots} aria-busy={progress !== null}>
        {scaled !== null &&
          OVERS.map((over) => (
            <ScalingPlot key={over} over={over} scaled={scaled} measure={measure} weights={weights} />
          ))}
      </div>
      <dl className="ways">
        {PLOTTED.map((way) => (
          <div key={way}>
            <dt>{WAY_WORDS[way].name}</dt>
            <dd>
              {WAY_WORDS[way].about} (<code>{WAY_KERNELS[way].replace(` ${SCALED_LAYOUT}`, '')}</code>)
            </dd>
          </div>
        ))}
      </dl>
      <p className="fine">
        All with <code>{SCALED_LAYOUT}</code> and 16 slots for each CPU: that window holds 32 CPUs, the one of 2013 only
        14. No cost depends on where it lies.
      </p>
      <div className="actions">
        <button
          type="button"
          className="box"
          aria-disabled={lines > MOST_LINES}
          data-tip={
            lines > MOST_LINES
              ? `That would be ${String(lines)} steps: choose a smaller load to open it.`
              : 'The three ways side by side, step by step.'
          }
          onClick={() => {
            if (lines <= MOST_LINES) void commands.openLoad(load);
          }}
        >
          Open this load as a run
        </button>
        <button
          type="button"
          className="box"
          onClick={() => {
            if (plots.current !== null) onSvg(plots.current);
          }}
        >
          Save plots (SVG)
        </button>
        <button type="button" className="box" onClick={onCsv}>
          Save numbers (CSV)
        </button>
      </div>
    </section>
  );
}

function LoadSlider({
  over,
  value,
  onChange,
}: {
  readonly over: Over;
  readonly value: Load[Over];
  readonly onChange: (value: number) => void;
}): ReactNode {
  const { least, most } = LOAD_BOUNDS[over];
  const { label, tip } = OVER_WORDS[over];
  return (
    <label data-tip={tip}>
      <span>{label}</span>
      <input
        type="range"
        min={least}
        max={most}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output>{value}</output>
    </label>
  );
}

function Progress({ progress, problem }: Pick<CostView, 'progress' | 'problem'>): ReactNode {
  return (
    <p className="progress" role="status">
      {problem}
      {progress !== null && (
        <>
          <progress aria-label="Runs of the model" max={progress.total} value={progress.done} />
          <span aria-hidden="true">
            {progress.done} of {progress.total} runs
          </span>
        </>
      )}
    </p>
  );
}

const NONE: readonly [] = [];

function ScalingPlot({
  over,
  scaled,
  measure,
  weights,
}: {
  readonly over: Over;
  readonly scaled: Scaled;
  readonly measure: Measure;
  readonly weights: Weights;
}): ReactNode {
  const [ref, room] = useRoom();
  const sweep = scaled.sweeps[over];
  const even = breakEven(sweep, measure, weights);
  const data = useMemo(
    () => ({
      ways: PLOTTED.map((way) => ({
        name: WAY_WORDS[way].name,
        points: sweep.points.map((point) => ({ x: point.x, y: extra(point, way, measure, weights) })),
      })),
      over: OVER_WORDS[over].axis,
      measure: measureWords(measure, weights),
      at: scaled.load[over],
      breakEven: even.x,
    }),
    [sweep, over, scaled, measure, weights, even.x],
  );
  return (
    <figure>
      <div className="plot-size" ref={ref}>
        {room !== null && (
          <Picture size={room.size} scale={room.scale} role="img" aria-label={`${data.measure} over ${data.over}`}>
            <Mark mark={scalingPlot} size={room.size} data={data} since={NONE} />
          </Picture>
        )}
      </div>
      <figcaption>{evenWords(over, even)}</figcaption>
    </figure>
  );
}

/** Where the checked flush costs no more than clearing at every unmap, in a sentence. */
function evenWords(over: Over, { kind, x }: BreakEven): string {
  const { axis, one } = OVER_WORDS[over];
  const so = x === 1 ? one : `${String(x)} ${axis}`;
  switch (kind) {
    case 'always':
      return `The checked flush costs no more than clearing at every unmap, however many ${axis}.`;
    case 'never':
      return `Clearing at every unmap is cheaper than the checked flush, however many ${axis}.`;
    case 'mixed':
      return 'Now one is cheaper and now the other.';
    case 'from':
      return `From ${so} on, the checked flush costs no more than clearing at every unmap.`;
    case 'up to':
      return `Up to ${so}, the checked flush costs no more than clearing at every unmap.`;
  }
}
