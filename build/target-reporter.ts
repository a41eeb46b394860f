import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';

interface NotRun {
  readonly name: string;
  readonly why: string;
}

/** Ends a run of specs with one line for each way to run the studio: how many specs it passed, or why it did not run. */
export default class TargetReporter implements Reporter {
  readonly #notRun: readonly NotRun[];
  #suite: Suite | undefined;

  constructor({ notRun = [] }: { readonly notRun?: readonly NotRun[] } = {}) {
    this.#notRun = notRun;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    const tests = this.#suite?.allTests() ?? [];
    // Specs that are only listed have no fate.
    if (tests.every(({ results }) => results.length === 0)) return;
    console.log('');
    for (const project of this.#suite?.suites ?? []) console.log(lineFor(project.title, project.allTests()));
    for (const { name, why } of this.#notRun) console.log(`${name}: not run. ${why}`);
  }
}

function lineFor(name: string, tests: readonly TestCase[]): string {
  const count = (fate: (test: TestCase) => boolean) => tests.filter(fate).length;
  const skipped = count((test) => test.outcome() === 'skipped');
  const failed = count((test) => test.outcome() === 'unexpected');
  const parts = [`${tests.length - skipped - failed} passed`, `${failed} failed`];
  return `${name}: ${[...parts, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ')}`;
}
