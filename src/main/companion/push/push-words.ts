/** What a push says. A lock screen is read by whoever walks past: no picture, no file's or person's name. */
import type { PushMessage } from '../../../contracts/companion/push-message.ts';
import { type FailureCode, failures } from '../../../contracts/failure.ts';

export interface Batch {
  readonly finished: number;
  readonly failed: number;
  /** Of one that stands alone. */
  readonly captureId: string | null;
  readonly failure: FailureCode | null;
}

export function batchWords({ finished, failed, failure }: Batch): { title: string; body: string } {
  if (finished + failed === 1) {
    return failed === 0
      ? { title: 'Your iris is ready', body: 'Tap to see it.' }
      : { title: 'One photo needs you', body: failures[failure ?? 'unexpected'].message };
  }
  if (finished === 0) return { title: `${failed} photos need you`, body: 'Tap to see why.' };
  const title = finished === 1 ? 'One iris is ready' : `${finished} irises are ready`;
  if (failed === 0) return { title, body: 'Tap to see them.' };
  return { title, body: failed === 1 ? 'One photo needs you.' : `${failed} photos need you.` };
}

/** @param page the studio's page, e.g. "https://192.168.1.20:47114/" */
export function batchMessage(batch: Batch, page: string, tag: string): PushMessage {
  const leadsToResult = batch.captureId !== null && batch.failed === 0;
  const fragment = leadsToResult ? `#/result/${batch.captureId}` : '#/';
  return messageOf({ ...batchWords(batch), navigate: new URL(fragment, page).href, tag });
}

export function testMessage(page: string): PushMessage {
  return messageOf({
    title: 'Notifications work',
    body: 'This is how your studio tells you that a picture is ready.',
    navigate: new URL('#/told', page).href,
    tag: 'test',
  });
}

function messageOf(notification: Omit<PushMessage['notification'], 'lang'>): PushMessage {
  return { web_push: 8030, notification: { ...notification, lang: 'en' } };
}

const paddedTo = 512;

/** As JSON, padded so that its length tells a relay nothing about it. */
export function payloadOf(message: PushMessage): string {
  const text = JSON.stringify(message);
  const bytes = Buffer.byteLength(text);
  return text + ' '.repeat(Math.ceil(bytes / paddedTo) * paddedTo - bytes);
}
