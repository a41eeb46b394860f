/** One measured number, and what it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What we aim at, and the worst that is still all right; in words, because some are floors and some ceilings. */
  readonly aim: string;
  readonly met: boolean;
  /** How it was measured, in one line. */
  readonly how: string;
}

export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ name, value, unit, aim, met, how }) =>
      `| ${name} | ${formatValue(value)}${unit === '' ? '' : ` ${unit}`} | ${aim} | ${met ? 'yes' : '**no**'} | ${how} |`,
  );
  return ['| what | measured | aim | met | how |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function formatValue(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(value < 0.1 ? 4 : 2);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
