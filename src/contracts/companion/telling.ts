/** How a phone can be told beyond its open page: the HTTPS twin, and the subscription that Web Push needs. */
import { z } from 'zod';

export const pushSubscriptionSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https$/ }).max(2000),
  /** An uncompressed P-256 point, base64url. */
  p256dh: z.string().regex(/^[A-Za-z0-9_-]{86,88}$/),
  auth: z.string().regex(/^[A-Za-z0-9_-]{22,24}$/),
});
export type PushSubscription = z.infer<typeof pushSubscriptionSchema>;

export const tellingOfferSchema = z.strictObject({
  /** Where the certificate of the studio's authority is fetched, by anybody; null while there is none. */
  certificateUrl: z.string().nullable(),
  /** As the phone's settings will call it. */
  certificateName: z.string(),
  /** Whether this phone has fetched it, as the studio saw it. */
  certificateFetched: z.boolean(),
  /** The page's HTTPS twin; null while it is off. */
  securePageUrl: z.string().nullable(),
  /** `applicationServerKey`, base64url; null where the studio's owner has not turned Web Push on. */
  pushKey: z.string().nullable(),
  subscribed: z.boolean(),
});
export type TellingOffer = z.infer<typeof tellingOfferSchema>;

/**
 * An address with a single-use code that lets the page behind it in as a device of the same phone, without asking
 * again; valid some minutes.
 */
export const carryOverSchema = z.strictObject({ url: z.string(), expiresAt: z.int() });
export type CarryOver = z.infer<typeof carryOverSchema>;

/**
 * Below the HTTPS twin, GET: 204 for anybody, with `Cross-Origin-Resource-Policy: cross-origin`. The plain page asks
 * for it to see whether this phone trusts the certificate by now, so its policy lets it connect there.
 */
export const twinProbe = 'reached';
