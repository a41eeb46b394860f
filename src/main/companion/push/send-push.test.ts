import type { LookupAddress, lookup } from 'node:dns';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../library/migrate.ts';
import { openKeeper } from '../testing-secrets.ts';
import { batchMessage, payloadOf } from './push-words.ts';
import { knownRelays, type RelayPolicy } from './relay-policy.ts';
import { createPushSender, outcomeOf } from './send-push.ts';
import { type PushReceiver, receiverHost, startPushReceiver } from './testing-receiver.ts';
import { openVapidKeys } from './vapid-keys.ts';

const contact = 'https://studio.example/';
const message = batchMessage(
  { finished: 1, failed: 0, sent: 0, captureId: 'a'.repeat(64), pictureId: null, failure: null },
  'https://192.168.1.20:47114/',
  'batch-1',
);
const payload = payloadOf(message);
/** The name of the test's relay leads to this machine, as a name server would say it. */
const leadsTo = (address: string) =>
  ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, [{ address, family: 4 }])) as unknown as typeof lookup;
const testPolicy: RelayPolicy = {
  allows: (endpoint) => new URL(endpoint).hostname === receiverHost,
  mayCall: (address) => address === '127.0.0.1',
};

describe('a push, sent to a relay that reads it as a browser would', () => {
  let receiver: PushReceiver;
  const database = new Sqlite(':memory:');
  migrate(database);
  const { keys } = openVapidKeys(database, openKeeper);
  beforeAll(async () => {
    receiver = await startPushReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer = { status: 201 };
  });
  const sender = (policy = testPolicy, address = '127.0.0.1') =>
    createPushSender({ policy, contact, authorities: receiver.authority, lookup: leadsTo(address) });
  const order = () => ({ subscription: receiver.subscription, payload, ttlSeconds: 3600, keys });

  it('arrives encrypted for that browser, signed by this installation', async () => {
    expect(await sender()(order())).toEqual({ kind: 'delivered' });
    const [push] = receiver.received;
    expect(JSON.parse(push?.text ?? '')).toEqual(message);
    expect(push?.headers).toMatchObject({ ttl: '3600', urgency: 'high', 'content-encoding': 'aes128gcm' });
    expect(push?.claims).toMatchObject({
      aud: new URL(receiver.endpoint).origin,
      sub: contact,
      key: keys.publicKey,
    });
  });

  it('tells a dead subscription from a relay that is busy and one that refuses', async () => {
    receiver.answer = { status: 410 };
    expect((await sender()(order())).kind).toBe('gone');
    receiver.answer = { status: 429, headers: { 'retry-after': '120' } };
    expect(await sender()(order())).toEqual({ kind: 'later', afterMs: 120_000, reason: 'status 429' });
    receiver.answer = { status: 403 };
    expect((await sender()(order())).kind).toBe('refused');
    expect(outcomeOf(404, undefined).kind).toBe('gone');
    expect(outcomeOf(503, 'Wed, 21 Oct 2026 07:28:00 GMT')).toMatchObject({ kind: 'later', afterMs: null });
    expect(outcomeOf(301, undefined).kind).toBe('refused');
  });

  it('calls nobody in a private network, whatever a name leads to', async () => {
    const anyName = { ...knownRelays, allows: () => true };
    for (const address of ['127.0.0.1', '192.168.1.1', '169.254.169.254']) {
      expect(await sender(anyName, address)(order())).toMatchObject({ kind: 'later', reason: 'ENOTPUBLIC' });
    }
    expect((await sender(knownRelays)(order())).kind).toBe('refused');
    expect(receiver.received).toEqual([]);
  });

  it('gives nothing to a relay whose certificate is not trusted', async () => {
    const send = createPushSender({ policy: testPolicy, contact, lookup: leadsTo('127.0.0.1') });
    expect((await send(order())).kind).toBe('later');
    expect(receiver.received).toEqual([]);
  });

  it('keeps its key pair, sealed, and makes another where it cannot be opened', () => {
    expect(openVapidKeys(database, openKeeper)).toEqual({ keys, fresh: false });
    const { fresh, keys: others } = openVapidKeys(database, { ...openKeeper, open: () => null });
    expect([fresh, others.publicKey === keys.publicKey]).toEqual([true, false]);
  });
});
