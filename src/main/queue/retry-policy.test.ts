import { describe, expect, it } from 'vitest';
import { type FailureCode, failureCodes, failures } from '../../contracts/failure.ts';
import { backoffMs, mayRetry } from './retry-policy.ts';

describe('mayRetry', () => {
  it('retries what the table calls retryable once, and nothing of quality or input ever', () => {
    const retried = failureCodes.filter((code) => mayRetry(code, 1));
    expect(retried).toEqual(failureCodes.filter((code) => failures[code].retryable));
    const kinds = new Set(retried.map((code: FailureCode) => failures[code].kind));
    expect([kinds.has('quality'), kinds.has('input'), kinds.has('transient')]).toEqual([false, false, true]);
    expect(failureCodes.filter((code) => mayRetry(code, 2))).toEqual([]);
  });
});

describe('backoffMs', () => {
  it('draws evenly between nothing and a bound that doubles up to a minute', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 50].map((errors) => backoffMs(errors, () => 1));
    expect(bounds).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(backoffMs(1, () => 0)).toBe(0);
    expect(backoffMs(2, () => 0.25)).toBe(1000);
  });
});
