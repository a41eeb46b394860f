/**
 * What a window may ask of the studio, and what it is told. The same contract serves Electron's windows and the
 * browser host: methods over a guarded Comlink endpoint, every argument parsed; events pushed and numbered.
 * Pictures never travel here: they are addressed (see `mediaPath`) and served by the host.
 */
import { z } from 'zod';
import { failureCodes } from './failure.ts';
import {
  type GalleryPage,
  galleryCountsSchema,
  galleryFilterSchema,
  type PhotoDetail,
  photoCardSchema,
  queueViewSchema,
} from './gallery.ts';
import { ownModelIdSchema } from './own-model.ts';
import { type PhonesApi, phonesEventSchemas, phonesMethods } from './phones.ts';
import { photoIdSchema } from './photo.ts';
import { progressSchema } from './progress.ts';
import { largestOutputSize, outputFormatSchema, recipeSchema, smallestOutputSize } from './recipe.ts';
import type { workerReadinessSchema } from './worker-api.ts';

const photoIds = z.array(photoIdSchema).min(1).max(100_000);

export const studioSettingsSchema = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']),
  /** What "Process" uses. */
  recipe: recipeSchema,
  /** How saved pictures are called; {name}, {date} and {number} are replaced. */
  namePattern: z.string().min(1).max(100),
  /** Where pictures were saved last; shown, never trusted. Null before the first time. */
  saveFolder: z.string().nullable(),
  /** What "Save" writes: null is the picture as it was made, in its own format and size. */
  saveFormat: outputFormatSchema.nullable(),
  /** Edge in pixels that a saved picture has at most. */
  saveSize: z.int().min(smallestOutputSize).max(largestOutputSize).nullable(),
  cardSize: z.int().min(96).max(480),
  notifications: z.boolean(),
  /**
   * Whether locked phones that ask for it are told through the relay of their browser's maker: the one thing that the
   * studio ever sends to the internet by itself, so off until the user turns it on.
   */
  pushToPhones: z.boolean(),
});
export type StudioSettings = z.infer<typeof studioSettingsSchema>;

export const storageUseSchema = z.strictObject({
  photos: z.int().nonnegative(),
  originalBytes: z.number().nonnegative(),
  resultBytes: z.number().nonnegative(),
  thumbnailBytes: z.number().nonnegative(),
  freeBytes: z.number().nonnegative().nullable(),
});
export type StorageUse = z.infer<typeof storageUseSchema>;

export const modelCardSchema = z.strictObject({
  id: z.string(),
  role: z.string(),
  licence: z.string(),
  version: z.string(),
  bytes: z.int().positive(),
  /** Added by the user; a recipe may name it. */
  own: z.boolean(),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

export const importReportSchema = z.strictObject({
  added: z.array(photoIdSchema),
  /** Photos that were already here. */
  duplicates: z.array(photoIdSchema),
  failed: z.array(z.strictObject({ name: z.string(), code: z.enum(failureCodes) })),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** Argument schemas by method; the guard serves exactly these names. */
export const studioMethods = {
  hello: [],
  listPhotos: [
    z.strictObject({
      filter: galleryFilterSchema,
      search: z.string().max(200),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
  ],
  listPhotoIds: [z.strictObject({ filter: galleryFilterSchema, search: z.string().max(200) })],
  photoDetail: [photoIdSchema],
  process: [z.strictObject({ photoIds, recipe: recipeSchema, again: z.boolean() })],
  cancel: [photoIds],
  pauseQueue: [],
  resumeQueue: [],
  /** Puts a waiting photo right before another one, or last where `before` is null. */
  moveInQueue: [z.strictObject({ photoId: photoIdSchema, before: photoIdSchema.nullable() })],
  retryFailed: [],
  deletePhotos: [photoIds],
  deleteResult: [z.string().max(100)],
  /** Somebody looked at the pictures that needed it, and they are good as they are. */
  acceptPictures: [photoIds],
  addSample: [],
  readSettings: [],
  writeSettings: [studioSettingsSchema.partial()],
  storageUse: [],
  cleanUp: [z.strictObject({ keepVersions: z.int().min(1).max(100) })],
  testHardware: [],
  listModels: [],
  /** Only one that the user added; how one is added is the host's business, for it is a file. */
  removeModel: [ownModelIdSchema],
  /** What a save of this result would be called, before the host asks where. */
  nameForSaving: [z.strictObject({ resultId: z.string(), format: outputFormatSchema })],
  ...phonesMethods,
} as const;
export type StudioMethod = keyof typeof studioMethods;

type Argument<Method extends StudioMethod> = (typeof studioMethods)[Method] extends readonly [
  infer Schema extends z.ZodType,
]
  ? z.infer<Schema>
  : never;

export const helloSchema = z.strictObject({
  product: z.string(),
  version: z.string(),
  /** Which host this is decides what a window can offer: real paths and dialogs, or uploads and downloads. */
  host: z.enum(['desktop', 'browser']),
  platform: z.string(),
  settings: studioSettingsSchema,
  counts: galleryCountsSchema,
  queue: queueViewSchema,
  /** Events after this number are news. */
  sequence: z.int().nonnegative(),
  /** What had to be repaired at the start, to be told once. */
  recovery: z.enum(failureCodes).nullable(),
});
export type Hello = z.infer<typeof helloSchema>;

export interface StudioApi extends PhonesApi {
  hello(): Promise<Hello>;
  listPhotos(query: Argument<'listPhotos'>): Promise<GalleryPage>;
  /** All ids of a filter in gallery order, for "select all" and ranges. */
  listPhotoIds(query: Argument<'listPhotoIds'>): Promise<string[]>;
  photoDetail(photoId: string): Promise<PhotoDetail | null>;
  /** The only thing that starts work. */
  process(wish: Argument<'process'>): Promise<{ accepted: number }>;
  cancel(ids: string[]): Promise<void>;
  pauseQueue(): Promise<void>;
  resumeQueue(): Promise<void>;
  moveInQueue(move: Argument<'moveInQueue'>): Promise<void>;
  retryFailed(): Promise<{ accepted: number }>;
  deletePhotos(ids: string[]): Promise<void>;
  deleteResult(resultId: string): Promise<void>;
  acceptPictures(ids: string[]): Promise<void>;
  addSample(): Promise<ImportReport>;
  readSettings(): Promise<StudioSettings>;
  writeSettings(change: Argument<'writeSettings'>): Promise<StudioSettings>;
  storageUse(): Promise<StorageUse>;
  cleanUp(options: Argument<'cleanUp'>): Promise<StorageUse>;
  testHardware(): Promise<z.infer<typeof workerReadinessSchema>>;
  listModels(): Promise<ModelCard[]>;
  removeModel(id: string): Promise<void>;
  nameForSaving(wish: Argument<'nameForSaving'>): Promise<string>;
}

/** Pushed beside the calls. `cards` carries the whole new state of each photo named; it replaces what was known. */
export const studioEventSchema = z.strictObject({
  kind: z.literal('event'),
  sequence: z.int().positive(),
  event: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('cards'), cards: z.array(photoCardSchema) }),
    z.strictObject({ type: z.literal('removed'), photoIds: z.array(photoIdSchema) }),
    z.strictObject({ type: z.literal('counts'), counts: galleryCountsSchema }),
    z.strictObject({ type: z.literal('progress'), photoId: photoIdSchema, progress: progressSchema }),
    z.strictObject({ type: z.literal('queue'), queue: queueViewSchema }),
    z.strictObject({ type: z.literal('settings'), settings: studioSettingsSchema }),
    /** Something the user waited for ended: the in-app sign, and the text of the system's notification. */
    z.strictObject({
      type: z.literal('ended'),
      finished: z.int().nonnegative(),
      failed: z.int().nonnegative(),
      /** Where a click leads when it was one photo. */
      photoId: photoIdSchema.nullable(),
      title: z.string(),
      body: z.string(),
    }),
    ...phonesEventSchemas,
  ]),
});
export type StudioEvent = z.infer<typeof studioEventSchema>;

/** Addresses of pictures below the host's media root; ids are resolved in the library, never as paths. */
export const mediaPath = {
  /** Up to 512 px, WebP. */
  thumbnail: (photoId: string) => `thumbnail/${photoId}`,
  resultThumbnail: (resultId: string) => `result-thumbnail/${resultId}`,
  /** The photo, oriented, at most 4096 px, JPEG: what the outlines are corrected on. */
  photo: (photoId: string) => `photo/${photoId}`,
  /**
   * "Before": the square of the photo that the result shows, JPEG. In the photo's own pixels, at most as many as the
   * result has: shown at the same size, the two lie on each other.
   */
  before: (resultId: string) => `before/${resultId}`,
  /** The finished picture, as every browser can show it: a TIFF comes as a PNG. */
  result: (resultId: string) => `result/${resultId}`,
  visibleMask: (resultId: string) => `visible-mask/${resultId}`,
  filledMask: (resultId: string) => `filled-mask/${resultId}`,
} as const;
