import type { Reporter, TestModule } from 'vitest/node';
import { failureLine, nothing, tellCounts } from './test-counts.ts';

/** Ends a run of the unit tests with its counts, and names what was skipped, what failed and what passed only at the second try. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const secondTry: string[] = [];
    const failures = unhandledErrors.map((error) => failureLine('outside of every test', messageOf(error)));
    const counts = { ...nothing, secondTry, failures, failed: unhandledErrors.length };
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) {
        counts.failed++;
        failures.push(failureLine(module.relativeModuleId, module.errors()[0]?.message));
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        if (test.diagnostic()?.flaky) secondTry.push(failureLine(name, errors?.[0]?.message));
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') {
          counts.failed++;
          failures.push(failureLine(name, errors?.[0]?.message));
        } else {
          counts.skipped++;
          console.log(`skipped: ${name}`);
        }
      }
    }
    tellCounts(counts);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error
    ? error.message
    : String((error as { message?: unknown } | null)?.message ?? error);
}
