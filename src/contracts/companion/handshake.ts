/**
 * The messages before the seal, as JSON: public values only (docs/companion-protocol.md). Each is at most 2 kB. What
 * the studio answers is parsed as strictly as what a phone sends.
 */
import { z } from 'zod';
import { failureCodes } from '../failure.ts';
import { deviceIdSchema, publicKeySchema } from './device.ts';

export const protocolVersion = 1;
export const largestHandshakeBytes = 2048;

const share = publicKeySchema;
const proof = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const phoneOpeningSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    version: z.literal(protocolVersion),
    kind: z.literal('pair'),
    /** Which secret this page was given: the QR code's, the six digits, or a paired phone's for its other page. */
    by: z.enum(['link', 'digits', 'carryOver']),
    /** Which of several carry-over codes; null for the others, of which there is one at a time. */
    hint: z
      .string()
      .regex(/^[A-Za-z0-9_-]{12}$/)
      .nullable(),
    session: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
    share,
  }),
  z.strictObject({
    version: z.literal(protocolVersion),
    kind: z.literal('device'),
    deviceId: deviceIdSchema,
    share,
  }),
]);
export type PhoneOpening = z.infer<typeof phoneOpeningSchema>;

/** `proof` only to a known device: in a pairing the phone, who may be guessing, proves first. */
export const studioReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('share'), share, proof: proof.nullable() }),
  z.strictObject({ kind: z.literal('refused'), code: z.enum(failureCodes) }),
]);
export const phoneProofSchema = z.strictObject({ kind: z.literal('proof'), proof });
export const studioProofSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('proof'), proof: proof.nullable() }),
  z.strictObject({ kind: z.literal('refused'), code: z.enum(failureCodes) }),
]);
