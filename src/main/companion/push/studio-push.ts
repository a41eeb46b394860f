/**
 * Tells phones that are away, through the relay of their browser's maker. Off until the studio's owner turns it on,
 * and silent towards every phone that did not ask. What ends while a phone is away is gathered into one message per
 * batch; messages lie in the outbox until the relay has them, and for an hour at most.
 */
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Notice } from '../../../contracts/companion/events.ts';
import type { PushMessage } from '../../../contracts/companion/push-message.ts';
import type { PushSubscription } from '../../../contracts/companion/telling.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';
import type { Log } from '../../library/log.ts';
import type { Timers } from '../../queue/timers.ts';
import type { PhonePush, SecretKeeper } from '../ports.ts';
import { RateLimiter } from '../server/rate-limiter.ts';
import { PushStore, type QueuedMessage } from './push-store.ts';
import { batchMessage, payloadOf, testMessage } from './push-words.ts';
import type { RelayPolicy } from './relay-policy.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { PushOutcome, SendPush } from './send-push.ts';
import { openVapidKeys, type VapidKeys } from './vapid-keys.ts';

/** After the last ending of a batch, for one that follows at once. */
const settleMs = 2_000;
/** While its phone has more in work, what has ended waits, but not longer than this. */
const longestGatheringMs = 15 * 60_000;
const lookAgainMs = 10_000;
const ttlMs = 60 * 60_000;
const testsPerMinute = 6;

export interface StudioPushOptions {
  readonly database: Database;
  readonly keeper: SecretKeeper;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly send: SendPush;
  readonly policy: RelayPolicy;
  /** Whether the studio's owner has turned it on. */
  readonly isOn: () => boolean;
  /** Whether this phone has more in the queue. */
  readonly isBusy: (deviceId: DeviceId) => boolean;
  /** The page's HTTPS twin, e.g. "https://192.168.1.20:47114/"; null while it is off. */
  readonly page: () => string | null;
}

export class StudioPush implements PhonePush {
  readonly #options: StudioPushOptions;
  readonly #store: PushStore;
  readonly #keys: VapidKeys;
  readonly #tests: RateLimiter;
  readonly #underWay = new Set<number>();
  #stopWaiting: (() => void) | null = null;
  #closed = false;

  constructor(options: StudioPushOptions) {
    this.#options = options;
    this.#store = new PushStore(options.database);
    this.#tests = new RateLimiter(options.clock, { limit: testsPerMinute, windowMs: 60_000 });
    const { keys, fresh } = openVapidKeys(options.database, options.keeper);
    this.#keys = keys;
    // Those that there were are bound to a key that is gone.
    if (fresh) this.#store.unsubscribeAll();
    this.#schedule();
  }

  get vapidKey(): string | null {
    return this.#options.isOn() ? this.#keys.publicKey : null;
  }

  subscribe(deviceId: DeviceId, subscription: PushSubscription): void {
    const { isOn, policy, clock, page } = this.#options;
    if (!isOn()) throw new StudioFailure('pushUnavailable', { why: 'it is off' });
    if (!policy.allows(subscription.endpoint)) {
      throw new StudioFailure('pushUnavailable', {
        why: 'unknown relay',
        host: hostOf(subscription.endpoint),
      });
    }
    this.#store.subscribe(deviceId, subscription, page(), clock.now());
  }

  unsubscribe(deviceId: DeviceId): void {
    this.#store.unsubscribe(deviceId);
  }

  forget(deviceId: DeviceId): void {
    this.#store.unsubscribe(deviceId);
  }

  isSubscribed(deviceId: DeviceId): boolean {
    return this.#options.isOn() && this.#store.subscription(deviceId) !== null;
  }

  /** A phone may have several pages: what one of them can do says nothing about the subscription of another. */
  rung(): void {}

  noticed(deviceId: DeviceId, notice: Notice, reached: boolean): void {
    if (reached || notice.type === 'judged' || !this.isSubscribed(deviceId)) return;
    const now = this.#options.clock.now();
    this.#store.gather(deviceId, notice, { now, dueAt: now + settleMs });
    this.#schedule();
  }

  async test(deviceId: DeviceId): Promise<void> {
    const kept = this.isSubscribed(deviceId) ? this.#store.subscription(deviceId) : null;
    const page = this.#options.page() ?? kept?.page ?? null;
    if (kept === null || page === null)
      throw new StudioFailure('pushUnavailable', { why: 'no subscription' });
    // Each is a call to a computer on the internet, made because a phone says so.
    if (this.#tests.isFull(deviceId)) throw new StudioFailure('tooManyTries');
    this.#tests.add(deviceId);
    const outcome = await this.#send(kept.subscription, testMessage(page), ttlMs);
    if (outcome.kind === 'gone') this.#store.unsubscribe(deviceId);
    if (outcome.kind !== 'delivered') throw new StudioFailure('pushUnavailable', { outcome });
  }

  /** What waits stays in the outbox for the next start. */
  close(): void {
    this.#closed = true;
    this.#stopWaiting?.();
  }

  #schedule(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    if (this.#closed) return;
    const waiting = this.#store.waiting().filter(({ number }) => !this.#underWay.has(number));
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ dueAt }) => dueAt));
    const wait = Math.max(0, next - this.#options.clock.now());
    this.#stopWaiting = this.#options.timers.after(wait, () => this.#sendDue());
  }

  #sendDue(): void {
    const { clock, isOn, log } = this.#options;
    // Turned off meanwhile: nothing more leaves.
    if (!isOn()) this.#store.clearOutbox();
    for (const message of this.#store.due(clock.now())) {
      if (this.#underWay.has(message.number) || this.#gathersOn(message)) continue;
      this.#underWay.add(message.number);
      this.#tell(message)
        .catch((error) => log.error({ error }, 'a push could not be sent'))
        .finally(() => {
          this.#underWay.delete(message.number);
          this.#schedule();
        });
    }
    this.#schedule();
  }

  /** Whether more of the same batch is to be expected. */
  #gathersOn({ number, state, deviceId, openedAt }: QueuedMessage): boolean {
    if (state === 'ready') return false;
    const now = this.#options.clock.now();
    if (this.#options.isBusy(deviceId) && now - openedAt < longestGatheringMs) {
      this.#store.postpone(number, now + lookAgainMs, 0);
      return true;
    }
    this.#store.markReady(number);
    return false;
  }

  async #tell(message: QueuedMessage): Promise<void> {
    const { clock, log, page: currentPage } = this.#options;
    const { number, deviceId, openedAt, attempts } = message;
    const kept = this.#store.subscription(deviceId);
    const page = currentPage() ?? kept?.page ?? null;
    const left = openedAt + longestGatheringMs + ttlMs - clock.now();
    if (kept === null || page === null || left <= 0) {
      this.#store.remove(number);
      return;
    }
    let outcome: PushOutcome;
    try {
      outcome = await this.#send(kept.subscription, batchMessage(message, page, `batch-${number}`), left);
    } catch (error) {
      outcome = { kind: 'refused', reason: String(error) };
    }
    if (this.#closed) return;
    if (outcome.kind === 'gone') {
      log.info({ deviceId }, 'a phone no longer wants to be told');
      this.#store.unsubscribe(deviceId);
    } else if (outcome.kind === 'later') {
      log.info({ reason: outcome.reason, attempts: attempts + 1 }, 'a push has to wait');
      // A relay may wish for a month; by then nobody wants to be told, and no timer is that long.
      const delay = Math.min(left, retryDelayMs(attempts + 1, outcome.afterMs));
      this.#store.postpone(number, clock.now() + delay, attempts + 1);
    } else {
      if (outcome.kind === 'refused') log.error({ reason: outcome.reason }, 'a relay refused a push');
      this.#store.remove(number);
    }
  }

  #send(subscription: PushSubscription, message: PushMessage, leftMs: number): Promise<PushOutcome> {
    const ttlSeconds = Math.max(1, Math.round(Math.min(leftMs, ttlMs) / 1000));
    return this.#options.send({ subscription, payload: payloadOf(message), ttlSeconds, keys: this.#keys });
  }
}

const hostOf = (endpoint: string): string | null =>
  URL.canParse(endpoint) ? new URL(endpoint).hostname : null;
