/** What a push says. A lock screen is read by whoever walks past: no picture, no file's or person's name. */
import type { PushMessage } from '../../../contracts/companion/push-message.ts';
import { type FailureCode, failures } from '../../../contracts/failure.ts';

export interface Batch {
  readonly finished: number;
  readonly failed: number;
  /** Pictures that somebody at the studio sent to this phone. */
  readonly sent: number;
  /** Of one that stands alone. */
  readonly captureId: string | null;
  readonly pictureId: string | null;
  readonly failure: FailureCode | null;
}

export function batchWords({ finished, failed, sent, failure }: Batch): { title: string; body: string } {
  if (finished + failed === 0) {
    return sent === 1
      ? { title: fromStudio(sent), body: 'Tap to see it.' }
      : { title: fromStudio(sent), body: 'Tap to see them.' };
  }
  if (finished + failed + sent === 1) {
    return failed === 0
      ? { title: 'Your iris is ready', body: 'Tap to see it.' }
      : { title: 'One photo needs you', body: failures[failure ?? 'unexpected'].message };
  }
  const more = sent === 0 ? [] : [`${fromStudio(sent)}.`];
  if (finished === 0) return { title: needing(failed), body: more[0] ?? 'Tap to see why.' };
  const title = finished === 1 ? 'One iris is ready' : `${finished} irises are ready`;
  const body = [...(failed === 0 ? [] : [`${needing(failed)}.`]), ...more].join(' ');
  return { title, body: body === '' ? 'Tap to see them.' : body };
}

const needing = (count: number): string => (count === 1 ? 'One photo needs you' : `${count} photos need you`);
const fromStudio = (count: number): string =>
  count === 1 ? 'A picture from the studio' : `${count} pictures from the studio`;

/** @param page the studio's page, e.g. "https://192.168.1.20:47114/" */
export function batchMessage(batch: Batch, page: string, tag: string): PushMessage {
  return messageOf({ ...batchWords(batch), navigate: new URL(fragmentOf(batch), page).href, tag });
}

function fragmentOf({ captureId, pictureId, failed }: Batch): string {
  if (pictureId !== null) return `#/picture/${pictureId}`;
  return captureId !== null && failed === 0 ? `#/result/${captureId}` : '#/';
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
