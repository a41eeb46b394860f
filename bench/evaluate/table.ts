/** Tables as Markdown, and the little arithmetic that goes into them. */

export type Cell = string | number;

export interface Column {
  readonly title: string;
  /** Decimals of numbers. */
  readonly digits?: number;
}

export function markdownTable(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map((_, at) => (at === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(row.map((cell, at) => formatCell(cell, columns[at]?.digits ?? 2)))),
  ].join('\n');
}

function formatCell(cell: Cell, digits: number): string {
  if (typeof cell === 'string') return cell;
  return Number.isFinite(cell) ? cell.toFixed(digits) : '–';
}

/** NaN for nothing; values that are not finite are left out. */
export function mean(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
