/** What has just ended, in the words of a banner or a notification: one sign for many, never a shower. */
import type { Notice } from '../../../contracts/companion/events.ts';
import { failures } from '../../../contracts/failure.ts';

export interface Ending {
  readonly finished: number;
  readonly failed: number;
  readonly title: string;
  readonly body: string;
  /** Where a tap leads, when it was one capture. */
  readonly captureId: string | null;
}

/** Null when nothing of it is worth a sign. */
export function endingOf(notices: readonly Notice[]): Ending | null {
  const finished = notices.filter((notice) => notice.type === 'finished');
  const failed = notices.filter((notice) => notice.type === 'failed');
  const count = finished.length + failed.length;
  const [one] = failed.length > 0 ? failed : finished;
  if (one === undefined) return null;
  const figures = { finished: finished.length, failed: failed.length };
  if (count > 1) {
    return {
      ...figures,
      title:
        finished.length === 0
          ? `${failed.length} photos need you`
          : finished.length === 1
            ? 'One iris is ready'
            : `${finished.length} irises are ready`,
      body: failed.length === 0 || finished.length === 0 ? 'Touch to see them.' : needing(failed.length),
      captureId: null,
    };
  }
  if (one.type === 'failed') {
    return {
      ...figures,
      title: 'One photo needs you',
      body: failures[one.failure].message,
      captureId: one.captureId,
    };
  }
  return {
    ...figures,
    title: 'Your iris is ready',
    body: 'Touch to compare and save.',
    captureId: one.captureId,
  };
}

function needing(count: number): string {
  return count === 1 ? 'One photo needs you.' : `${count} photos need you.`;
}
