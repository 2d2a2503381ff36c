import type { CostKind, Costs } from '../model/cost.ts';

/** `1,272` */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 step`, `12 steps`, `no steps` */
export function counted(n: number, one: string, many = `${one}s`): string {
  if (n === 0) return `no ${many}`;
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

const COST_WORDS: readonly (readonly [CostKind, one: string, many: string])[] = [
  ['pte_writes', 'PTE write', 'PTE writes'],
  ['pte_reads', 'PTE read', 'PTE reads'],
  ['tlb_local', 'local TLB invalidate', 'local TLB invalidates'],
  ['tlb_broadcast', 'broadcast TLB invalidate', 'broadcast TLB invalidates'],
  ['tlb_range', 'TLB invalidate of a range', 'TLB invalidates of a range'],
  ['ipis', 'IPI', 'IPIs'],
  ['notifiers', 'notifier call', 'notifier calls'],
  ['barriers', 'barrier', 'barriers'],
];

/** `1 PTE write, 3 barriers`; `nothing` when it was free. */
export function costText(costs: Costs): string {
  const parts = COST_WORDS.flatMap(([key, one, many]) => (costs[key] === 0 ? [] : [counted(costs[key], one, many)]));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** Rows in columns, two spaces between; numbers to the right. Trailing blanks are left out. */
export function table(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)));
  const width = (column: number): number => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  const right = (column: number): boolean => rows.some((row) => typeof row[column] === 'number');
  return cells.map((row) =>
    row
      .map((cell, column) => (right(column) ? cell.padStart(width(column)) : cell.padEnd(width(column))))
      .join('  ')
      .trimEnd(),
  );
}

export const indent = (lines: readonly string[], by: string): readonly string[] => lines.map((line) => by + line);
