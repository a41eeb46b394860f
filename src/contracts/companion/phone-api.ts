/**
 * What a paired phone may ask, over the sealed channel (docs/companion-protocol.md): methods with one argument each,
 * parsed by these schemas on arrival; answers are parsed by `phoneAnswers` on the phone. Failures are codes of the
 * one table. `sendChunk` carries bytes with its argument, `readPicture` with its answer.
 */
import { z } from 'zod';
import { photoIdSchema } from '../photo.ts';
import { captureSchema, pictureKindSchema, picturePieceSchema } from './capture.ts';
import { deviceNameSchema, deviceSchema, noticeRungSchema } from './device.ts';
import { companionLimits } from './limits.ts';
import { studioPictureIdSchema, studioPictureKindSchema, studioPictureSchema } from './studio-picture.ts';
import { carryOverSchema, pushSubscriptionSchema, tellingOfferSchema } from './telling.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** 16 random bytes of the studio, base64url. */
export const uploadIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

const captureIds = z.array(photoIdSchema).min(1).max(200);
const pictureOffset = z.int().nonnegative().max(4_000_000_000);
const nothing = z.strictObject({});
const done = z.strictObject({});

export const phoneMethods = {
  /** First of all, once per connection. Events flow from its answer on, beginning with the notices after `after`. */
  hello: z.strictObject({
    /** The last notice the phone has seen; null tells none again. */
    after: z.int().nonnegative().nullable(),
    /** How the page can tell at present. */
    notices: noticeRungSchema,
  }),
  /** Whether the studio is still there: a phone that woke up asks before it trusts its connection. */
  ping: nothing,
  /** Newest first; `before` is the `receivedAt` of the last one seen. */
  captures: z.strictObject({ before: z.int().nullable(), limit: z.int().min(1).max(200) }),
  /** Goes before batches: somebody stands there and waits. */
  process: z.strictObject({
    captureIds,
    /** Makes a new version where there is a picture already; also the way after a failure. */
    again: z.boolean(),
  }),
  /** All of this phone's captures that are new. */
  processAll: nothing,
  cancel: z.strictObject({ captureIds }),
  /** Of one of its captures, or of a picture that was sent to it. */
  readPicture: z.union([
    z.strictObject({ captureId: photoIdSchema, kind: pictureKindSchema, offset: pictureOffset }),
    z.strictObject({
      pictureId: studioPictureIdSchema,
      kind: studioPictureKindSchema,
      offset: pictureOffset,
    }),
  ]),
  /** Pictures that the studio sent, newest first; `before` is the `sentAt` of the last one seen. */
  studioPictures: z.strictObject({ before: z.int().nullable(), limit: z.int().min(1).max(200) }),
  /** Takes them off this phone; the studio keeps them. What is not there is no failure. */
  removeStudioPictures: z.strictObject({ pictureIds: z.array(studioPictureIdSchema).min(1).max(200) }),

  /**
   * Announces a photo, or takes it up again. The same announcement (`localId`) always finds the same upload. With the
   * hash, a photo that is here already is not sent at all.
   */
  beginUpload: z.strictObject({
    /** The phone's own name for it, random; unique on that phone. */
    localId: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
    /** As picked; shown after cleaning, never used as a path. */
    name: z.string().max(1000),
    byteLength: z.int().positive(),
    sha256: sha256Schema.nullable(),
  }),
  /** Bytes beside it, 1 to `companionLimits.chunkBytes`, beginning at `offset` of the file. */
  sendChunk: z.strictObject({
    uploadId: uploadIdSchema,
    offset: z.int().nonnegative().max(companionLimits.fileBytes),
  }),
  finishUpload: z.strictObject({ uploadId: uploadIdSchema, sha256: sha256Schema }),
  /** Gives an upload up; what came of it is removed. */
  abandonUpload: z.strictObject({ uploadId: uploadIdSchema }),

  rename: z.strictObject({ name: deviceNameSchema }),
  /** The phone leaves: the studio forgets it. Its photos stay. */
  unpair: nothing,

  tellingOffer: nothing,
  subscribePush: pushSubscriptionSchema,
  unsubscribePush: nothing,
  /** Asks for one notification now, to see it arrive: over this connection, or by Web Push. */
  testTelling: z.strictObject({ by: z.enum(['connection', 'push']) }),
  /** For the page's HTTPS twin or the Home Screen app, which have a storage of their own. */
  carryOver: z.strictObject({ to: z.enum(['secure', 'homeScreen']) }),
} as const satisfies Record<string, z.ZodType>;
export type PhoneMethod = keyof typeof phoneMethods;
export type PhoneArgument<Method extends PhoneMethod> = z.infer<(typeof phoneMethods)[Method]>;

export const phoneAnswers = {
  hello: z.strictObject({
    product: z.string(),
    version: z.string(),
    /** What the studio's computer is called. */
    studio: z.string(),
    device: deviceSchema,
    /** The number of the newest notice. */
    sequence: z.int().nonnegative(),
    /** Notices between `after` and the oldest one kept may be gone. */
    missed: z.boolean(),
    /** Milliseconds since 1970 by the studio's clock: the phone's may be wrong. */
    now: z.int(),
  }),
  ping: done,
  captures: z.strictObject({ captures: z.array(captureSchema), more: z.boolean() }),
  /** How many jobs this started: none where the picture is there already. */
  process: z.strictObject({ accepted: z.int().nonnegative() }),
  processAll: z.strictObject({ accepted: z.int().nonnegative() }),
  cancel: done,
  readPicture: picturePieceSchema,
  studioPictures: z.strictObject({ pictures: z.array(studioPictureSchema), more: z.boolean() }),
  removeStudioPictures: done,
  beginUpload: z.discriminatedUnion('state', [
    /** Send from `offset` on, in pieces of at most `chunkBytes`. */
    z.strictObject({
      state: z.literal('send'),
      uploadId: uploadIdSchema,
      offset: z.int().nonnegative(),
      chunkBytes: z.int().positive(),
    }),
    /** The studio has this very photo. */
    z.strictObject({ state: z.literal('here'), capture: captureSchema }),
  ]),
  /**
   * How far the studio is: the truth. Where it is not the end of what was sent, the chunk was not taken, and the
   * phone goes on from here.
   */
  sendChunk: z.strictObject({ offset: z.int().nonnegative() }),
  /** `duplicate`: these bytes were in the studio already. */
  finishUpload: z.strictObject({ capture: captureSchema, duplicate: z.boolean() }),
  abandonUpload: done,
  rename: z.strictObject({ name: z.string() }),
  unpair: done,
  tellingOffer: tellingOfferSchema,
  subscribePush: done,
  unsubscribePush: done,
  testTelling: done,
  carryOver: carryOverSchema,
} as const satisfies Record<PhoneMethod, z.ZodType>;
export type PhoneAnswer<Method extends PhoneMethod> = z.infer<(typeof phoneAnswers)[Method]>;

/** The phone's side of it: rejects with a StudioFailure, 'connectionLost' where no answer can come any more. */
export interface PhoneApi {
  call<Method extends Exclude<PhoneMethod, 'sendChunk' | 'readPicture'>>(
    method: Method,
    argument: PhoneArgument<Method>,
  ): Promise<PhoneAnswer<Method>>;
  sendChunk(argument: PhoneArgument<'sendChunk'>, bytes: Uint8Array): Promise<PhoneAnswer<'sendChunk'>>;
  readPicture(
    argument: PhoneArgument<'readPicture'>,
  ): Promise<{ readonly piece: PhoneAnswer<'readPicture'>; readonly bytes: Uint8Array }>;
}
