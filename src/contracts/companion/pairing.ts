/** What a phone that has proven a pairing code may ask before it is a device: to be let in, once. */
import { z } from 'zod';
import { deviceIdSchema, deviceNameSchema, devicePlatformSchema, publicKeySchema } from './device.ts';

export const introductionSchema = z.strictObject({
  /** Empty where the studio has to think of one, or knows it already. */
  name: z.union([deviceNameSchema, z.literal('')]),
  platform: devicePlatformSchema,
  /** The phone's own key: its private half never leaves the phone. */
  publicKey: publicKeySchema,
});
export type Introduction = z.infer<typeof introductionSchema>;

/** Comes when somebody at the studio has allowed it; rejects with 'pairingDenied' or 'pairingClosed'. */
export const admissionSchema = z.strictObject({
  deviceId: deviceIdSchema,
  /** As it is called in the studio, who may have changed it. */
  name: deviceNameSchema,
  /** Pinned by the phone: from now on the studio proves itself with it. */
  studioKey: publicKeySchema,
  studio: z.string(),
});
export type Admission = z.infer<typeof admissionSchema>;

/** All that a phone keeps to come back, in its own storage. Its loss is a new pairing. */
export const credentialSchema = z.strictObject({
  deviceId: deviceIdSchema,
  /** X25519, base64url. */
  privateKey: publicKeySchema,
  studioKey: publicKeySchema,
});
export type Credential = z.infer<typeof credentialSchema>;

/** The fragment of the pairing link: 128 bits, base64url. */
export const linkSecretSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export const digitsSchema = z.string().regex(/^\d{6}$/);
