/**
 * What a window may ask about phones, and what it is told: pairing, devices, the network they come through, and what
 * is arriving. Part of the studio's API (studio-api.ts).
 */
import { z } from 'zod';
import { deviceIdSchema, deviceNameSchema, devicePlatformSchema, deviceSchema } from './companion/device.ts';
import { type ConnectionReport, networkAddressSchema } from './companion/network.ts';
import { studioPictureIdSchema } from './companion/studio-picture.ts';
import { failureCodes } from './failure.ts';

export const pairingStateSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('open'),
    /** For the QR code: the page's address and the secret, at most 60 characters. */
    link: z.string().max(60),
    /** For typing, without the secret; the page then asks for the digits. */
    address: z.string(),
    digits: z.string(),
    /** Milliseconds since 1970. */
    expiresAt: z.int(),
    /** A phone has loaded the page since this was opened: the way is clear. */
    pageSeen: z.boolean(),
  }),
  /** A phone has proven the code; it has not said who it is yet. */
  z.strictObject({ state: z.literal('seen'), from: z.string(), expiresAt: z.int() }),
  /** It waits to be let in. */
  z.strictObject({
    state: z.literal('asking'),
    name: z.string(),
    platform: devicePlatformSchema,
    /** Where it comes from, for whoever wants to compare. */
    from: z.string(),
    expiresAt: z.int(),
  }),
  /** Over. 'tooManyTries' after 20 wrong codes; 'left' when the phone went away while it was asking. */
  z.strictObject({
    state: z.literal('ended'),
    reason: z.enum(['paired', 'denied', 'expired', 'closed', 'tooManyTries', 'left', 'noNetwork']),
    /** The new phone. */
    deviceId: deviceIdSchema.nullable(),
  }),
]);
export type PairingState = z.infer<typeof pairingStateSchema>;

/** Everything about phones but what is arriving. Each telling replaces the one before. */
export const phonesViewSchema = z.strictObject({
  /** Where the page is, e.g. "http://192.168.1.20:47113"; null while nothing listens. */
  listening: z.string().nullable(),
  /** Why it could not listen when it should. */
  problem: z.enum(failureCodes).nullable(),
  /** The most likely first. */
  networks: z.array(networkAddressSchema),
  /** The name of the interface in use; null without a network. */
  chosen: z.string().nullable(),
  /** By the user, not by the studio: it stays for as long as that interface is there. */
  chosenByUser: z.boolean(),
  /** Null before the first pairing of this run. */
  pairing: pairingStateSchema.nullable(),
  devices: z.array(deviceSchema),
});
export type PhonesView = z.infer<typeof phonesViewSchema>;

/** A capture on its way. It leaves the list when its photo's card is there, or when it was given up. */
export const arrivingCaptureSchema = z.strictObject({
  uploadId: z.string(),
  name: z.string(),
  deviceId: deviceIdSchema,
  /** The phone's name. */
  from: z.string(),
  byteLength: z.int().positive(),
  receivedBytes: z.int().nonnegative(),
  /** 'waiting' while its phone is away; it goes on where it stopped. */
  state: z.enum(['arriving', 'waiting', 'checking']),
});
export type ArrivingCapture = z.infer<typeof arrivingCaptureSchema>;

/**
 * How it went: 'told' on the phone's open page, 'kept' until the phone is back, 'here' where the phone had this very
 * picture already.
 */
export const pictureSendingSchema = z.strictObject({ state: z.enum(['told', 'kept', 'here']) });
export type PictureSending = z.infer<typeof pictureSendingSchema>;

export const phonesMethods = {
  phones: [],
  arriving: [],
  /** Starts listening and makes a new code; one that was open is closed. */
  openPairing: [],
  closePairing: [],
  /** What to do with the phone that is asking. `name` is what it will be called; null keeps its own. */
  answerPairing: [z.strictObject({ allow: z.boolean(), name: deviceNameSchema.nullable() })],
  renameDevice: [z.strictObject({ deviceId: deviceIdSchema, name: deviceNameSchema })],
  /** For good; its open connections end at once. Its photos stay. */
  revokeDevice: [deviceIdSchema],
  /** An interface by name; null lets the studio choose. An open pairing then shows its new link. */
  chooseInterface: [z.string().max(200).nullable()],
  examineConnection: [],
  /** A finished picture, to one phone. Sending it again while it is there changes nothing. */
  sendPicture: [z.strictObject({ resultId: studioPictureIdSchema, deviceId: deviceIdSchema })],
} as const;

type Argument<Method extends keyof typeof phonesMethods> = (typeof phonesMethods)[Method] extends readonly [
  infer Schema extends z.ZodType,
]
  ? z.infer<Schema>
  : never;

export interface PhonesApi {
  phones(): Promise<PhonesView>;
  arriving(): Promise<ArrivingCapture[]>;
  /** The view then tells how it went: a pairing that could not open has ended with 'noNetwork'. */
  openPairing(): Promise<PhonesView>;
  closePairing(): Promise<void>;
  answerPairing(answer: Argument<'answerPairing'>): Promise<void>;
  renameDevice(wish: Argument<'renameDevice'>): Promise<void>;
  revokeDevice(deviceId: string): Promise<void>;
  chooseInterface(name: string | null): Promise<PhonesView>;
  examineConnection(): Promise<ConnectionReport>;
  /** @throws StudioFailure phoneUnknown where it was removed, fileMissing where the picture is gone */
  sendPicture(wish: Argument<'sendPicture'>): Promise<PictureSending>;
}

/** Pushed among the studio's events. */
export const phonesEventSchemas = [
  z.strictObject({ type: z.literal('phones'), phones: phonesViewSchema }),
  /** All that is on its way, at most ten times a second. */
  z.strictObject({ type: z.literal('arriving'), captures: z.array(arrivingCaptureSchema) }),
] as const;
