import { expect, test } from 'vitest';
import { addCounts, type Counts, closingLine, nothing, secondTryLines } from './test-counts.ts';

const units: Counts = { passed: 10, failed: 0, skipped: 1, secondTry: [] };
const specs: Counts = { passed: 5, failed: 2, skipped: 0, secondTry: ['browser: a page comes back'] };

test('runs are added up, names and all', () => {
  expect([units, specs].reduce(addCounts, nothing)).toEqual({
    passed: 15,
    failed: 2,
    skipped: 1,
    secondTry: ['browser: a page comes back'],
  });
});

test('the last line has the counts and nothing else', () => {
  expect(closingLine(addCounts(units, specs))).toBe('15 passed, 2 failed, 1 skipped');
  expect(closingLine(specs)).toBe('5 passed, 2 failed');
});

test('what passed only at the second try is named, each on a line', () => {
  expect(secondTryLines(units)).toEqual([]);
  expect(secondTryLines(addCounts(specs, { ...nothing, secondTry: ['b'] }))).toEqual([
    '2 passed only at the second try:',
    '  browser: a page comes back',
    '  b',
  ]);
});
