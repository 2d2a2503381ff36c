import { csv } from '../../base/csv.ts';
import { COST_KINDS } from '../../model/cost.ts';
import { cyclesOf, ownWeights } from '../../model/cycles.ts';
import type { Weights } from '../../model/weights.ts';
import type { StepOutline } from '../../timeline/frame.ts';
import type { LaneCosts } from '../../timeline/lane-costs.ts';
import { WAYS } from '../../timeline/scaling-load.ts';
import type { Over, Scaled } from '../../timeline/scaling-sweep.ts';
import { plotFile } from '../../viz/plot-file.ts';

/** The last column says whose weights it is summed with. */
const headOf = (weights: Weights): readonly string[] => [
  ...COST_KINDS,
  `modelled_cycles ${ownWeights(weights).replaceAll(',', ' ')}`.trim(),
];

/** What each CPU spent in each step of each lane, a row each; steps that cost nothing have none. */
export function runCsv(lanes: readonly LaneCosts[], outline: readonly StepOutline[], weights: Weights): string {
  const rows = lanes.flatMap(({ kernel, steps }) =>
    steps.flatMap((spent, i) =>
      spent.map(({ cpu, costs }) => [
        kernel,
        i + 1,
        plain(outline[i]?.label ?? ''),
        `cpu${String(cpu)}`,
        ...COST_KINDS.map((kind) => costs[kind]),
        cyclesOf(costs, weights),
      ]),
    ),
  );
  return csv([['kernel', 'step', 'label', 'cpu', ...headOf(weights)], ...rows]);
}

/** `p0–p5` with the dash of a keyboard: there are spreadsheets that take a file without a mark at its beginning for another alphabet. */
const plain = (label: string): string => label.replaceAll('–', '-');

const OVERS: readonly Over[] = ['cpus', 'strays', 'uses'];

/** Every point of the three plots of scaling, under every way: the whole run's costs, those of leaving the strays there among them. */
export function scalingCsv({ load, sweeps }: Scaled, weights: Weights): string {
  const rows = OVERS.flatMap((over) =>
    sweeps[over].points.flatMap(({ x, costs }) => {
      const own = { ...load, [over]: x };
      return WAYS.map((way) => [
        over,
        own.cpus,
        own.strays,
        own.uses,
        way,
        ...COST_KINDS.map((kind) => costs[way][kind]),
        cyclesOf(costs[way], weights),
      ]);
    }),
  );
  return csv([['over', 'cpus', 'strays', 'uses', 'way', ...headOf(weights)], ...rows]);
}

/**
 * The drawings below an element as one SVG file, in the colours of the page, with what no link carries and the link printed below them.
 *
 * @param words `link`: to what they show; empty where no link leads there
 */
export function drawnFile(
  element: Element,
  words: { readonly title: string; readonly note: string; readonly link: string },
  weights: Weights,
): string {
  const drawings = [...element.querySelectorAll<SVGSVGElement>('svg.picture')];
  const { backgroundColor, color } = getComputedStyle(document.body);
  const own = ownWeights(weights);
  const notes = [words.note, own === '' ? '' : `Weights: ${own.replaceAll(',', ', ')}.`];
  return plotFile(
    drawings,
    { ...words, note: notes.filter((one) => one !== '').join(' ') },
    { paper: backgroundColor, ink: color },
  );
}
