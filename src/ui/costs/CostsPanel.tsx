import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Session } from '../../state/state.ts';
import { COST_GROUPS, costRows, cumulative, type CostGroup } from '../../timeline/lane-costs.ts';
import { measured, MEASURE_WORDS, MEASURES } from '../../timeline/measure.ts';
import { Segments } from '../shared/Segments.tsx';
import { useCommands, useSelect } from '../shared/app.ts';
import { Icon } from '../shared/Icon.tsx';
import { takeFocus } from '../shared/take-focus.ts';
import { drawnFile, runCsv, scalingCsv } from './cost-files.ts';
import { loadWords, measureWords } from './cost-words.ts';
import { CostPlot } from './CostPlot.tsx';
import { laneLabels } from './lane-labels.ts';
import { CostTable } from './CostTable.tsx';
import './costs.css';
import { Remark } from './Remark.tsx';
import { Scaling } from './Scaling.tsx';
import { WeightTable } from './WeightTable.tsx';

/** What the run costs, in place of the stage: over its steps, as a table, and what it would cost at other sizes. */
export function CostsPanel(): ReactNode {
  const session = useSelect((state) => state.session);
  const costs = useSelect((state) => state.costs);
  const commands = useCommands();
  const plot = useRef<HTMLDivElement>(null);
  if (session === null) return null;
  const { measure, weights, scaled, remark } = costs;
  const title = session.title === '' ? 'What it costs' : `${session.title}: what it costs`;
  return (
    <section className="costs-panel" aria-labelledby="costs-title">
      <header className="costs-head">
        <h2 id="costs-title" tabIndex={-1} ref={takeFocus}>
          What it costs
        </h2>
        <label>
          <span>in</span>
          <select
            aria-label="Measure"
            value={measure}
            onChange={(event) => commands.setMeasure(MEASURES.find((one) => one === event.target.value) ?? 'cycles')}
          >
            {MEASURES.map((one) => (
              <option key={one} value={one}>
                {MEASURE_WORDS[one]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="box" aria-label="Back to the stage" onClick={() => commands.showCosts(false)}>
          <Icon name="cross" /> Stage
        </button>
      </header>
      <div className="costs-body">
        <RunCosts
          session={session}
          plot={plot}
          onSvg={() => {
            if (plot.current === null) return;
            const link = commands.address() ?? '';
            commands.saveCosts('costs.svg', drawnFile(plot.current, { title, note: '', link }, weights));
          }}
        />
        {remark !== null && <Remark remark={remark} />}
        <Scaling
          costs={costs}
          onSvg={(drawn) => commands.saveCosts('scaling.svg', drawnFile(drawn, loadWords(costs.load), weights))}
          onCsv={() => {
            if (scaled !== null) commands.saveCosts('scaling.csv', scalingCsv(scaled, weights));
          }}
        />
        <WeightTable weights={weights} onWeight={commands.setWeight} onReset={commands.resetWeights} />
      </div>
    </section>
  );
}

const GROUP_WORDS: { readonly [G in CostGroup]: { readonly label: string; readonly of: string | null } } = {
  lane: { label: 'by kernel', of: null },
  cpu: { label: 'by CPU', of: 'CPU' },
  kind: { label: 'by kind of step', of: 'step' },
};

/** Which part of the run the table counts. */
const SPANS = [
  ['step', 'this step'],
  ['far', 'up to here'],
  ['run', 'whole run'],
] as const;
type Span = (typeof SPANS)[number][0];

function RunCosts({
  session,
  plot,
  onSvg,
}: {
  readonly session: Session;
  readonly plot: React.RefObject<HTMLDivElement | null>;
  readonly onSvg: () => void;
}): ReactNode {
  const outline = useSelect((state) => state.outline);
  const laneCosts = useSelect((state) => state.laneCosts);
  const { measure, weights } = useSelect((state) => state.costs);
  const commands = useCommands();
  const [group, setGroup] = useState<CostGroup>('lane');
  const [span, setSpan] = useState<Span>('far');
  const kernels = session.lanes.map(({ kernel }) => kernel).join('\n');
  useEffect(() => {
    void commands.countCosts();
  }, [commands, outline, kernels]);

  const labels = useMemo(() => laneLabels(laneCosts.map(({ kernel }) => kernel)), [laneCosts]);
  const lanes = useMemo(
    () =>
      laneCosts.map((lane, i) => ({
        name: laneCosts.length === 1 ? lane.kernel : `${String(i + 1)} ${labels[i] ?? lane.kernel}`,
        values: cumulative(lane).map((sum) => measured(sum, measure, weights)),
      })),
    [laneCosts, labels, measure, weights],
  );
  const { at } = session;
  const rows = useMemo(() => {
    const [from, to] = span === 'run' ? [0, outline.length] : span === 'far' ? [0, at] : [at - 1, at];
    return costRows(
      laneCosts,
      outline.map(({ kind }) => kind),
      group,
      from,
      to,
    );
  }, [laneCosts, outline, group, span, at]);
  return (
    <section className="run-costs" aria-label="This run">
      <CostPlot
        lanes={lanes}
        at={at}
        measure={measureWords(measure, weights)}
        length={outline.length}
        room={plot}
        onSeek={(to) => void commands.seek(to)}
      />
      <div className="table-head">
        <Segments
          legend="Rows of the table"
          name="cost-group"
          options={COST_GROUPS.map((one) => [one, GROUP_WORDS[one].label] as const)}
          value={group}
          onChange={setGroup}
        />
        <Segments legend="What is counted" name="cost-span" options={SPANS} value={span} onChange={setSpan} />
      </div>
      <CostTable
        caption={`Costs ${GROUP_WORDS[group].label}, ${SPANS.find(([one]) => one === span)?.[1] ?? ''}`}
        rows={rows}
        lanes={laneCosts.map(({ kernel }) => kernel)}
        labels={labels}
        of={GROUP_WORDS[group].of}
        weights={weights}
      />
      <div className="actions">
        <button type="button" className="box" onClick={onSvg}>
          Save plot (SVG)
        </button>
        <button
          type="button"
          className="box"
          onClick={() => commands.saveCosts('costs.csv', runCsv(laneCosts, outline, weights))}
        >
          Save numbers (CSV)
        </button>
      </div>
    </section>
  );
}
