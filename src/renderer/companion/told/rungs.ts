import type { NoticeRung } from '../../../contracts/companion/device.ts';

/** How the page says in a few words on which rung it stands. */
export const rungNames: Readonly<Record<NoticeRung, string>> = {
  page: 'while this page is open',
  worker: 'by notifications while the page is in the background',
  push: 'also when the phone is locked',
};

export interface TellingAbilities {
  readonly secure: boolean;
  readonly permission: NotificationPermission | 'unsupported';
  readonly worker: boolean;
  readonly subscribed: boolean;
}

/** The highest rung that holds. */
export function rungOf({ secure, permission, worker, subscribed }: TellingAbilities): NoticeRung {
  if (!secure || permission !== 'granted' || !worker) return 'page';
  return subscribed ? 'push' : 'worker';
}
