import type { Ellipse } from '../../../contracts/geometry.ts';
import { moveEllipse } from '../../imaging/ellipse-geometry.ts';
import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { reduceByBlocks } from '../../imaging/sampling.ts';
import type { IrisFrame } from '../iris-frame.ts';

/** The frame at the scale that measures are taken on, so that a large photograph costs no more than a small one. */
export interface JudgedEye {
  readonly image: ColourImage;
  readonly inside: MaskImage;
  readonly opening: MaskImage;
  readonly visible: MaskImage;
  /** Reflections; what lies on them is no evidence about the iris. */
  readonly specular: MaskImage;
  readonly iris: Ellipse;
  readonly pupil: Ellipse | null;
}

/** The iris is reduced by whole blocks while it stays at least this many pixels across. */
const leastDiameter = 400;

export function reduceForJudging(frame: IrisFrame, specular: MaskImage): JudgedEye {
  const factor = Math.max(1, Math.floor((2 * frame.iris.a) / leastDiameter));
  const image = reduceByBlocks(frame.image, factor);
  const reduce = (mask: MaskImage) => pickCentres(mask, factor, image.width, image.height);
  return {
    image,
    inside: reduce(frame.inside),
    opening: reduce(frame.opening),
    visible: reduce(frame.visible),
    specular: reduce(specular),
    iris: moveEllipse(frame.iris, 1 / factor, 0, 0),
    pupil: frame.pupil && moveEllipse(frame.pupil, 1 / factor, 0, 0),
  };
}

function pickCentres(mask: MaskImage, factor: number, width: number, height: number): MaskImage {
  if (factor === 1) return mask;
  const reduced = createMaskImage(width, height);
  const middle = factor >> 1;
  for (let y = 0; y < height; y += 1) {
    const from = (y * factor + middle) * mask.width + middle;
    for (let x = 0; x < width; x += 1) reduced.data[y * width + x] = mask.data[from + x * factor]!;
  }
  return reduced;
}

/** Grey level 0..255 of one pixel (Rec. 601 weights on encoded values, as ISO's grey images are). */
export function lumaAt(image: ColourImage, pixel: number): number {
  const { data } = image;
  const at = pixel * 3;
  return (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!) / 257;
}
