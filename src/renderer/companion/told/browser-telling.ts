/** What a browser can do about telling: worker, permission, push subscription. Everything of it needs HTTPS. */
import type { PushSubscription as StudioSubscription } from '../../../contracts/companion/telling.ts';
import type { TellingAbilities } from './rungs.ts';

export interface BrowserTelling {
  abilities(): Omit<TellingAbilities, 'subscribed'>;
  /** Registers the service worker where that is allowed; never fails. */
  register(): Promise<void>;
  askPermission(): Promise<NotificationPermission>;
  subscription(): Promise<StudioSubscription | null>;
  subscribe(key: string): Promise<StudioSubscription>;
  unsubscribe(): Promise<void>;
  show(title: string, body: string, path: string): Promise<void>;
  /** Whether this phone trusts what answers there. */
  reaches(url: string): Promise<boolean>;
  /** Told when the worker has shown a notification. @returns stops listening */
  onShown(listener: () => void): () => void;
  open(url: string): void;
  /** What "Add to Home Screen" will open. */
  setStartAddress(url: string): void;
}

const workerUrl = './told-worker.js';

export function browserTelling(): BrowserTelling {
  const workers = window.isSecureContext ? navigator.serviceWorker : undefined;
  let registration: ServiceWorkerRegistration | null = null;
  const permission = () => (typeof Notification === 'undefined' ? 'unsupported' : Notification.permission);
  return {
    abilities: () => ({
      secure: window.isSecureContext,
      permission: permission(),
      worker: registration !== null,
    }),
    async register() {
      if (workers === undefined) return;
      try {
        await workers.register(workerUrl);
        registration = await workers.ready;
      } catch {
        // A browser that forbids workers tells on the open page only.
      }
    },
    askPermission: async () =>
      typeof Notification === 'undefined' ? 'denied' : Notification.requestPermission(),
    async subscription() {
      const subscription = await registration?.pushManager?.getSubscription();
      return subscription == null ? null : plain(subscription);
    },
    async subscribe(key) {
      if (registration === null) throw new Error('there is no worker to push to');
      const options = { userVisibleOnly: true, applicationServerKey: key };
      return plain(await registration.pushManager.subscribe(options));
    },
    async unsubscribe() {
      await (await registration?.pushManager?.getSubscription())?.unsubscribe();
    },
    async show(title, body, path) {
      await registration?.showNotification(title, {
        body,
        tag: 'test',
        icon: './icon-192.png',
        data: { path },
      });
      registration?.active?.postMessage('shown');
    },
    async reaches(url) {
      try {
        await fetch(new URL('reached', url), { mode: 'no-cors', cache: 'no-store' });
        return true;
      } catch {
        return false;
      }
    },
    onShown(listener) {
      const hear = ({ data }: MessageEvent) => {
        if (data === 'shown') listener();
      };
      workers?.addEventListener('message', hear);
      return () => workers?.removeEventListener('message', hear);
    },
    open: (url) => window.location.assign(url),
    setStartAddress(url) {
      const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
      const code = new URL(url).hash.slice(1);
      if (link !== null) link.href = `./manifest.webmanifest?start=${encodeURIComponent(code)}`;
    },
  };
}

function plain(subscription: PushSubscription): StudioSubscription {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? '', p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
}
