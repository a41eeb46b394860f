import { describe, expect, it } from 'vitest';
import { type FailureCode, type FailureDescription, failureCodes, failures } from './failure.ts';

const entries = failureCodes.map((code): [FailureCode, FailureDescription] => [code, failures[code]]);

describe('the table of failures', () => {
  it.each(entries)('%s says what happened and what to do next, in whole sentences', (_code, failure) => {
    for (const words of [failure.message, failure.suggestion]) expect(words).toMatch(/^[A-Z].{8,}[.]$/);
    expect(failure.suggestion).not.toBe(failure.message);
  });

  it.each(entries)('%s speaks of photographs and never of programs', (_code, { message, suggestion }) => {
    const words = `${message} ${suggestion}`;
    expect(words).not.toMatch(/exception|error|null|undefined|\btensor|onnxruntime|provider|sqlite|stack/i);
    expect(words).not.toMatch(/\bE(?!SRGAN)[A-Z]{4,}\b/);
  });

  it('tries again by itself what is transient, and nothing else', () => {
    for (const [, { kind, retryable }] of entries) expect(retryable).toBe(kind === 'transient');
  });

  it('offers a button that fits', () => {
    for (const [code, { kind, action }] of entries) {
      if (kind === 'transient') expect([code, action]).toEqual([code, 'retry']);
      if (kind === 'quality')
        expect([code, ['recapture', 'correctOutline'].includes(action)]).toEqual([code, true]);
    }
  });
});
