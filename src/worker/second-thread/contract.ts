/** What a worker process asks of its second thread: these methods and no others, every argument parsed. */
import { z } from 'zod';
import { ellipseSchema, rectangleSchema } from '../../contracts/geometry.ts';
import { type Quality, qualitySchema } from '../../contracts/quality.ts';
import { recipeSchema } from '../../contracts/recipe.ts';
import type { AnswerTable } from '../../transport/guarded-client.ts';

const edge = z.int().positive();
const samples = z.custom<Uint16Array>((value) => value instanceof Uint16Array);
const values = z.custom<Float32Array>((value) => value instanceof Float32Array);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const number = z.number();
const circleSchema = z.strictObject({ cx: z.number(), cy: z.number(), radius: z.number() });
const maskSchema = z.strictObject({ width: edge, height: edge, data: bytes });
const colourSchema = z.strictObject({ width: edge, height: edge, data: samples });

/** A `JudgedEye`. */
const judgedEyeSchema = z.strictObject({
  image: colourSchema,
  inside: maskSchema,
  opening: maskSchema,
  visible: maskSchema,
  specular: maskSchema,
  iris: ellipseSchema,
  pupil: ellipseSchema.nullable(),
});

/** A `Capture`. */
const captureSchema = z.strictObject({
  iris: ellipseSchema,
  pupil: ellipseSchema.nullable(),
  source: z.strictObject({
    irisDiameter: z.number(),
    iris: ellipseSchema,
    width: edge,
    height: edge,
  }),
});

/** One picture from its tiles to its file. */
export const pictureOrderSchema = z.strictObject({
  /** A `CleanSquare`. */
  square: z.strictObject({
    image: colourSchema,
    covered: maskSchema.nullable(),
    framing: z.strictObject({
      size: edge,
      circle: circleSchema,
      toFrame: z.tuple([number, number, number, number, number, number]).readonly(),
    }),
    edge: z.strictObject({ inner: number, outer: number }),
  }),
  /** Null when no network makes it, but `finish` brings it as a whole. */
  tiles: z
    .strictObject({
      /** What they are made of; null where that is the square's own picture. */
      source: colourSchema.nullable(),
      /** A `TileGrid`. */
      grid: z.strictObject({
        scale: z.int().positive(),
        outputSize: edge,
        padding: z.int().nonnegative(),
        fade: z.int().nonnegative(),
        circle: circleSchema,
      }),
    })
    .nullable(),
  recipe: recipeSchema,
  path: z.string().min(1),
  software: z.string().min(1).max(100),
});
export type PictureOrder = z.infer<typeof pictureOrderSchema>;

/** An `EnhancedTile`. */
const tileSchema = z.strictObject({ core: rectangleSchema, size: edge, data: values });

const finishedPictureSchema = z.strictObject({
  width: edge,
  height: edge,
  byteLength: z.int().positive(),
  sha256: z.string(),
});
export type FinishedPicture = z.infer<typeof finishedPictureSchema>;

export const secondThreadMethods = {
  judge: [judgedEyeSchema, captureSchema],
  begin: [pictureOrderSchema],
  put: [tileSchema],
  settle: [z.int().nonnegative()],
  finish: [colourSchema.nullable()],
  discard: [],
} as const;

export interface SecondThreadApi {
  /** As `judgeEye`. */
  judge(eye: z.infer<typeof judgedEyeSchema>, capture: z.infer<typeof captureSchema>): Promise<Quality>;
  /** Begins a picture; one at a time, and the one before is given up. */
  begin(order: PictureOrder): Promise<void>;
  /** As `TileAssembly.put`. Of the tile's data nothing is left. */
  put(tile: z.infer<typeof tileSchema>): Promise<string | null>;
  /** As `TileAssembly.settle`; what is settled is put on its background and packed. */
  settle(top: number): Promise<void>;
  /**
   * Writes the picture and reads it back.
   *
   * @param whole the picture where no tiles were put; otherwise null
   * @throws StudioFailure what `Finishing.finish` throws
   */
  finish(whole: z.infer<typeof colourSchema> | null): Promise<FinishedPicture>;
  /** Gives up the picture that was begun; does no harm once it is finished. */
  discard(): Promise<void>;
}

export const secondThreadAnswers: AnswerTable<SecondThreadApi> = {
  judge: qualitySchema,
  begin: z.void(),
  put: z.string().nullable(),
  settle: z.void(),
  finish: finishedPictureSchema,
  discard: z.void(),
};
