import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pushMessageSchema } from '../../../contracts/companion/push-message.ts';
import { silentLog } from '../../library/log.ts';
import { migrate } from '../../library/migrate.ts';
import { ManualTime } from '../../queue/manual-time.ts';
import { openKeeper } from '../testing-secrets.ts';
import type { PushOrder, PushOutcome } from './send-push.ts';
import { StudioPush, type StudioPushOptions } from './studio-push.ts';

const device = 'd'.repeat(22);
const other = 'e'.repeat(22);
const subscription = { endpoint: 'https://relay.example/1', p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) };
const capture = (digit: string) => digit.repeat(64);
const finished = (digit: string) => ({ type: 'finished', captureId: capture(digit), resultId: 'r' }) as const;
const failed = (digit: string) =>
  ({ type: 'failed', captureId: capture(digit), failure: 'photoBlurred' }) as const;

let database: Sqlite.Database;
let time: ManualTime;
let on: boolean;
let busy: Set<string>;
let sent: PushOrder[];
let answers: PushOutcome[];
let push: StudioPush;

const openPush = (changes: Partial<StudioPushOptions> = {}) =>
  new StudioPush({
    database,
    keeper: openKeeper,
    clock: time,
    timers: time,
    log: silentLog,
    send: async (order) => {
      sent.push(order);
      return answers.shift() ?? { kind: 'delivered' };
    },
    policy: { allows: (endpoint) => endpoint.startsWith('https://relay.example/'), mayCall: () => true },
    isOn: () => on,
    isBusy: (id) => busy.has(id),
    page: () => 'https://192.168.1.20:47114/',
    ...changes,
  });
const titles = () =>
  sent.map(({ payload }) => pushMessageSchema.parse(JSON.parse(payload)).notification.title);

beforeEach(() => {
  database = new Sqlite(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database);
  for (const id of [device, other]) {
    database.exec(`INSERT INTO devices (id, name, platform, paired_at) VALUES ('${id}', 'Phone', 'ios', 1)`);
  }
  time = new ManualTime();
  on = true;
  busy = new Set();
  sent = [];
  answers = [];
  push = openPush();
});
afterEach(() => {
  push.close();
  database.close();
});

describe('nothing leaves this computer', () => {
  it('while it is off, whatever phones say', async () => {
    on = false;
    expect(push.vapidKey).toBeNull();
    expect(() => push.subscribe(device, subscription)).toThrow('Notifications to a locked phone');
    push.noticed(device, finished('1'), false);
    await expect(push.test(device)).rejects.toMatchObject({ code: 'pushUnavailable' });
    await time.advance(3_600_000);
    expect(sent).toEqual([]);
  });

  it('for phones that did not ask, that heard it themselves, or that were told something small', async () => {
    push.subscribe(other, subscription);
    push.noticed(device, finished('1'), false);
    push.noticed(other, finished('1'), true);
    const verdict = { decision: 'accept', score: 0.9, reasons: [] } as const;
    push.noticed(other, { type: 'judged', captureId: capture('1'), verdict } as never, false);
    await time.advance(3_600_000);
    expect(sent).toEqual([]);
  });

  it('after it was turned off, not even what was waiting', async () => {
    push.subscribe(device, subscription);
    push.noticed(device, finished('1'), false);
    on = false;
    await time.advance(3_600_000);
    on = true;
    await time.advance(3_600_000);
    expect(sent).toEqual([]);
  });

  it('to a relay that is not known', () => {
    expect(() => push.subscribe(device, { ...subscription, endpoint: 'https://192.168.1.1/x' })).toThrow();
    expect(push.isSubscribed(device)).toBe(false);
  });
});

describe('a batch', () => {
  beforeEach(() => push.subscribe(device, subscription));

  it('is one push, once its phone has nothing more in work', async () => {
    busy.add(device);
    for (const digit of ['1', '2', '3']) {
      push.noticed(device, finished(digit), false);
      await time.advance(8_000);
    }
    push.noticed(device, failed('4'), false);
    expect(sent).toEqual([]);
    busy.clear();
    await time.advance(10_000);
    expect(titles()).toEqual(['3 irises are ready']);
    await time.advance(3_600_000);
    expect(sent).toHaveLength(1);
  });

  it('does not wait for ever for a queue that somebody paused', async () => {
    busy.add(device);
    push.noticed(device, finished('1'), false);
    await time.advance(14 * 60_000);
    expect(sent).toEqual([]);
    await time.advance(2 * 60_000);
    expect(titles()).toEqual(['Your iris is ready']);
  });

  it('tells of a picture that somebody sent, and leads to it where it stands alone', async () => {
    const pictureId = '0b0e3f5c-6a51-4d0a-9a0e-1c2d3e4f5a6b';
    push.noticed(device, { type: 'sent', pictureId }, false);
    await time.advance(3_000);
    expect(titles()).toEqual(['A picture from the studio']);
    expect(sent[0]?.payload).toContain(`#/picture/${pictureId}`);
    push.noticed(device, { type: 'sent', pictureId }, false);
    push.noticed(device, finished('1'), false);
    await time.advance(3_000);
    expect(titles().at(-1)).toBe('One iris is ready');
    expect(sent[1]?.payload).toContain('A picture from the studio.');
    expect(sent[1]?.payload).not.toContain(pictureId);
  });

  it('leads to its result when it was one, and says nothing of whose it is', async () => {
    push.noticed(device, finished('7'), false);
    await time.advance(2_000);
    const { notification } = pushMessageSchema.parse(JSON.parse(sent[0]?.payload ?? ''));
    expect(notification.navigate).toBe(`https://192.168.1.20:47114/#/result/${capture('7')}`);
    expect(sent[0]?.ttlSeconds).toBe(3600);
    expect(sent[0]?.payload).not.toMatch(/jpe?g|png|heic|Phone/i);
  });

  it('is kept apart from the batches of other phones and from the next one', async () => {
    push.subscribe(other, { ...subscription, endpoint: 'https://relay.example/2' });
    push.noticed(device, finished('1'), false);
    push.noticed(other, failed('2'), false);
    await time.advance(2_000);
    push.noticed(device, finished('3'), false);
    await time.advance(2_000);
    expect(sent.map(({ subscription: { endpoint } }) => endpoint.at(-1))).toEqual(['1', '2', '1']);
    expect(titles()).toEqual(['Your iris is ready', 'One photo needs you', 'Your iris is ready']);
  });
});

describe('what a relay answers', () => {
  beforeEach(() => {
    push.subscribe(device, subscription);
    push.noticed(device, finished('1'), false);
  });

  it('is tried again later and later, when the relay wishes, and given up after its hour', async () => {
    answers = [
      { kind: 'later', afterMs: null, reason: 'ECONNRESET' },
      { kind: 'later', afterMs: 90_000, reason: 'status 429' },
    ];
    await time.advance(2_000);
    await time.advance(4_999);
    expect(sent).toHaveLength(1);
    await time.advance(1);
    expect(sent).toHaveLength(2);
    await time.advance(89_999);
    expect(sent).toHaveLength(2);
    await time.advance(1);
    expect(sent).toHaveLength(3);

    push.noticed(device, finished('2'), false);
    answers = Array.from({ length: 100 }, () => ({ kind: 'later', afterMs: null, reason: 'down' }));
    await time.advance(2 * 3_600_000);
    const { length } = sent;
    expect(length).toBeLessThan(20);
    await time.advance(24 * 3_600_000);
    expect(sent).toHaveLength(length);
  });

  it('may wish for a month, and is not asked again in a month', async () => {
    answers = [{ kind: 'later', afterMs: 30 * 86_400_000, reason: 'status 503' }];
    await time.advance(2_000);
    expect(sent).toHaveLength(1);
    await time.advance(2 * 3_600_000);
    expect(database.prepare('SELECT count(*) AS waiting FROM push_outbox').get()).toEqual({ waiting: 0 });
    expect(sent).toHaveLength(1);
  });

  it('ends a subscription that is dead, with everything that waits for it', async () => {
    answers = [{ kind: 'gone' }];
    await time.advance(2_000);
    expect(push.isSubscribed(device)).toBe(false);
    push.noticed(device, finished('2'), false);
    await time.advance(3_600_000);
    expect(sent).toHaveLength(1);
  });

  it('keeps a subscription whose message was refused, and does not try that one again', async () => {
    answers = [{ kind: 'refused', reason: 'status 403' }];
    await time.advance(3_600_000);
    expect(sent).toHaveLength(1);
    expect(push.isSubscribed(device)).toBe(true);
  });

  it('is asked again after a restart of the studio', async () => {
    answers = [{ kind: 'later', afterMs: null, reason: 'ECONNRESET' }];
    await time.advance(2_000);
    push.close();
    await time.advance(60_000);
    expect(sent).toHaveLength(1);
    push = openPush();
    await time.advance(1);
    expect(titles()).toEqual(['Your iris is ready', 'Your iris is ready']);
  });

  it('holds up no other phone while it is late', async () => {
    push.close();
    const slow = openPush({
      send: (order) => {
        sent.push(order);
        return new Promise(() => {});
      },
    });
    slow.subscribe(other, { ...subscription, endpoint: 'https://relay.example/2' });
    await time.advance(2_000);
    slow.noticed(other, finished('5'), false);
    await time.advance(2_000);
    expect(sent.map(({ subscription: { endpoint } }) => endpoint.at(-1))).toEqual(['1', '2']);
    slow.close();
  });
});

it('sends nothing whose link would lead nowhere, and uses the page that asked while there is no other', async () => {
  push.subscribe(device, subscription);
  push.close();
  push = openPush({ page: () => null });
  push.subscribe(other, { ...subscription, endpoint: 'https://relay.example/2' });
  push.noticed(device, finished('1'), false);
  push.noticed(other, finished('2'), false);
  await time.advance(2_000);
  expect(sent.map(({ subscription: { endpoint } }) => endpoint.at(-1))).toEqual(['1']);
});

it('sends a test at once, and says when it did not arrive', async () => {
  push.subscribe(device, subscription);
  await push.test(device);
  expect(titles()).toEqual(['Notifications work']);
  for (let test = 1; test < 6; test += 1) await push.test(device);
  await expect(push.test(device)).rejects.toMatchObject({ code: 'tooManyTries' });
  expect(sent).toHaveLength(6);
  await time.advance(60_000);
  answers = [{ kind: 'gone' }];
  await expect(push.test(device)).rejects.toMatchObject({ code: 'pushUnavailable' });
  expect(push.isSubscribed(device)).toBe(false);
});

it('forgets every subscription when its key is gone, for they are bound to it', () => {
  push.subscribe(device, subscription);
  push.close();
  database.exec("DELETE FROM settings WHERE name = 'push-keys'");
  push = openPush();
  expect(push.isSubscribed(device)).toBe(false);
});
