import { writeFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of those that failed at first and passed when they were tried again; they are among `passed`. */
  readonly secondTry: readonly string[];
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, secondTry: [] };

export function addCounts(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    secondTry: [...one.secondTry, ...other.secondTry],
  };
}

/** One plain line that people and machines read alike: "12 passed, 0 failed, 1 skipped". */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** What must not go by unseen: a fault that shows now and then, or a browser's hiccup. Empty where there was none. */
export function secondTryLines({ secondTry }: Counts): string[] {
  if (secondTry.length === 0) return [];
  return [`${secondTry.length} passed only at the second try:`, ...secondTry.map((name) => `  ${name}`)];
}

/** For run-tests.ts, which adds runs up; printed where a run stands alone. */
export function tellCounts(counts: Counts): void {
  const path = process.env.IRISVUE_COUNTS;
  if (path !== undefined) writeFileSync(path, JSON.stringify(counts));
  else for (const line of [...secondTryLines(counts), closingLine(counts)]) console.log(line);
}
