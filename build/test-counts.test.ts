import { expect, test } from 'vitest';
import { addCounts, type Counts, closingLine, failureLine, namedLines, nothing } from './test-counts.ts';

const units: Counts = { ...nothing, passed: 10, skipped: 1 };
const specs: Counts = {
  passed: 5,
  failed: 2,
  skipped: 0,
  secondTry: ['browser: a page comes back'],
  failures: ['browser: a page goes: not found', 'browser: c'],
};

test('runs are added up, names and all', () => {
  expect([units, specs].reduce(addCounts, nothing)).toEqual({
    passed: 15,
    failed: 2,
    skipped: 1,
    secondTry: ['browser: a page comes back'],
    failures: ['browser: a page goes: not found', 'browser: c'],
  });
});

test('the last line has the counts and nothing else', () => {
  expect(closingLine(addCounts(units, specs))).toBe('15 passed, 2 failed, 1 skipped');
  expect(closingLine(specs)).toBe('5 passed, 2 failed');
});

test('what failed or passed only at the second try is named, each on a line', () => {
  expect(namedLines(units)).toEqual([]);
  expect(namedLines(addCounts(specs, { ...nothing, secondTry: ['b'] }))).toEqual([
    '2 passed only at the second try:',
    '  browser: a page comes back',
    '  b',
    '2 failed:',
    '  browser: a page goes: not found',
    '  browser: c',
  ]);
});

test('a failure is told with the first line of its reason, without colours', () => {
  expect(failureLine('a > b', '\u001b[31mexpected 1\u001b[39m\nand more')).toBe('a > b: expected 1');
  expect(failureLine('a > b', undefined)).toBe('a > b');
});
