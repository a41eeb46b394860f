/** From the pictures that the finder looks at to what a stranger's segmentation network takes. */
import type { PictureSize, Segmentation } from '../../../contracts/segmentation.ts';
import type { Tensor } from '../runtime.ts';

/** Where the square lies in the picture that the network is given; pixels. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly edge: number;
}

/** The largest square in the middle of a picture. */
export function placementIn({ height, width }: PictureSize): Placement {
  const edge = Math.min(height, width);
  return { left: (width - edge) >> 1, top: (height - edge) >> 1, edge };
}

/** What the network is given for a square of `size`. */
export function pictureSizeFor(segmentation: Segmentation, size: number): PictureSize {
  return segmentation.input.size ?? { height: size, width: size };
}

/**
 * @param image 3 x height x width, RGB planes, 0..1
 * @returns the same picture in the network's colours, range and layout
 */
export function prepareInput(
  image: Float32Array,
  { height, width }: PictureSize,
  { input }: Pick<Segmentation, 'input'>,
): Tensor {
  const { channels, layout } = input;
  const plane = height * width;
  const data = new Float32Array(channels * plane);
  const [step, stride] = layout === 'NCHW' ? [1, plane] : [channels, 1];
  for (let channel = 0; channel < channels; channel += 1) {
    const factor = input.scale / valueFor(input.std, channel);
    const shift = valueFor(input.mean, channel) / valueFor(input.std, channel);
    const value = colourReader(image, plane, input.colours, channel);
    for (let at = 0, to = channel * stride; at < plane; at += 1, to += step)
      data[to] = value(at) * factor - shift;
  }
  return { data, dims: layout === 'NCHW' ? [1, channels, height, width] : [1, height, width, channels] };
}

/**
 * A square in the middle of a picture of another shape. Its outermost pixels are repeated beside it: black bars are
 * nothing that such a network has seen in training.
 * @param square 3 x size x size planes
 */
export function spreadSquare(
  square: Float32Array,
  size: number,
  { height, width }: PictureSize,
): Float32Array {
  if (height === size && width === size) return square;
  const { left, top } = placementIn({ height, width });
  const inside = (place: number) => Math.min(size - 1, Math.max(0, place));
  const picture = new Float32Array(3 * height * width);
  for (let channel = 0, to = 0; channel < 3; channel += 1)
    for (let y = 0; y < height; y += 1) {
      const row = (channel * size + inside(y - top)) * size;
      for (let x = 0; x < width; x += 1, to += 1) picture[to] = square[row + inside(x - left)] as number;
    }
  return picture;
}

const valueFor = (values: number | readonly number[], channel: number): number =>
  typeof values === 'number' ? values : (values[Math.min(channel, values.length - 1)] as number);

function colourReader(
  image: Float32Array,
  plane: number,
  colours: Segmentation['input']['colours'],
  channel: number,
): (at: number) => number {
  // Rec. 601, as every library that turns photographs grey for networks.
  if (colours === 'grey')
    return (at) =>
      0.299 * (image[at] as number) +
      0.587 * (image[plane + at] as number) +
      0.114 * (image[2 * plane + at] as number);
  const from = (colours === 'red' ? 0 : colours === 'bgr' ? 2 - channel : channel) * plane;
  return (at) => image[from + at] as number;
}
