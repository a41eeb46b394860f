import { expect, it } from 'vitest';
import { formatAgo, formatCountdown } from './ago.ts';

const now = Date.UTC(2026, 4, 20, 12);

it('says how long ago in one word or two', () => {
  const said = (milliseconds: number) => formatAgo(now - milliseconds, now);
  expect(said(-5_000)).toBe('just now');
  expect(said(59_000)).toBe('just now');
  expect(said(5 * 60_000 + 10)).toBe('5 min ago');
  expect(said(3 * 3_600_000)).toBe('3 h ago');
  expect(said(30 * 3_600_000)).toBe('yesterday');
  expect(said(4 * 86_400_000)).toBe('4 days ago');
  expect(said(8 * 86_400_000)).toBe('12 May');
});

it('counts down to zero and not below', () => {
  expect([120_000, 102_400, 7_001, 400, 0, -900].map(formatCountdown)).toEqual([
    '2:00',
    '1:43',
    '0:08',
    '0:01',
    '0:00',
    '0:00',
  ]);
});
