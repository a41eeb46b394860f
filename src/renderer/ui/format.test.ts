import { describe, expect, it } from 'vitest';
import { countOf, formatBytes, formatDuration, formatPercent, formatRemaining } from './format.ts';

describe('figures in words', () => {
  it.each([
    [8240, '8.2 s'],
    [47_600, '48 s'],
    [200_000, '3 min 20 s'],
    [240_000, '4 min'],
    [3_900_000, '1 h 5 min'],
  ])('tells %i ms as %s', (milliseconds, words) => expect(formatDuration(milliseconds)).toBe(words));

  it.each([
    [3000, 'a few seconds'],
    [33_000, 'about 40 s'],
    [52_800, 'about 1 min'],
    [57_000, 'about 1 min'],
    [754_000, 'about 13 min'],
    [3_600_000 + 58 * 60_000, 'about 2 h'],
  ])('rounds %i ms to go to %s', (milliseconds, words) => expect(formatRemaining(milliseconds)).toBe(words));

  it.each([
    [812_000, '812 KB'],
    [999_600, '1.0 MB'],
    [1_420_000_000, '1.4 GB'],
    [17, '17 bytes'],
  ])('tells %i bytes as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));

  it('never says 100% before the end', () => {
    expect(formatPercent(0.999)).toBe('99%');
    expect(formatPercent(0.29)).toBe('29%');
    expect(formatPercent(1)).toBe('100%');
  });

  it('counts one thing in the singular', () => {
    expect(countOf(1, 'photo')).toBe('1 photo');
    expect(countOf(20_000, 'photo')).toBe('20 000 photos');
  });
});
