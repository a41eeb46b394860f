import { expect, it } from 'vitest';
import { pushMessageSchema } from '../../../contracts/companion/push-message.ts';
import { type Batch, batchMessage, batchWords, payloadOf, testMessage } from './push-words.ts';

const page = 'https://192.168.1.20:47114/';
const captureId = 'a'.repeat(64);
const pictureId = '0b0e3f5c-6a51-4d0a-9a0e-1c2d3e4f5a6b';
const none = { finished: 0, failed: 0, sent: 0, captureId: null, pictureId: null, failure: null };
const one = { ...none, finished: 1, captureId };

it('says what ended in one line, in the photographer’s words', () => {
  expect(batchWords(one).title).toBe('Your iris is ready');
  expect(batchWords({ ...none, failed: 1, captureId, failure: 'photoBlurred' })).toEqual({
    title: 'One photo needs you',
    body: 'The iris is out of focus.',
  });
  expect(batchWords({ ...none, finished: 7 }).title).toBe('7 irises are ready');
  expect(batchWords({ ...none, finished: 1, failed: 2 })).toEqual({
    title: 'One iris is ready',
    body: '2 photos need you.',
  });
  expect(batchWords({ ...none, failed: 3 }).title).toBe('3 photos need you');
});

it('says what was sent, beside whatever ended meanwhile', () => {
  expect(batchWords({ ...none, sent: 1, pictureId })).toEqual({
    title: 'A picture from the studio',
    body: 'Tap to see it.',
  });
  expect(batchWords({ ...none, sent: 3 })).toEqual({
    title: '3 pictures from the studio',
    body: 'Tap to see them.',
  });
  expect(batchWords({ ...none, finished: 2, failed: 1, sent: 1 })).toEqual({
    title: '2 irises are ready',
    body: 'One photo needs you. A picture from the studio.',
  });
  expect(batchWords({ ...none, failed: 1, sent: 2 })).toEqual({
    title: 'One photo needs you',
    body: '2 pictures from the studio.',
  });
  expect(batchWords({ ...none, finished: 1, sent: 1 }).title).toBe('One iris is ready');
});

it('leads to the result of one and to the page for many or for a failure', () => {
  const target = (batch: Batch) => batchMessage(batch, page, 'batch-1').notification.navigate;
  expect(target(one)).toBe(`${page}#/result/${captureId}`);
  expect(target({ ...none, finished: 2 })).toBe(`${page}#/`);
  expect(target({ ...one, finished: 0, failed: 1 })).toBe(`${page}#/`);
  expect(target({ ...none, sent: 1, pictureId })).toBe(`${page}#/picture/${pictureId}`);
  expect(target({ ...none, sent: 2 })).toBe(`${page}#/`);
});

it('has the shape that iOS shows by itself, and always the same length', () => {
  const payloads = [batchMessage(one, page, 'batch-1'), testMessage(page)].map(payloadOf);
  for (const payload of payloads) {
    expect(pushMessageSchema.parse(JSON.parse(payload)).web_push).toBe(8030);
    expect(Buffer.byteLength(payload)).toBe(512);
  }
});
