import type { Suite, TestCase } from '@playwright/test/reporter';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import SpecCountReporter from './spec-count-reporter.ts';

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.stubEnv('IRISVUE_COUNTS', undefined);
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Outcome = ReturnType<TestCase['outcome']>;

const spec = (title: string, outcome: Outcome, reason?: string) =>
  ({
    title,
    location: { file: '/repository/e2e/studio/queue.spec.ts', line: 1, column: 1 },
    annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }],
    results:
      outcome === 'skipped' && reason === undefined
        ? []
        : [{ annotations: [], error: { message: 'not found\nat a line' } }],
    outcome: () => outcome,
    ok: () => outcome !== 'unexpected',
  }) as unknown as TestCase;

function suiteOf(projects: Record<string, TestCase[]>): Suite {
  const suites = Object.entries(projects).map(([title, tests]) => ({ title, allTests: () => tests }));
  return { suites, allTests: () => Object.values(projects).flat() } as unknown as Suite;
}

function report(
  projects: Record<string, TestCase[]>,
  status: 'passed' | 'failed' | 'interrupted' = 'passed',
  notRun: { name: string; why: string }[] = [],
): string[] {
  const reporter = new SpecCountReporter({ notRun });
  reporter.onBegin(undefined, suiteOf(projects));
  reporter.onEnd({ status });
  return printed;
}

test('each target is counted once, then all of them', () => {
  const projects = {
    'browser host': [spec('a', 'expected'), spec('b', 'unexpected')],
    'secure phone': [spec('c', 'skipped', 'certutil is not here.')],
  };
  expect(report(projects, 'failed', [{ name: 'electron', why: 'It is not on this machine.' }])).toEqual([
    '',
    'browser host: 1 passed, 1 failed',
    'secure phone: 0 passed, 0 failed, 1 skipped',
    '  skipped: certutil is not here.',
    'electron: not run. It is not on this machine.',
    '1 failed:',
    '  browser host: queue.spec.ts: b: not found',
    '1 passed, 1 failed, 1 skipped',
  ]);
});

test('what passed only at the second try is a pass that is named', () => {
  expect(report({ 'browser host': [spec('is paused', 'flaky'), spec('b', 'expected')] })).toEqual([
    '',
    'browser host: 2 passed, 0 failed',
    '1 passed only at the second try:',
    '  browser host: queue.spec.ts: is paused: not found',
    '2 passed, 0 failed',
  ]);
});

test('specs that are only listed are counted in one line', () => {
  expect(report({ browser: [spec('a', 'skipped'), spec('b', 'skipped')] })).toEqual([
    '0 passed, 0 failed, 2 skipped',
  ]);
});

test('a run that was interrupted, or broke outside of its specs, has failed', () => {
  expect(report({ browser: [spec('a', 'expected')] }, 'interrupted').at(-1)).toBe('1 passed, 1 failed');
  const reporter = new SpecCountReporter();
  reporter.onBegin(undefined, suiteOf({}));
  reporter.onError();
  reporter.onEnd({ status: 'failed' });
  expect(printed.at(-1)).toBe('0 passed, 1 failed');
});
