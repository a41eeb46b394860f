import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../contracts/companion/events.ts';
import { endingOf, showsWhatEnded } from './ending.ts';
import { home, type View } from './view.ts';

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
const pictureId = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const sent = (digit: string): Notice => ({ type: 'sent', pictureId: pictureId(digit) });
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

  it('leads to the one picture that the studio sent', () => {
    expect(endingOf([sent('1')])).toEqual({
      finished: 0,
      failed: 0,
      sent: 1,
      title: 'A picture from the studio',
      body: 'Touch to see and save it.',
      captureId: null,
      pictureId: pictureId('1'),
    });
    expect(endingOf([sent('1'), sent('1')])?.pictureId).toBe(pictureId('1'));
    expect(endingOf([sent('1'), sent('2')])).toMatchObject({
      title: '2 pictures from the studio',
      body: 'Touch to see them.',
      pictureId: null,
    });
    expect(endingOf([sent('1'), failed('b'), finished('a')])).toMatchObject({
      title: 'One iris is ready',
      body: 'One photo needs you. A picture from the studio.',
      captureId: null,
      pictureId: null,
    });
  });

  it('is nothing when a capture was only looked at', () => expect(endingOf([judged])).toBeNull());
});

describe('what a sign leads to', () => {
  const shown = (view: View, ...notices: Notice[]) => {
    const ending = endingOf(notices);
    return ending !== null && showsWhatEnded(view, ending);
  };
  const result = (letter: string): View => ({ kind: 'result', captureId: id(letter) });
  const picture = (id: string): View => ({ kind: 'picture', pictureId: pictureId(id) });

  it('is shown where the page is at this one result or picture, or at the list of many', () => {
    expect(shown(result('a'), finished('a'))).toBe(true);
    expect(shown(picture('1'), sent('1'))).toBe(true);
    expect(shown({ kind: 'today' }, finished('a'), sent('1'))).toBe(true);
  });

  it('is not shown beside another, beside many, or where a failure would be told', () => {
    expect(shown(result('b'), finished('a'))).toBe(false);
    expect(shown(picture('2'), sent('1'))).toBe(false);
    expect(shown(result('a'), finished('a'), finished('b'))).toBe(false);
    expect(shown(result('a'), failed('a'))).toBe(false);
    expect(shown(home, finished('a'))).toBe(false);
    expect(shown(home, failed('a'))).toBe(false);
  });
});
