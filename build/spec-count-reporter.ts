import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { addCounts, type Counts, closingLine, nothing, tellCounts } from './test-counts.ts';

/** Ends a run of the specs with their counts: of each target, with the reason where one did not run, and of all. */
export default class SpecCountReporter implements Reporter {
  #suite: Suite | undefined;
  #errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  /** What went wrong outside of every test, e.g. a server that did not start. */
  onError(): void {
    this.#errors += 1;
  }

  onEnd({ status }: FullResult): void {
    let all = { ...nothing, failed: this.#errors };
    for (const project of this.#suite?.suites ?? []) {
      const tests = project.allTests();
      const counts = tests.map(countOf).reduce(addCounts, nothing);
      console.log(`${project.title}: ${closingLine(counts)}`);
      for (const reason of reasonsOf(tests)) console.log(`  skipped: ${reason}`);
      all = addCounts(all, counts);
    }
    if (status !== 'passed' && all.failed === 0) all = { ...all, failed: 1 };
    tellCounts(all);
  }

  printsToStdio(): boolean {
    return true;
  }
}

function countOf(test: TestCase): Counts {
  if (test.outcome() === 'skipped') return { ...nothing, skipped: 1 };
  return test.ok() ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

function reasonsOf(tests: readonly TestCase[]): Set<string> {
  const skipped = tests.filter((test) => test.outcome() === 'skipped');
  return new Set(
    skipped.flatMap(({ annotations, results }) =>
      [...annotations, ...results.flatMap((result) => result.annotations)].flatMap(({ type, description }) =>
        type === 'skip' && description !== undefined ? [description] : [],
      ),
    ),
  );
}
