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
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: ['default', './build/closing-line-reporter.ts'],
  },
});
