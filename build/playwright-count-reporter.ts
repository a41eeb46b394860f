import { writeFileSync } from 'node:fs';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** Writes what run-tests.ts adds up, to the file that IRISVUE_COUNTS names. */
export default class PlaywrightCountReporter implements Reporter {
  #suite: Suite | undefined;
  #errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  /** What went wrong outside of every test, e.g. a server that did not start. */
  onError(): void {
    this.#errors += 1;
  }

  onEnd(result: FullResult): void {
    const counts = { passed: 0, failed: this.#errors, skipped: 0 };
    for (const test of this.#suite?.allTests() ?? []) counts[fateOf(test)] += 1;
    if (result.status !== 'passed' && counts.failed === 0) counts.failed = 1;
    const path = process.env.IRISVUE_COUNTS;
    if (path !== undefined) writeFileSync(path, JSON.stringify(counts));
  }

  printsToStdio(): boolean {
    return false;
  }
}

function fateOf(test: TestCase): 'passed' | 'failed' | 'skipped' {
  const outcome = test.outcome();
  if (outcome === 'skipped') return 'skipped';
  return test.ok() ? 'passed' : 'failed';
}
