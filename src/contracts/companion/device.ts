/** A paired phone, as both sides know it. */
import { z } from 'zod';

/** 16 random bytes, base64url. */
export const deviceIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export type DeviceId = z.infer<typeof deviceIdSchema>;

/** An X25519 public key, base64url. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** As shown on both sides, and as the `from` of a photo's card. */
export const deviceNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine((name) => !/[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(name));

/** For words and pictures that differ by system; what a browser says of itself, never trusted. */
export const devicePlatformSchema = z.enum(['ios', 'android', 'other']);
export type DevicePlatform = z.infer<typeof devicePlatformSchema>;

/** The rung of being told that a phone stands on: its open page, its service worker, Web Push. */
export const noticeRungSchema = z.enum(['page', 'worker', 'push']);
export type NoticeRung = z.infer<typeof noticeRungSchema>;

export const deviceSchema = z.strictObject({
  id: deviceIdSchema,
  name: deviceNameSchema,
  platform: devicePlatformSchema,
  pairedAt: z.int(),
  /** When it was last connected; null before the first time. */
  seenAt: z.int().nullable(),
  connected: z.boolean(),
  notices: noticeRungSchema,
});
export type Device = z.infer<typeof deviceSchema>;
