import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of those that failed at first and passed when they were tried again, with the reason; they are among `passed`. */
  readonly secondTry: readonly string[];
  /** Names of those that failed, with the first line of the reason, as far as they have one; they are among `failed`. */
  readonly failures: readonly string[];
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, secondTry: [], failures: [] };

export function addCounts(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    secondTry: [...one.secondTry, ...other.secondTry],
    failures: [...one.failures, ...other.failures],
  };
}

/** One plain line that people and machines read alike: "12 passed, 0 failed, 1 skipped". */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What must not go by unseen, where a long run's last lines are all that is kept: what failed, and what showed a fault
 * now and then. Empty where there was nothing.
 */
export function namedLines({ secondTry, failures }: Counts): string[] {
  return [...listed('passed only at the second try', secondTry), ...listed('failed', failures)];
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${names.length} ${what}:`, ...names.map((name) => `  ${name}`)];
}

/** "a name: what was wrong", in one line. */
export function failureLine(name: string, message: string | undefined): string {
  const [first = ''] = stripVTControlCharacters(message ?? '').split('\n');
  return first === '' ? name : `${name}: ${first}`;
}

/** For run-tests.ts, which adds runs up; printed where a run stands alone. */
export function tellCounts(counts: Counts): void {
  const path = process.env.IRISVUE_COUNTS;
  if (path !== undefined) writeFileSync(path, JSON.stringify(counts));
  else for (const line of [...namedLines(counts), closingLine(counts)]) console.log(line);
}
