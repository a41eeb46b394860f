/** From a phone that subscribes and goes to sleep to the relay that is handed one readable message, all of it real. */
import type { LookupAddress, lookup } from 'node:dns';
import type { Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pushMessageSchema } from '../../../contracts/companion/push-message.ts';
import { socketCarrier } from '../../../transport/sealed/socket-carrier.ts';
import { socketPath } from '../../../transport/sealed/socket-path.ts';
import { silentLog } from '../../library/log.ts';
import { settled } from '../../queue/manual-time.ts';
import {
  openTestCompanion,
  photoBytes,
  type TestCompanion,
  type TestPhone,
} from '../testing/test-companion.ts';
import { openKeeper } from '../testing-secrets.ts';
import type { RelayPolicy } from './relay-policy.ts';
import { createPushSender } from './send-push.ts';
import { StudioPush } from './studio-push.ts';
import { type PushReceiver, receiverHost, startPushReceiver } from './testing-receiver.ts';

const patience = { timeout: 60_000, interval: 10 };
const page = 'https://192.168.1.20:47114/';
const policy: RelayPolicy = {
  allows: (endpoint) => new URL(endpoint).hostname === receiverHost,
  mayCall: (address) => address === '127.0.0.1',
};
const toThisMachine = ((
  _name: string,
  _options: object,
  callback: (error: null, found: LookupAddress[]) => void,
) => callback(null, [{ address: '127.0.0.1', family: 4 }])) as unknown as typeof lookup;

let relay: PushReceiver;
let studio: TestCompanion;
let push: StudioPush;
let isOn: boolean;

beforeEach(async () => {
  relay = await startPushReceiver();
  isOn = true;
  const send = createPushSender({
    policy,
    contact: 'https://studio.example/',
    authorities: relay.authority,
    lookup: toThisMachine,
  });
  studio = await openTestCompanion({
    createPush(companion) {
      const { clock, timers, library } = companion.host.parts;
      push = new StudioPush({
        database: library.database,
        keeper: openKeeper,
        clock,
        timers: timers!,
        log: silentLog,
        send,
        policy,
        isOn: () => isOn,
        isBusy: (deviceId) => companion.captureStore.hasUnfinished(deviceId),
        page: () => page,
      });
      return push;
    },
  });
});
afterEach(async () => {
  push.close();
  await studio.close();
  await relay.close();
});

const doneCount = async () => (await studio.api.listPhotoIds({ filter: 'done', search: '' })).length;

/** What it says after some seconds more. */
async function passing<Value>(ask: () => Value | Promise<Value>): Promise<Value> {
  await studio.time.advance(3_000);
  return ask();
}

/** Sends two captures, has them processed while the phone sleeps, and lets the batch settle. */
async function processAsleep(phone: TestPhone): Promise<string[]> {
  const captures = [await phone.upload(photoBytes(2000)), await phone.upload(photoBytes(2100))];
  const ids = captures.map(({ capture }) => capture.id);
  await phone.connection.call('processAll', {});
  phone.connection.close();
  await phone.closed;
  for (const index of ids.keys()) {
    await studio.worker.complete(await studio.worker.next());
    // No time passes here: after a quarter of an hour what has ended is told without what is still in work.
    await expect.poll(doneCount, patience).toBe(index + 1);
  }
  return ids;
}

it('a batch that ends while its phone sleeps is one message, which only that phone can read', async () => {
  const phone = await studio.meet(await studio.pair('Anna’s iPhone'));
  await phone.connection.call('subscribePush', relay.subscription);
  await processAsleep(phone);
  await expect.poll(() => passing(() => relay.received.length), patience).toBe(1);
  const [message] = relay.received;
  const { notification } = pushMessageSchema.parse(JSON.parse(message?.text ?? ''));
  expect(notification).toMatchObject({ title: '2 irises are ready', navigate: `${page}#/` });
  expect(message?.text).not.toContain('Anna');
  await studio.time.advance(3_600_000);
  expect(relay.received).toHaveLength(1);
});

it('a phone that was locked a moment ago, and still looks as if it listened, is told as well', async () => {
  const credential = await studio.pair();
  const socket = io(studio.origin(), {
    path: socketPath,
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { origin: studio.origin() },
  });
  const phone = await studio.meet(credential, null, socketCarrier(socket));
  await phone.connection.call('subscribePush', relay.subscription);
  const awake = await phone.upload(photoBytes(2000));
  const asleep = await phone.upload(photoBytes(2100));
  await phone.connection.call('processAll', {});
  await studio.worker.complete(await studio.worker.next());
  await phone.told('notice', ({ notice }) => notice.type === 'finished');
  await phone.connection.call('ping', {});
  const transport = socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
  const { _socket: deaf } = transport.ws;
  deaf.pause();
  const before = studio.companion.notices.newest();
  await studio.worker.complete(await studio.worker.next());
  while (studio.companion.notices.newest() === before) await settled();
  expect(await passing(() => relay.received)).toEqual([]);
  expect((await studio.api.phones()).devices[0]?.connected).toBe(true);
  // A studio that hears no answer to its pings ends the connection likewise.
  deaf.destroy();
  await expect.poll(() => passing(() => relay.received.length), patience).toBe(1);
  const { notification } = pushMessageSchema.parse(JSON.parse(relay.received[0]?.text ?? ''));
  // Of the one that it cannot have heard of.
  expect(notification.navigate).toBe(`${page}#/result/${asleep.capture.id}`);
  expect(notification.navigate).not.toContain(awake.capture.id);
});

it('a phone that sleeps while a picture is sent to it is told, and led to that picture', async () => {
  const photoId = await studio.importPhoto('eye of Mei');
  const { recipe } = await studio.api.readSettings();
  await studio.api.process({ photoIds: [photoId], recipe, again: false });
  await studio.worker.complete(await studio.worker.next());
  await expect.poll(doneCount, patience).toBe(1);
  const { resultId } = (await studio.api.photoDetail(photoId))!.versions[0]!;
  const phone = await studio.meet(await studio.pair());
  await phone.connection.call('subscribePush', relay.subscription);
  phone.connection.close();
  await phone.closed;
  await expect.poll(async () => (await studio.api.phones()).devices[0]?.connected, patience).toBe(false);
  const [device] = (await studio.api.phones()).devices;
  const send = () => studio.api.sendPicture({ resultId, deviceId: device!.id });
  expect(await send()).toEqual({ state: 'kept' });
  await expect.poll(() => passing(() => relay.received.length), patience).toBe(1);
  const { notification } = pushMessageSchema.parse(JSON.parse(relay.received[0]?.text ?? ''));
  expect(notification).toMatchObject({
    title: 'A picture from the studio',
    navigate: `${page}#/picture/${resultId}`,
  });
  expect(relay.received[0]?.text).not.toMatch(/Mei/);
  expect(await send()).toEqual({ state: 'here' });
  await studio.time.advance(3_600_000);
  expect(relay.received).toHaveLength(1);
});

it('a phone that did not ask, and one in a studio that does not push, are told nothing outside', async () => {
  const credential = await studio.pair();
  await processAsleep(await studio.meet(credential));
  isOn = false;
  const phone = await studio.meet(credential);
  await expect(phone.connection.call('subscribePush', relay.subscription)).rejects.toMatchObject({
    code: 'pushUnavailable',
  });
  await studio.time.advance(3_600_000);
  expect(relay.received).toEqual([]);
});
