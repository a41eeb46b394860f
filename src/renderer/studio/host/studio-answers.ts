/** What each method of the studio answers: an answer of another shape is a failure, not a crash somewhere later. */
import { z } from 'zod';
import { connectionReportSchema } from '../../../contracts/companion/network.ts';
import { galleryPageSchema, photoDetailSchema } from '../../../contracts/gallery.ts';
import { arrivingCaptureSchema, phonesViewSchema, pictureSendingSchema } from '../../../contracts/phones.ts';
import {
  helloSchema,
  importReportSchema,
  modelCardSchema,
  type StudioApi,
  storageUseSchema,
  studioSettingsSchema,
} from '../../../contracts/studio-api.ts';
import { workerReadinessSchema } from '../../../contracts/worker-api.ts';
import type { AnswerTable } from '../../../transport/guarded-client.ts';

const accepted = z.object({ accepted: z.int().nonnegative() });
/** JSON has no undefined: a method without an answer may come back as null, or without a value at all. */
export const nothing = z
  .unknown()
  .optional()
  .transform(() => undefined) as unknown as z.ZodType<void>;

export const studioAnswers: AnswerTable<StudioApi> = {
  hello: helloSchema,
  listPhotos: galleryPageSchema,
  listPhotoIds: z.array(z.string()),
  photoDetail: photoDetailSchema.nullable(),
  process: accepted,
  cancel: nothing,
  pauseQueue: nothing,
  resumeQueue: nothing,
  moveInQueue: nothing,
  retryFailed: accepted,
  deletePhotos: nothing,
  deleteResult: nothing,
  acceptPictures: nothing,
  addSample: importReportSchema,
  readSettings: studioSettingsSchema,
  writeSettings: studioSettingsSchema,
  storageUse: storageUseSchema,
  cleanUp: storageUseSchema,
  testHardware: workerReadinessSchema,
  listModels: z.array(modelCardSchema),
  removeModel: nothing,
  nameForSaving: z.string(),
  phones: phonesViewSchema,
  arriving: z.array(arrivingCaptureSchema),
  openPairing: phonesViewSchema,
  closePairing: nothing,
  answerPairing: nothing,
  renameDevice: nothing,
  revokeDevice: nothing,
  chooseInterface: phonesViewSchema,
  examineConnection: connectionReportSchema,
  sendPicture: pictureSendingSchema,
};
