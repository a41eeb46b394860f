import type { Reporter, TestModule } from 'vitest/node';
import { nothing, tellCounts } from './test-counts.ts';

/** Ends a run of the unit tests with its counts, and names what was skipped or passed only at the second try. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const secondTry: string[] = [];
    const counts = { ...nothing, secondTry, failed: unhandledErrors.length };
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        if (test.diagnostic()?.flaky) secondTry.push(name);
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') counts.failed++;
        else {
          counts.skipped++;
          console.log(`skipped: ${name}`);
        }
      }
    }
    tellCounts(counts);
  }
}
