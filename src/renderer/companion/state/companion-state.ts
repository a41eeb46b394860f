import type { FailureCode } from '../../../contracts/failure.ts';
import type { Invitation, Pairing, Standing } from '../port/phone-port.ts';
import type { Listed } from './capture.ts';
import type { Ending } from './ending.ts';
import type { View } from './view.ts';

export type ThemeWish = 'system' | 'dark' | 'light';

export interface Preferences {
  readonly theme: ThemeWish;
  readonly sound: boolean;
}

export interface CompanionState {
  /** False until the phone's own memory was read. */
  readonly started: boolean;
  readonly standing: Standing;
  readonly pairing: Pairing | null;
  /** What the link that was scanned carried; null where the page was opened by hand. */
  readonly invitation: Invitation | null;
  readonly view: View;
  /** Today's, and whatever was not sent yet, oldest first; pictures that the studio sent are among them. */
  readonly captures: readonly Listed[];
  /** Of other days, newest first. */
  readonly earlier: readonly Listed[];
  /** Photos that were picked and are still being read. */
  readonly reading: number;
  /** The key of what stands in the middle of the page; null means the latest. */
  readonly chosen: string | null;
  /** What has just ended, shown until it is put away. */
  readonly banner: Ending | null;
  /** Endings that nobody has looked at. */
  readonly unseen: number;
  /** A sentence about something the user did that could not be done. */
  readonly trouble: string | null;
  /** Why the studio takes no photos at present. */
  readonly heldUp: FailureCode | null;
  /** Whether the phone keeps unsent captures when the page goes. */
  readonly lasting: boolean;
  readonly preferences: Preferences;
}
