import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { addCounts, type Counts, closingLine, failureLine, nothing, tellCounts } from './test-counts.ts';

interface NotRun {
  readonly name: string;
  readonly why: string;
}

/**
 * Ends a run of the specs with their counts: of each way to run the studio and each page, with the reason where one
 * did not run, and of all. What failed, and what passed only when it was tried again, is named.
 */
export default class SpecCountReporter implements Reporter {
  readonly #notRun: readonly NotRun[];
  #suite: Suite | undefined;
  #errors = 0;

  constructor({ notRun = [] }: { readonly notRun?: readonly NotRun[] } = {}) {
    this.#notRun = notRun;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  /** What went wrong outside of every test, e.g. a server that did not start. */
  onError(): void {
    this.#errors += 1;
  }

  onEnd({ status }: Pick<FullResult, 'status'>): void {
    let all = { ...nothing, failed: this.#errors };
    // Specs that are only listed have no fate.
    const wereRun = this.#suite?.allTests().some(({ results }) => results.length > 0) ?? false;
    if (wereRun) console.log('');
    for (const project of this.#suite?.suites ?? []) {
      const tests = project.allTests();
      const counts = tests.map((test) => countOf(project.title, test)).reduce(addCounts, nothing);
      all = addCounts(all, counts);
      if (!wereRun) continue;
      console.log(`${project.title}: ${closingLine(counts)}`);
      for (const reason of reasonsOf(tests)) console.log(`  skipped: ${reason}`);
    }
    if (wereRun) for (const { name, why } of this.#notRun) console.log(`${name}: not run. ${why}`);
    if (status !== 'passed' && all.failed === 0) all = { ...all, failed: 1 };
    tellCounts(all);
  }

  printsToStdio(): boolean {
    return true;
  }
}

function countOf(project: string, test: TestCase): Counts {
  const outcome = test.outcome();
  if (outcome === 'skipped') return { ...nothing, skipped: 1 };
  const reason = test.results.find(({ error }) => error !== undefined)?.error?.message;
  const named = [failureLine(nameOf(project, test), reason)];
  if (!test.ok()) return { ...nothing, failed: 1, failures: named };
  return { ...nothing, passed: 1, secondTry: outcome === 'flaky' ? named : [] };
}

/** "browser host: library.spec.ts: comes back exactly to where it was" */
function nameOf(project: string, { title, location }: TestCase): string {
  return `${project}: ${location.file.split(/[\\/]/).at(-1)}: ${title}`;
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
