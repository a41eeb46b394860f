/** The rows of `push_subscriptions` and `push_outbox` (migrations 7 and 8). */
import { z } from 'zod';
import { deviceIdSchema } from '../../../contracts/companion/device.ts';
import type { Notice } from '../../../contracts/companion/events.ts';
import { type PushSubscription, pushSubscriptionSchema } from '../../../contracts/companion/telling.ts';
import { failureCodes } from '../../../contracts/failure.ts';
import type { Database } from '../../library/database.ts';

const subscriptionRow = z.object({
  endpoint: pushSubscriptionSchema.shape.endpoint,
  p256dh: pushSubscriptionSchema.shape.p256dh,
  auth: pushSubscriptionSchema.shape.auth,
  page: z.string().nullable(),
});
const messageRow = z.object({
  number: z.int(),
  deviceId: deviceIdSchema,
  state: z.enum(['gathering', 'ready']),
  finished: z.int(),
  failed: z.int(),
  sent: z.int(),
  captureId: z.string().nullable(),
  pictureId: z.string().nullable(),
  failure: z.enum(failureCodes).nullable().catch('unexpected'),
  openedAt: z.int(),
  attempts: z.int(),
});
export type QueuedMessage = z.infer<typeof messageRow>;

const messageColumns = `number, device_id AS deviceId, state, finished, failed, sent, capture_id AS captureId,
  picture_id AS pictureId, failure, opened_at AS openedAt, attempts`;

export class PushStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.prepare(sql).run(...values);
  }

  subscription(deviceId: string): { subscription: PushSubscription; page: string | null } | null {
    const row = this.#database
      .prepare('SELECT endpoint, p256dh, auth, page FROM push_subscriptions WHERE device_id = ?')
      .get(deviceId);
    const parsed = subscriptionRow.safeParse(row);
    if (!parsed.success) return null;
    const { page, ...subscription } = parsed.data;
    return { subscription, page };
  }

  /** One per phone: a new one takes the place of the old. */
  subscribe(deviceId: string, subscription: PushSubscription, page: string | null, now: number): void {
    const { endpoint, p256dh, auth } = subscription;
    this.#run(
      `INSERT INTO push_subscriptions (device_id, endpoint, p256dh, auth, page, subscribed_at)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET endpoint = excluded.endpoint, p256dh = excluded.p256dh,
         auth = excluded.auth, page = excluded.page, subscribed_at = excluded.subscribed_at`,
      deviceId,
      endpoint,
      p256dh,
      auth,
      page,
      now,
    );
  }

  /** With everything that was still to be told. */
  unsubscribe(deviceId: string): void {
    this.#run('DELETE FROM push_subscriptions WHERE device_id = ?', deviceId);
  }

  unsubscribeAll(): void {
    this.#run('DELETE FROM push_subscriptions');
  }

  clearOutbox(): void {
    this.#run('DELETE FROM push_outbox');
  }

  /** Puts one piece of news to what is being gathered for this phone, or begins to gather. */
  gather(deviceId: string, news: News, times: Times): void {
    this.#run(
      `INSERT INTO push_outbox
         (device_id, state, finished, failed, sent, capture_id, picture_id, failure, opened_at, due_at)
       VALUES (?, 'gathering', ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (device_id) WHERE state = 'gathering' DO UPDATE SET
         finished = finished + excluded.finished, failed = failed + excluded.failed, sent = sent + excluded.sent,
         capture_id = NULL, picture_id = NULL, failure = NULL, due_at = excluded.due_at`,
      deviceId,
      news.type === 'finished' ? 1 : 0,
      news.type === 'failed' ? 1 : 0,
      news.type === 'sent' ? 1 : 0,
      news.type === 'sent' ? null : news.captureId,
      news.type === 'sent' ? news.pictureId : null,
      news.type === 'failed' ? news.failure : null,
      times.now,
      times.dueAt,
    );
  }

  /** Whose time has come, the oldest first. */
  due(now: number): QueuedMessage[] {
    return this.#database
      .prepare(`SELECT ${messageColumns} FROM push_outbox WHERE due_at <= ? ORDER BY number`)
      .all(now)
      .map((row) => messageRow.parse(row));
  }

  /** When each that waits falls due. */
  waiting(): { readonly number: number; readonly dueAt: number }[] {
    return this.#database.prepare('SELECT number, due_at AS dueAt FROM push_outbox').all() as {
      number: number;
      dueAt: number;
    }[];
  }

  /** It gathers no more. */
  markReady(number: number): void {
    this.#run("UPDATE push_outbox SET state = 'ready' WHERE number = ?", number);
  }

  postpone(number: number, dueAt: number, attempts: number): void {
    this.#run('UPDATE push_outbox SET due_at = ?, attempts = ? WHERE number = ?', dueAt, attempts, number);
  }

  remove(number: number): void {
    this.#run('DELETE FROM push_outbox WHERE number = ?', number);
  }
}

/** What is worth a push. */
export type News = Exclude<Notice, { type: 'judged' }>;

interface Times {
  readonly now: number;
  readonly dueAt: number;
}
