/**
 * Hands one message to a browser maker's relay: encrypted for the phone (RFC 8291), signed by this installation
 * (RFC 8292). The request is our own, so that the address it goes to can be looked at before it is called.
 */
import { type LookupAddress, lookup as lookUpName } from 'node:dns';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { PushSubscription } from '../../../contracts/companion/telling.ts';
import type { RelayPolicy } from './relay-policy.ts';
import type { VapidKeys } from './vapid-keys.ts';

export interface PushOrder {
  readonly subscription: PushSubscription;
  readonly payload: string;
  /** How long the relay keeps it for a phone that is off. */
  readonly ttlSeconds: number;
  readonly keys: VapidKeys;
}

export type PushOutcome =
  | { readonly kind: 'delivered' }
  /** The phone does not want it any more: the subscription is dead. */
  | { readonly kind: 'gone' }
  /** Worth trying again, not before `afterMs` where the relay says so. */
  | { readonly kind: 'later'; readonly afterMs: number | null; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

export type SendPush = (order: PushOrder) => Promise<PushOutcome>;

export interface PushSenderOptions {
  readonly policy: RelayPolicy;
  /** A URL by which a relay's keeper could reach us; Apple refuses made-up ones. */
  readonly contact: string;
  readonly lookup?: typeof lookUpName;
  /** PEM of authorities to trust instead of the system's. */
  readonly authorities?: string;
}

const patienceMs = 15_000;

export function createPushSender(options: PushSenderOptions): SendPush {
  const { policy, contact, authorities } = options;
  const lookup = guardedLookup(policy, options.lookup ?? lookUpName);
  return async ({ subscription, payload, ttlSeconds, keys }) => {
    const { endpoint, p256dh, auth } = subscription;
    if (!policy.allows(endpoint)) return { kind: 'refused', reason: 'the endpoint is no known relay' };
    const { default: webPush } = await import('web-push');
    const { method, headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      payload,
      {
        vapidDetails: { subject: contact, ...keys },
        TTL: ttlSeconds,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
      },
    );
    return new Promise((resolve) => {
      const later = (reason: string) => resolve({ kind: 'later', afterMs: null, reason });
      const sending = request(
        endpoint,
        {
          method,
          headers: headers as Record<string, string>,
          lookup,
          timeout: patienceMs,
          ...(authorities === undefined ? {} : { ca: authorities }),
        },
        (response) => {
          // Nothing of the answer is needed but its head, and a relay's redirects are not followed.
          response.destroy();
          resolve(outcomeOf(response.statusCode ?? 0, response.headers['retry-after']));
        },
      );
      sending.once('timeout', () => {
        later('the relay did not answer');
        sending.destroy();
      });
      sending.on('error', (error: NodeJS.ErrnoException) => later(error.code ?? error.message));
      sending.end(body);
    });
  };
}

export function outcomeOf(status: number, retryAfter: string | undefined): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter);
    const afterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
    return { kind: 'later', afterMs, reason: `status ${status}` };
  }
  return { kind: 'refused', reason: `status ${status}` };
}

/** Resolves a name and hands on only such addresses as may be called; none of them is an error. */
function guardedLookup(policy: RelayPolicy, lookup: typeof lookUpName): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0);
      const callable = found.filter(({ address }) => policy.mayCall(address));
      const [first] = callable;
      if (first === undefined) return callback(notPublic(hostname), '', 0);
      if (options.all === true) callback(null, callable);
      else callback(null, first.address, first.family);
    });
  };
}

function notPublic(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} leads to no public address`), { code: 'ENOTPUBLIC' });
}
