/**
 * How a stranger's segmentation network is fed and read: the description that lies beside its ONNX file (a JSON file
 * of the same name), and what is kept of it with the model. docs/own-models.md tells users how to write one.
 */
import { z } from 'zod';

/** What a channel of such a network can mean. Everything else (background, skin, brows) is left out. */
export const eyeParts = [
  /** The iris's whole disc, also where lids hide it. */
  'amodalIris',
  /** The iris as far as it can be seen; with or without the pupil. */
  'visibleIris',
  'amodalPupil',
  'visiblePupil',
  /** The open eye: white, iris and pupil together. */
  'eyeball',
  /** The white alone. */
  'sclera',
  'eyelashes',
  /** Mirrored light. */
  'specular',
] as const;
export type EyePart = (typeof eyeParts)[number];

/** Channels of the output; far more than any eye has parts. */
export const mostChannels = 64;
const channel = z
  .int()
  .min(0)
  .max(mostChannels - 1);

const classesSchema = z
  .strictObject({
    amodalIris: channel.optional(),
    visibleIris: channel.optional(),
    amodalPupil: channel.optional(),
    visiblePupil: channel.optional(),
    eyeball: channel.optional(),
    sclera: channel.optional(),
    eyelashes: channel.optional(),
    specular: channel.optional(),
  })
  .refine(({ amodalIris, visibleIris }) => amodalIris !== undefined || visibleIris !== undefined, {
    error: 'one of amodalIris and visibleIris is needed',
  })
  .refine(({ visibleIris, eyeball }) => visibleIris !== undefined || eyeball !== undefined, {
    error: 'beside amodalIris, visibleIris or eyeball is needed: nothing else says what lids hide',
  })
  .refine((classes) => new Set(Object.values(classes)).size === Object.values(classes).length, {
    error: 'two of them name the same channel',
  });

/** Pixels; tall or wide pictures are allowed, and get the square that is looked at in their middle. */
const edge = z.int().min(64).max(1024);
const sizeSchema = z.strictObject({ height: edge, width: edge });
export type PictureSize = z.infer<typeof sizeSchema>;

const layoutSchema = z.enum(['NCHW', 'NHWC']);
export type TensorLayout = z.infer<typeof layoutSchema>;

/** One number for all channels, or one for each. */
const perChannel = (value: z.ZodNumber) => z.union([value, z.array(value).min(1).max(3)]);

const inputSchema = z.strictObject({
  layout: layoutSchema.default('NCHW'),
  /** Which colours its channels are; grey (luma) and red fill all of them. Red is nearest to infrared. */
  colours: z.enum(['rgb', 'bgr', 'grey', 'red']).default('rgb'),
  /** What white is before mean and std: 1, or 255. */
  scale: z.number().positive().max(65_535).default(1),
  /** (value - mean) / std is what the network is given. */
  mean: perChannel(z.number().min(-65_535).max(65_535)).default(0),
  std: perChannel(z.number().positive().max(65_535)).default(1),
});

const outputSchema = z.strictObject({
  layout: layoutSchema.default('NCHW'),
  /** What turns the output into probabilities; none where it is those already. */
  activation: z.enum(['sigmoid', 'softmax', 'none']),
});

const tensorName = z.string().min(1).max(200);

/** The JSON file beside a model. */
export const segmentationDescriptionSchema = z.strictObject({
  kind: z.literal('segmentation'),
  /** Name or text of the model's licence. */
  licence: z.string().min(1).max(100_000).optional(),
  /** Names are needed only where the file has several. Without a size it is the file's; "free" takes any. */
  input: inputSchema.extend({
    name: tensorName.optional(),
    size: z.union([z.literal('free'), sizeSchema]).optional(),
  }),
  output: outputSchema.extend({ name: tensorName.optional() }),
  classes: classesSchema,
});
export type SegmentationDescription = z.infer<typeof segmentationDescriptionSchema>;

/** Bytes of such a file; ten times what one needs. */
export const largestDescriptionBytes = 16_384;

/** What is known of a segmentation network once it has been tried. */
export const segmentationSchema = z.strictObject({
  input: inputSchema.extend({
    /** Null takes squares of any multiple of 32. */
    size: sizeSchema.nullable(),
    channels: z.union([z.literal(1), z.literal(3)]),
  }),
  output: outputSchema.extend({ channels: z.int().min(1).max(mostChannels) }),
  classes: classesSchema,
});
export type Segmentation = z.infer<typeof segmentationSchema>;
