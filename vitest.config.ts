import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'models/rendered-eyes/**/*.test.ts',
      'bench/**/*.test.ts',
      'build/**/*.test.ts',
      'e2e/command-line/**/*.test.ts',
    ],
    // Workers, queues and models are real here; two at a time is what a small machine bears.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What waits for a moment to come waits as long as a busy machine needs.
    expect: { poll: { timeout: 60_000 } },
    // Real processes on a shared machine: what passes only at the second try is named at the end (docs/specs.md).
    retry: 1,
    reporters: ['default', './build/closing-line-reporter.ts'],
  },
});
