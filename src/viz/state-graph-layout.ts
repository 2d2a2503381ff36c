import type { Box, Point } from './mark.ts';

/**
 * The map of behaviours: three rows, whose a page is; four columns, the strongest way that leads to it. A tile stands where it stands,
 * whatever was found.
 *
 *              nowhere     TLB      stray     in use
 *     kernel   ┌──────┐  ┌──────┐  ┌──────┐  ┌──────┐
 *     driver   ┌──────┐  ┌──────┐  ┌──────┐  ┌──────┐
 *     secure   ┌──────┐  ╔══════╗  ╔══════╗  ╔══════╗   one access away from a fault
 */
export type StateGraphLayout = {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Box[];
  /** Where the name of each row and of each column begins. */
  readonly rowNames: readonly Point[];
  readonly columnNames: readonly Point[];
  /** Room for a sentence in a tile. */
  readonly wide: boolean;
};

const COLUMNS = 4;
const ROWS = 3;
const HEAD = 26;
const ROW_HEAD = 42;
const MOST_WIDTH = 680;

export function stateGraphLayout(room: number): StateGraphLayout {
  const width = Math.max(260, Math.min(MOST_WIDTH, room));
  const gap = width < 420 ? 14 : 30;
  const tile = { width: (width - gap * (COLUMNS - 1) - 4) / COLUMNS, height: width < 420 ? 56 : 64 };
  const left = (column: number): number => 2 + column * (tile.width + gap);
  const top = (row: number): number => HEAD + ROW_HEAD + row * (tile.height + ROW_HEAD);
  const columns = Array.from({ length: COLUMNS }, (_, column) => column);
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  return {
    width,
    height: top(ROWS - 1) + tile.height + 4,
    tiles: rows.flatMap((row) => columns.map((column) => ({ x: left(column), y: top(row), ...tile }))),
    rowNames: rows.map((row) => ({ x: 2, y: top(row) - 23 })),
    columnNames: columns.map((column) => ({ x: left(column), y: 14 })),
    wide: tile.width >= 100,
  };
}

/** Draws the numbers of a tile as an area over the depth: on a logarithmic height, so that one state is seen beside a thousand. */
export function areaPath(byDepth: readonly number[], most: number, { x, y, width, height }: Box): string {
  const last = Math.max(1, byDepth.length - 1);
  const rises = (count: number): number => (most <= 1 ? 0 : (Math.log1p(count) / Math.log1p(most)) * height);
  const points = byDepth.map((count, depth) => `${px(x + (depth / last) * width)},${px(y + height - rises(count))}`);
  return `M${px(x)},${px(y + height)}L${points.join('L')}L${px(x + width)},${px(y + height)}Z`;
}

/** A way from one tile to another: straight to a neighbour, over the row to another one of the row, beside the column else. */
export function wayPath(from: number, to: number, { tiles }: StateGraphLayout): string {
  const [a, b] = [tiles[from], tiles[to]];
  if (a === undefined || b === undefined) return '';
  const right = { x: b.x > a.x ? 1 : -1, y: b.y > a.y ? 1 : -1 };
  if (a.y === b.y) {
    const neighbours = Math.abs(from - to) === 1;
    // There and back are two lines, each a little off the middle.
    const y = a.y + a.height * (right.x > 0 ? 0.36 : 0.64);
    if (neighbours) return `M${px(edgeX(a, right.x))},${px(y)}L${px(edgeX(b, -right.x) - 2 * right.x)},${px(y)}`;
    const lift = a.y - 9 - 3 * Math.abs(from - to);
    const [x1, x2] = [a.x + a.width * 0.5 + 8 * right.x, b.x + b.width * 0.5 - 8 * right.x];
    return `M${px(x1)},${px(a.y)}C${px(x1)},${px(lift)},${px(x2)},${px(lift)},${px(x2)},${px(b.y - 2)}`;
  }
  const x = a.x + a.width * (right.y > 0 ? 0.5 : 0.66);
  if (Math.abs(from - to) === COLUMNS) {
    return `M${px(x)},${px(edgeY(a, right.y))}L${px(x)},${px(edgeY(b, -right.y) - 2 * right.y)}`;
  }
  const side = a.x + a.width + 6;
  const [y1, y2] = [a.y + a.height * 0.25, b.y + b.height * 0.75];
  return `M${px(a.x + a.width)},${px(y1)}C${px(side + 6)},${px(y1)},${px(side + 6)},${px(y2)},${px(b.x + b.width + 2)},${px(y2)}`;
}

const edgeX = ({ x, width }: Box, direction: number): number => (direction > 0 ? x + width : x);
const edgeY = ({ y, height }: Box, direction: number): number => (direction > 0 ? y + height : y);
const px = (n: number): string => String(Math.round(n * 10) / 10);
