import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../contracts/companion/events.ts';
import { endingOf } from './ending.ts';

const id = (letter: string) => letter.repeat(64);
const finished = (letter: string): Notice => ({
  type: 'finished',
  captureId: id(letter),
  resultId: `r-${letter}`,
});
const failed = (letter: string): Notice => ({
  type: 'failed',
  captureId: id(letter),
  failure: 'photoBlurred',
});
const judged: Notice = {
  type: 'judged',
  captureId: id('a'),
  verdict: { decision: 'accept', score: 1, reasons: [] },
};

describe('what has ended', () => {
  it('leads to the one capture it was', () => {
    expect(endingOf([finished('a')])).toMatchObject({
      title: 'Your iris is ready',
      body: 'Touch to compare and save.',
      captureId: id('a'),
    });
  });

  it('says why one could not be finished', () => {
    expect(endingOf([failed('b')])).toMatchObject({
      title: 'One photo needs you',
      body: 'The iris is out of focus.',
      failed: 1,
    });
  });

  it('makes one sign of many', () => {
    expect(endingOf([finished('a'), finished('b'), failed('c')])).toMatchObject({
      title: '2 irises are ready',
      body: 'One photo needs you.',
      captureId: null,
    });
    expect(endingOf([finished('a'), failed('c')])?.title).toBe('One iris is ready');
    expect(endingOf([failed('a'), failed('c')])?.title).toBe('2 photos need you');
  });

  it('is nothing when a capture was only looked at', () => expect(endingOf([judged])).toBeNull());
});
