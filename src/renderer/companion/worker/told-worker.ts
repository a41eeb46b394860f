/**
 * The page's helper over HTTPS: shows what the studio pushes while the page is away, opens what was tapped, and keeps
 * the page's own files for the time without the studio. It never sees a picture or a key.
 */
import { z } from 'zod';
import { messageOf, pathWithin } from './message.ts';
import { answerOffline, isShellRequest, keepShell } from './shell-cache.ts';

// The page's policy forbids eval; zod must not even try.
z.config({ jitless: true });

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell(self.registration.scope).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  if (isShellRequest(event.request, self.registration.scope)) {
    event.respondWith(answerOffline(event.request, self.registration.scope));
  }
});

self.addEventListener('push', (event) => {
  // Every push shows something: three that did not, and the browser takes the leave back.
  const { title, body, tag, navigate } = messageOf(event.data?.text() ?? '', self.registration.scope);
  event.waitUntil(
    self.registration
      .showNotification(title, {
        body,
        tag,
        lang: 'en',
        icon: new URL('icon-192.png', self.registration.scope).href,
        badge: new URL('badge-96.png', self.registration.scope).href,
        data: { navigate },
      })
      .then(() => tellPages({ type: 'shown', tag })),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = pathWithin(self.registration.scope, event.notification.data?.navigate);
  event.waitUntil(openPage(path));
});

async function tellPages(message: { type: 'shown'; tag: string } | { type: 'open'; path: string }) {
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage(message);
}

/** A page that is open comes to the front and goes there; otherwise one is opened. */
async function openPage(path: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) {
    await self.clients.openWindow(new URL(path, self.registration.scope).href);
    return;
  }
  await page.focus().catch(() => {});
  page.postMessage({ type: 'open', path });
}
