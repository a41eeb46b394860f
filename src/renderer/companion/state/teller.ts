/**
 * How this page tells that something is ready, as far as the browser lets it: a number in the title, a vibration, two
 * quiet notes, and over HTTPS with the user's leave a notification of the phone itself.
 */
import { openChime } from './chime.ts';
import type { Ending } from './ending.ts';
import { addressOf } from './view.ts';

export interface Teller {
  /** Called from a tap: browsers let a page make sound only after one. */
  prepare(): void;
  tell(ending: Ending, options: { unseen: number; sound: boolean }): void;
  /** How many endings nobody has looked at. */
  badge(unseen: number): void;
}

const title = 'IrisVue';

export function pageTeller(): Teller {
  const chime = openChime();
  function badge(unseen: number): void {
    document.title = unseen === 0 ? title : `(${unseen}) ${title}`;
    // Only an app on the Home Screen has a badge of its own.
    void (unseen === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(unseen))?.catch(() => {});
  }
  return {
    prepare: () => chime.prepare(),
    badge,
    tell(ending, { unseen, sound }) {
      badge(unseen);
      navigator.vibrate?.(ending.failed > 0 ? [60, 80, 60] : [40, 60, 120]);
      if (sound) chime.play(ending.failed > 0);
      if (document.hidden) void notify(ending);
    },
  };
}

/** The phone's own notification, from the service worker: Chrome on Android knows no other way. */
async function notify(ending: Ending): Promise<void> {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.showNotification(ending.title, {
    body: ending.body,
    tag: 'ending',
    icon: './icon-192.png',
    data: { navigate: pathOf(ending) },
  });
}

/** Where a tap on it leads, within the page. */
export function pathOf({ captureId, pictureId, failed }: Ending): string {
  if (pictureId !== null) return addressOf({ kind: 'picture', pictureId });
  return captureId === null || failed > 0 ? '#/' : `#/result/${captureId}`;
}
