/** Models that the user brought: what the importer finds out about them, and what is kept beside each. */
import { z } from 'zod';
import { largestDescriptionBytes, segmentationSchema } from './segmentation.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** Also the name of its files, so it is a plain name on every system. */
export const ownModelIdSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/);

/** "Choose a model file of at most 256 MB." */
export const largestModelBytes = 256_000_000;

export const importRequestSchema = z.strictObject({
  /** .pth, .safetensors or .onnx; recognised by content. */
  path: z.string().min(1),
  /** A second file of the same shape, mixed in weight by weight: `share` of the first, the rest of this one. */
  blend: z.strictObject({ path: z.string().min(1), share: z.number().min(0).max(1) }).nullable(),
  /** What says how a segmentation model is used, as text; null looks for a JSON file of the same name. */
  description: z.string().max(largestDescriptionBytes).nullable(),
  /** The folder of rendered photographs that a finder is tried on. */
  samples: z.string().min(1),
  /** Where the ONNX file is written. */
  target: z.string().min(1),
  threads: z.int().min(1).max(64),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

const importedCommon = {
  /** In words, e.g. "SRVGGNetCompact, 16 body convolutions, 64 features". */
  architecture: z.string().min(1).max(200),
  parameters: z.int().positive(),
  sha256: sha256Schema,
  bytes: z.int().positive().max(largestModelBytes),
  output: z.strictObject({ name: z.string().min(1) }),
  /** The worker's business; see knownAnswerSchema there. */
  knownAnswer: z.record(z.string(), z.unknown()),
  /** Of the file as it was brought; where there were two, of the first. */
  sourceSha256: sha256Schema,
};

const importedEnhancerSchema = z.strictObject({
  role: z.literal('enhance'),
  scale: z.union([z.literal(2), z.literal(4)]),
  /** Input pixels around a tile that are computed and thrown away. */
  halo: z.int().nonnegative(),
  /** Input pixels over which neighbouring tiles are cross-faded; 0 where tiles are exact. */
  fade: z.int().nonnegative(),
  /** Tile edges this model may be run with, halo included. */
  tileSizes: z.array(z.int().positive()).min(1),
  input: z.strictObject({ name: z.string().min(1), strength: z.null() }),
  ...importedCommon,
});

const importedFinderSchema = z.strictObject({
  role: z.literal('find'),
  input: z.strictObject({ name: z.string().min(1) }),
  segmentation: segmentationSchema,
  /** What its own description said of its licence. */
  describedLicence: z.string().min(1).max(100_000).nullable(),
  /** The rendered photographs it was tried on, and how well it did. */
  tried: z.strictObject({
    eyes: z.int().positive(),
    found: z.int().positive(),
    /** Mean overlap of the discs that it found with the true ones, 0 to 1. */
    overlap: z.number().min(0).max(1),
  }),
  ...importedCommon,
});

export const importedModelSchema = z.discriminatedUnion('role', [
  importedEnhancerSchema,
  importedFinderSchema,
]);
export type ImportedModel = z.infer<typeof importedModelSchema>;
export type ImportedEnhancer = z.infer<typeof importedEnhancerSchema>;
export type ImportedFinder = z.infer<typeof importedFinderSchema>;

/** One entry of `models/` in the data folder: as in the shipped manifest, and where it came from. */
const keptBesides = {
  formatVersion: z.literal(1),
  id: ownModelIdSchema,
  file: z.string().regex(/^[a-z0-9][a-z0-9._-]*\.onnx$/),
  version: z.string().min(1).max(100),
  /** Short name, e.g. "BSD-3-Clause"; "unknown" where nobody said. */
  licence: z.string().min(1).max(200),
  licenceText: z.string().max(100_000).nullable(),
  /** File names or the address it came from; no paths, which would tell about the user. */
  origin: z.string().min(1).max(1000),
  /** Milliseconds since 1970. */
  addedAt: z.int().nonnegative(),
};
export const ownModelSchema = z.discriminatedUnion('role', [
  importedEnhancerSchema.extend(keptBesides),
  importedFinderSchema.extend(keptBesides),
]);
export type OwnModel = z.infer<typeof ownModelSchema>;

/** How the worker is told of it: the entry, and where its file lies. */
export const ownModelSourceSchema = z.strictObject({ directory: z.string().min(1), model: ownModelSchema });
export type OwnModelSource = z.infer<typeof ownModelSourceSchema>;
