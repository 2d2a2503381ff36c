import { select, type Selection } from 'd3-selection';
import { addHatches } from './defs.ts';
import { grouped } from './grouped.ts';
import type { Box, Mark } from './mark.ts';
import { areaPath, stateGraphLayout, wayPath, type StateGraphLayout } from './state-graph-layout.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;

/** Where all states of an exploration are, and where the open run has been. Regions are counted row by row. */
export type StateGraphData = {
  readonly regions: readonly { readonly states: number; readonly byDepth: readonly number[] }[];
  readonly ways: readonly { readonly from: number; readonly to: number; readonly states: number }[];
  /** Every state there is was visited: what is empty is never reached. */
  readonly complete: boolean;
  /** The region of the cursor. */
  readonly here: number | null;
  /** The regions that the run and its branches have been in. */
  readonly visited: readonly number[];
};

export const ROW_NAMES = ['the page is the kernel’s', 'a driver is handing it over', 'the page is secure'] as const;
export const COLUMN_NAMES = ['mapped nowhere', 'only in a TLB', 'by a stray PTE', 'in use'] as const;
const SHORT_COLUMNS = ['nowhere', 'TLB only', 'stray', 'in use'] as const;

const FIRST_SECURE = 8;
/** One access away from a fault: the page is secure, and some way leads to it. */
export const isFaultRegion = (region: number): boolean => region > FIRST_SECURE;

/** What a tile says, whole: `the page is secure, by a stray PTE: 903 states, first after 10 steps`. */
export function regionWords({ regions, complete, here, visited }: StateGraphData, region: number): string {
  const { states, first } = countsOf(regions[region]);
  const where = `${ROW_NAMES[Math.floor(region / 4)] ?? ''}, ${COLUMN_NAMES[region % 4] ?? ''}`;
  const many =
    states === 0 ? emptyWord(complete) : `${counted(states, 'state')}, first after ${counted(first, 'step')}`;
  const fault = isFaultRegion(region) && states > 0 ? '; one access away from a fault' : '';
  const run = here === region ? '; you are here' : visited.includes(region) ? '; your run has been here' : '';
  return `${where}: ${many}${fault}${run}`;
}

function countsOf(region: StateGraphData['regions'][number] | undefined): { states: number; first: number } {
  return { states: region?.states ?? 0, first: region?.byDepth.findIndex((count) => count > 0) ?? 0 };
}

const counted = (n: number, one: string): string => `${grouped(n)} ${one}${n === 1 ? '' : 's'}`;
const emptyWord = (complete: boolean): string => (complete ? 'never reached' : 'not reached so far');
/** Every behaviour at a glance: a tile for each region with its states over the depth, the ways between, the run that is open. */
export const stateGraph: Mark<StateGraphData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'state-graph');
  const hatch = addHatches(group);
  const layout = stateGraphLayout(size.width);
  group.append('g').attr('class', 'ways');
  // Names break the ways that cross them.
  drawNames(group.append('g').attr('class', 'names'), layout);
  group.append('g').attr('class', 'tiles');
  return {
    update(data) {
      drawWays(group.select('.ways'), layout, data);
      drawTiles(group.select('.tiles'), layout, data, hatch('exposed'));
    },
    destroy() {
      group.remove();
    },
  };
};

function drawNames(names: Group, layout: StateGraphLayout): void {
  names
    .selectAll('.column')
    .data(layout.columnNames)
    .join('text')
    .attr('class', 'column')
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .text((_, i) => (layout.wide ? COLUMN_NAMES : SHORT_COLUMNS)[i] ?? '');
  names
    .selectAll('.row')
    .data(layout.rowNames)
    .join('text')
    .attr('class', (_, i) => `row row-${String(i)}`)
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .text((_, i) => ROW_NAMES[i] ?? '');
}

/** Downwards, and within a row: the way back up from the secure world begins the story anew and is left to the words. */
function drawWays(group: Group, layout: StateGraphLayout, { ways }: StateGraphData): void {
  const shown = ways.filter(({ from, to }) => Math.floor(to / 4) >= Math.floor(from / 4));
  const paths = group
    .selectAll<SVGGElement, (typeof ways)[number]>('g')
    .data(shown)
    .join((enter) => {
      const way = enter.append('g');
      way.append('path').attr('class', 'line');
      way.append('path').attr('class', 'head').attr('d', 'M-5,-3.2L0,0L-5,3.2Z');
      return way;
    })
    .attr('class', ({ from, to }) => (isFaultRegion(to) && !isFaultRegion(from) ? 'way into' : 'way'));
  paths.select('.line').attr('d', ({ from, to }) => wayPath(from, to, layout));
  paths.select('.head').attr('transform', ({ from, to }) => headAt(from, to, layout));
}

/** The tip of a way: where its path ends, turned as it comes in. */
function headAt(from: number, to: number, layout: StateGraphLayout): string {
  const numbers = (wayPath(from, to, layout).match(/-?[\d.]+/g) ?? []).map(Number);
  const [x = 0, y = 0] = numbers.slice(-2);
  const [px = x, py = y] = numbers.slice(-4, -2);
  const turn = (Math.atan2(y - py, x - px) * 180) / Math.PI;
  return `translate(${String(x)},${String(y)}) rotate(${String(Math.round(turn))})`;
}

function drawTiles(group: Group, layout: StateGraphLayout, data: StateGraphData, hatching: string): void {
  const most = Math.max(1, ...data.regions.flatMap(({ byDepth }) => byDepth));
  const tiles = group
    .selectAll<SVGGElement, Box>('g.tile')
    .data(layout.tiles)
    .join((enter) => enter.append((_, i) => newTile(i)))
    .attr('class', (_, i) => tileClass(data, i))
    .attr('transform', ({ x, y }) => `translate(${String(x)},${String(y)})`);
  tiles.select('title').text((_, i) => regionWords(data, i));
  tiles.each(function draw({ width, height }, i) {
    const tile = select(this);
    const { states, first } = countsOf(data.regions[i]);
    const inner = { x: 1, y: 26, width: width - 2, height: height - 27 };
    const faults = isFaultRegion(i) && states > 0;
    sized(tile, '.ring', -4, width + 8, height + 8);
    sized(tile, '.ground', 0, width, height);
    sized(tile, '.hatch', 0, width, height).attr('fill', faults ? hatching : 'none');
    sized(tile, '.plate', 3, width - 6, 21);
    tile.select('.area').attr('d', states === 0 ? null : areaPath(data.regions[i]?.byDepth ?? [], most, inner));
    tile.select('.states').text(states === 0 ? (layout.wide ? emptyWord(data.complete) : 'never') : grouped(states));
    tile
      .select('.first')
      .attr('x', width - 8)
      .text(states === 0 || !layout.wide ? '' : `step ${String(first)}`);
    tile
      .select('.run')
      .attr('y', height - 8)
      .text(runWord(data, i, layout.wide));
    tile
      .select('.foot')
      .attr('cx', width / 2)
      .attr('cy', height + 0.5);
  });
}

function runWord({ here }: StateGraphData, region: number, wide: boolean): string {
  if (here !== region) return '';
  return wide ? 'you are here' : 'here';
}

function newTile(region: number): SVGGElement {
  const tile = select(document.createElementNS('http://www.w3.org/2000/svg', 'g')).attr('data-region', region);
  tile.append('title');
  for (const name of ['ring', 'ground', 'hatch', 'plate']) tile.append('rect').attr('class', name);
  tile.append('path').attr('class', 'area');
  tile.append('text').attr('class', 'states').attr('x', 8).attr('y', 18);
  tile.append('text').attr('class', 'first').attr('y', 18);
  tile.append('text').attr('class', 'run').attr('x', 8);
  tile.append('circle').attr('class', 'foot').attr('r', 3.5);
  return tile.node() as SVGGElement;
}

function sized(
  tile: Selection<SVGGElement, unknown, null, undefined>,
  name: string,
  at: number,
  width: number,
  height: number,
) {
  return tile.select(name).attr('x', at).attr('y', at).attr('width', width).attr('height', height);
}

function tileClass({ regions, here, visited }: StateGraphData, region: number): string {
  const states = regions[region]?.states ?? 0;
  const kind = isFaultRegion(region) ? 'fault' : region === FIRST_SECURE ? 'secure' : 'calm';
  const more = [
    states === 0 ? ' empty' : '',
    here === region ? ' here' : '',
    visited.includes(region) ? ' visited' : '',
  ];
  return `tile ${kind}${more.join('')}`;
}
