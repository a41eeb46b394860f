/**
 * Whether the system tells that something ended. The studio's feed names a batch once, however many photos it had;
 * here is decided what would be noise: what the user looks at anyway, and what they switched off.
 */
import type { Place } from '../../contracts/desktop.ts';

export interface Ended {
  readonly finished: number;
  readonly failed: number;
  /** When it was one photo. */
  readonly photoId: string | null;
}

export interface Watching {
  /** The user's setting. */
  readonly allowed: boolean;
  /** The window is there, in front, and takes what is typed. */
  readonly inFront: boolean;
  readonly shown: Place | null;
}

/** Where the notification's click leads; null when nothing is to be told. */
export function notificationTarget(ended: Ended, { allowed, inFront, shown }: Watching): Place | null {
  if (!allowed || ended.finished + ended.failed === 0) return null;
  const target: Place =
    ended.photoId === null ? { kind: 'library' } : { kind: 'photo', photoId: ended.photoId };
  return inFront && isSame(target, shown) ? null : target;
}

function isSame(target: Place, shown: Place | null): boolean {
  if (shown === null || target.kind !== shown.kind) return false;
  return target.kind !== 'photo' || (shown.kind === 'photo' && shown.photoId === target.photoId);
}
