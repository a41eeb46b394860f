/** Plain irises for tests: grey rings of random fibres or of noise, whose truth is known pixel by pixel. */
import { circle } from '../../imaging/ellipse-geometry.ts';
import { type ColourImage, createColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { randomSource } from './grain.ts';
import { directions, irisPolar, turnAt } from './iris-polar.ts';

export const side = 240;
const centre = side / 2;
export const iris = circle(centre, centre, 100);
export const pupil = circle(centre, centre, 35);
export const polar = irisPolar(iris, pupil);

const middle = 28_000;
const strength = 9000;

/** Straight fibres from the pupil's centre outwards, each with a brightness of its own, `count` all the way round. */
export function radialFibres(count = 110, seed = 11): ColourImage {
  const random = randomSource(seed);
  const fibres = Float32Array.from({ length: count }, () => random() - 0.5);
  return drawn((x, y) => {
    const place = (turnAt(polar, x, y) / directions) * count;
    const here = Math.floor(place) % count;
    const share = place - Math.floor(place);
    return fibres[here]! * (1 - share) + fibres[(here + 1) % count]! * share;
  });
}

/** The same brightness and strength without any direction. */
export function plainNoise(seed = 12): ColourImage {
  const random = randomSource(seed);
  return drawn(() => random() - 0.5);
}

function drawn(texture: (x: number, y: number) => number): ColourImage {
  const image = createColourImage(side, side);
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const value = texture((pixel % side) + 0.5, Math.floor(pixel / side) + 0.5);
    image.data.fill(middle + strength * value, pixel * 3, pixel * 3 + 3);
  }
  return image;
}

/** 255 where the place's distance from the pupil's centre and its angle (radians) are told to be in. */
export function maskWhere(inside: (distance: number, angle: number) => boolean): MaskImage {
  const mask = createMaskImage(side, side);
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const x = (pixel % side) + 0.5 - centre;
    const y = Math.floor(pixel / side) + 0.5 - centre;
    mask.data[pixel] = inside(Math.hypot(x, y), Math.atan2(y, x)) ? 255 : 0;
  }
  return mask;
}

/** Root mean square difference in shares of white, where the mask is set. */
export function errorIn(mask: MaskImage, one: ColourImage, other: ColourImage): number {
  let squares = 0;
  let count = 0;
  for (let at = 0; at < one.data.length; at += 1) {
    if (mask.data[Math.floor(at / 3)] === 0) continue;
    squares += ((one.data[at]! - other.data[at]!) / 65535) ** 2;
    count += 1;
  }
  return Math.sqrt(squares / count);
}
