/** models/manifest.json: which networks the product ships, what they take, and the answer that proves them. */
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { segmentationSchema } from '../../contracts/segmentation.ts';

const questionShapeSchema = z.tuple([z.literal(1), z.literal(3), z.int().positive(), z.int().positive()]);

/** An input that any language can make again; `models/training/update_manifest.py` has the other half. */
export const questionSchema = z.discriminatedUnion('kind', [
  /** Flat index i holds (i * 7919 mod 1000) / 1000. */
  z.object({ kind: z.literal('ramp'), shape: questionShapeSchema }),
  /**
   * A target for networks that answer noise with nothing: the colour at column x, row y is that of the first ring
   * with (2x + 1 - side)^2 + (2y + 1 - side)^2 < (2 radius)^2.
   */
  z.object({
    kind: z.literal('rings'),
    shape: questionShapeSchema,
    rings: z.array(
      z.object({ radius: z.number().positive(), rgb: z.tuple([z.number(), z.number(), z.number()]) }),
    ),
    outside: z.tuple([z.number(), z.number(), z.number()]),
  }),
]);
export type Question = z.infer<typeof questionSchema>;

/** The mean is over the whole output, the samples are at flat indices of it. */
export const knownAnswerSchema = z.object({
  input: questionSchema,
  output: z.object({
    shape: z.array(z.int().positive()),
    mean: z.number(),
    samples: z.array(z.object({ index: z.int().nonnegative(), value: z.number() })).min(1),
  }),
  tolerance: z.number().positive(),
});
export type KnownAnswer = z.infer<typeof knownAnswerSchema>;

const modelCommon = {
  id: z.string().min(1),
  /** A plain name inside the models folder, never a path. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  licence: z.string().min(1),
  version: z.string().min(1),
  output: z.object({ name: z.string().min(1) }),
  knownAnswer: knownAnswerSchema,
};

/** Fields beyond these (channels, ranges, parameters) inform readers of the file and are not needed here. */
export const manifestModelSchema = z.discriminatedUnion('role', [
  z.object({
    role: z.literal('find'),
    input: z.object({ name: z.string().min(1) }),
    /** How networks of others are fed and read; ours takes and gives what the find stage works with. */
    segmentation: segmentationSchema.optional(),
    ...modelCommon,
  }),
  z.object({
    role: z.literal('enhance'),
    scale: z.union([z.literal(2), z.literal(4)]),
    /** Input pixels around a tile that its output depends on. */
    halo: z.int().nonnegative(),
    /** Input pixels over which neighbouring tiles are cross-faded, where the halo does not make them exact. */
    fade: z.int().nonnegative().optional(),
    /** Tile edges to choose from, halo included, where not every one will do. */
    tileSizes: z.array(z.int().positive()).min(1).optional(),
    /** `strength` is null for networks of others, which have no such input. */
    input: z.object({ name: z.string().min(1), strength: z.string().min(1).nullable().default('strength') }),
    ...modelCommon,
  }),
]);
export type ManifestModel = z.infer<typeof manifestModelSchema>;
export type FindManifestModel = Extract<ManifestModel, { role: 'find' }>;
export type EnhanceManifestModel = Extract<ManifestModel, { role: 'enhance' }>;

export const manifestSchema = z.object({
  formatVersion: z.literal(1),
  models: z.array(manifestModelSchema).min(1),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** @throws StudioFailure 'modelChanged' when the text is not a manifest of this format. */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StudioFailure('modelChanged', { file: 'manifest.json', reason: String(error) });
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    throw new StudioFailure('modelChanged', { file: 'manifest.json', reason: z.prettifyError(parsed.error) });
  }
  return parsed.data;
}

/** "id@" and the first 12 digits of the hash: how reports and pictures name the network they used. */
export function modelIdentity(model: ManifestModel): string {
  return `${model.id}@${model.sha256.slice(0, 12)}`;
}
