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
    // What waits for a moment to come waits as long as a busy machine needs; a test that fails is not tried again.
    expect: { poll: { timeout: 60_000 } },
    retry: 0,
    reporters: ['default', './build/closing-line-reporter.ts'],
  },
});
