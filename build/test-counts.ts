import { writeFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** One plain line that people and machines read alike: "12 passed, 0 failed, 1 skipped". */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** For run-tests.ts, which adds runs up; printed where a run stands alone. */
export function tellCounts(counts: Counts): void {
  const path = process.env.IRISVUE_COUNTS;
  if (path === undefined) console.log(closingLine(counts));
  else writeFileSync(path, JSON.stringify(counts));
}
