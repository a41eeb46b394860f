/**
 * The HTTPS twin in a real browser: without the studio's certificate nothing of it opens, with it the service worker
 * runs, a push shows a notification, and a tap on that leads to the result. The relay between is a browser maker's
 * and is left out: what it would hand over is handed to the worker by the browser's own tools. So is the tap.
 */
import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { batchMessage, payloadOf } from '../../../src/main/companion/push/push-words.ts';
import { openSecureStudio } from './secure-studio.ts';
import { hasCertutil, openChromium } from './trusting-chromium.ts';

test.skip(!hasCertutil, 'Chromium’s store is filled with certutil, which is not here (libnss3-tools).');

/** What the spec uses of a service worker's global scope. */
interface WorkerScope {
  readonly registration: { getNotifications(): Promise<Notification[]> };
  readonly NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
  dispatchEvent(event: Event): boolean;
}

const photo = Buffer.from('eye of a visitor');
const captureId = createHash('sha256').update(photo).digest('hex');

test('only a phone with the studio’s certificate gets in, is told, and comes to its result by a tap', async () => {
  const studio = await openSecureStudio();
  const { pairing, listening } = await studio.api.openPairing();
  if (pairing?.state !== 'open' || listening === null) throw new Error('no pairing');
  const page = studio.securePage();
  const link = page + pairing.link.slice(pairing.link.indexOf('#'));

  const stranger = await openChromium(null, studio.name);
  const refused = await (await stranger.context.newPage()).goto(page).catch((error: Error) => error.message);
  expect(refused).toContain('ERR_CERT_AUTHORITY_INVALID');
  await stranger.close();

  // As a phone fetches it: over plain HTTP, from the studio itself.
  const root = new Uint8Array(await (await fetch(`${listening}/authority.crt`)).arrayBuffer());
  const trusting = await openChromium(root, studio.name);
  try {
    const { context } = trusting;
    await context.grantPermissions(['notifications'], { origin: new URL(page).origin });
    const tab = await context.newPage();
    await tab.goto(link);
    expect(await tab.evaluate(() => window.isSecureContext)).toBe(true);
    await tab.getByLabel('What is this phone called?').fill('Visitor');
    await tab.getByRole('button', { name: 'Ask to connect' }).click();
    await expect.poll(async () => (await studio.api.phones()).pairing?.state).toBe('asking');
    await studio.api.answerPairing({ allow: true, name: null });
    await expect(tab.getByRole('button', { name: 'Take a photo' })).toBeVisible();

    // The worker registers, by the page's own doing.
    await tab.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    expect(worker.url()).toBe(`${page}told-worker.js`);

    // A capture of this phone that is finished.
    await tab
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'eye.jpg', mimeType: 'image/jpeg', buffer: photo });
    await expect
      .poll(async () => (await studio.api.listPhotoIds({ filter: 'all', search: '' })).length)
      .toBe(1);
    const { recipe } = await studio.api.readSettings();
    await studio.api.process({ photoIds: [captureId], recipe, again: false });
    await studio.worker.complete(await studio.worker.next());

    // What a relay would hand over.
    const batch = { finished: 1, failed: 0, sent: 0, captureId, pictureId: null, failure: null };
    const message = batchMessage(batch, page, 'batch-1');
    const tools = await context.newCDPSession(tab);
    const registered = new Promise<string>((resolve) => {
      tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [own] = registrations.filter(({ scopeURL }) => scopeURL === page);
        if (own !== undefined) resolve(own.registrationId);
      });
    });
    await tools.send('ServiceWorker.enable');
    const shown = () =>
      worker.evaluate(async () => {
        const { registration } = globalThis as unknown as WorkerScope;
        return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
      });
    const push = {
      origin: new URL(page).origin,
      registrationId: await registered,
      data: payloadOf(message),
    };
    // Handed over while the worker sleeps, the browser's tools may lose it; the same tag makes it one notification.
    await expect(async () => {
      await tools.send('ServiceWorker.deliverPushMessage', push);
      expect(await shown()).toEqual([{ title: 'Your iris is ready', body: 'Tap to see it.' }]);
    }).toPass();

    const tap = () =>
      worker.evaluate(async () => {
        const scope = globalThis as unknown as WorkerScope;
        for (const notification of await scope.registration.getNotifications())
          scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
      });
    await tap();
    await expect(tab).toHaveURL(`${page}#/result/${captureId}`);
    // One of the pushes handed over above may have come late and shown it again: that is tapped, too.
    await expect(async () => {
      await tap();
      expect(await shown()).toEqual([]);
    }).toPass();
  } finally {
    await trusting.close();
    await studio.close();
  }
});
