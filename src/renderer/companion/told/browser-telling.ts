/** What a browser can do about telling: worker, permission, push subscription. Everything of it needs HTTPS. */
import { pageManifest } from '../../../contracts/companion/push-message.ts';
import {
  type PushSubscription as StudioSubscription,
  twinProbe,
} from '../../../contracts/companion/telling.ts';
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
  /** Told when a test or a push was shown. @returns stops listening */
  onShown(listener: () => void): () => void;
  open(url: string): void;
  /** What "Add to Home Screen" will open. */
  setStartAddress(url: string): void;
}

const workerUrl = './told-worker.js';

export function browserTelling(): BrowserTelling {
  const workers = window.isSecureContext ? navigator.serviceWorker : undefined;
  let registration: ServiceWorkerRegistration | null = null;
  const shown = new Set<() => void>();
  const permission = () => (typeof Notification === 'undefined' ? 'unsupported' : Notification.permission);
  return {
    abilities: () => ({
      secure: window.isSecureContext,
      permission: permission(),
      worker: registration !== null,
    }),
    async register() {
      if (workers === undefined) return;
      setManifest(null);
      workers.addEventListener('message', ({ data }) => {
        if (data?.type === 'shown') for (const listener of [...shown]) listener();
        // A notification was tapped, and this is the page that it leads to.
        if (data?.type === 'open' && typeof data.path === 'string') window.location.hash = data.path;
      });
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
      if (registration === null) return;
      const icon = './icon-192.png';
      await registration.showNotification(title, { body, tag: 'test', icon, data: { navigate: path } });
      for (const listener of [...shown]) listener();
    },
    async reaches(url) {
      try {
        await fetch(new URL(twinProbe, url), { mode: 'no-cors', cache: 'no-store' });
        return true;
      } catch {
        return false;
      }
    },
    onShown(listener) {
      shown.add(listener);
      return () => shown.delete(listener);
    },
    open: (url) => window.location.assign(url),
    setStartAddress: (url) => setManifest(/^#c\.(.+)$/.exec(new URL(url).hash)?.[1] ?? null),
  };
}

/** The page as an app of the Home Screen; written here because its address changes with the code that it carries. */
function setManifest(code: string | null): void {
  let link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
  if (link === null) {
    link = document.createElement('link');
    link.rel = 'manifest';
    const icon = document.createElement('link');
    icon.rel = 'apple-touch-icon';
    icon.href = './icon-192.png';
    document.head.append(link, icon);
  }
  link.href = `./${pageManifest(code)}`;
}

function plain(subscription: PushSubscription): StudioSubscription {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? '', p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
}
