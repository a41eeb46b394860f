import { expect, it } from 'vitest';
import { pushMessageSchema } from '../../../contracts/companion/push-message.ts';
import { batchMessage, batchWords, payloadOf, testMessage } from './push-words.ts';

const page = 'https://192.168.1.20:47114/';
const captureId = 'a'.repeat(64);
const one = { finished: 1, failed: 0, captureId, failure: null };

it('says what ended in one line, in the photographer’s words', () => {
  expect(batchWords(one).title).toBe('Your iris is ready');
  expect(batchWords({ finished: 0, failed: 1, captureId, failure: 'photoBlurred' })).toEqual({
    title: 'One photo needs you',
    body: 'The iris is out of focus.',
  });
  const many = { captureId: null, failure: null };
  expect(batchWords({ finished: 7, failed: 0, ...many }).title).toBe('7 irises are ready');
  expect(batchWords({ finished: 1, failed: 2, ...many })).toEqual({
    title: 'One iris is ready',
    body: '2 photos need you.',
  });
  expect(batchWords({ finished: 0, failed: 3, ...many }).title).toBe('3 photos need you');
});

it('leads to the result of one and to the page for many or for a failure', () => {
  const target = (batch: typeof one | { finished: number; failed: number; captureId: null; failure: null }) =>
    batchMessage(batch, page, 'batch-1').notification.navigate;
  expect(target(one)).toBe(`${page}#/result/${captureId}`);
  expect(target({ finished: 2, failed: 0, captureId: null, failure: null })).toBe(`${page}#/`);
  expect(target({ ...one, finished: 0, failed: 1 })).toBe(`${page}#/`);
});

it('has the shape that iOS shows by itself, and always the same length', () => {
  const payloads = [batchMessage(one, page, 'batch-1'), testMessage(page)].map(payloadOf);
  for (const payload of payloads) {
    expect(pushMessageSchema.parse(JSON.parse(payload)).web_push).toBe(8030);
    expect(Buffer.byteLength(payload)).toBe(512);
  }
});
