/** Drawn irises in their frames for tests, with and without lights, with the renderer's truth beside them. */
import { type FixtureOptions, renderFixture } from '../../../../../models/rendered-eyes/fixtures.ts';
import {
  type ColourImage,
  createColourImage,
  createMaskImage,
  type MaskImage,
} from '../../../imaging/image.ts';
import type { IrisFrame } from '../../iris-frame.ts';
import { randomSource } from '../grain.ts';

/** Pixels. */
export const sceneSide = 280;

export interface Scene {
  readonly frame: IrisFrame;
  /** The same eye without any light. */
  readonly truth: ColourImage;
  readonly specular: MaskImage;
  readonly disc: MaskImage;
}

/** A square around one iris with a little camera noise, and the renderer's truth for all that is asked. */
export function scene(options: FixtureOptions): Scene {
  const side = sceneSide;
  const asked = { width: side, height: side, irisDiameter: 214, ...options };
  const lit = renderFixture(asked);
  const plain = renderFixture({ ...asked, reflections: false });
  const mask = (data: Uint8Array): MaskImage => ({ width: side, height: side, data });
  const noisy = (rgb: Uint8Array): ColourImage => {
    const random = randomSource(7);
    const image = createColourImage(side, side);
    for (let at = 0; at < rgb.length; at += 1) {
      image.data[at] = Math.min(65535, Math.max(0, rgb[at]! * 257 + 1800 * (random() - 0.5)));
    }
    return image;
  };
  // Finders see lashes on the iris as closed eye.
  const opening = lit.masks.opening.map((value, at) => {
    const onIris = lit.masks.amodalIris[at]! > 200 && lit.masks.amodalPupil[at]! < 20;
    return onIris ? Math.min(value, lit.masks.visibleIris[at]!) : value;
  });
  return {
    frame: {
      region: { left: 0, top: 0, width: side, height: side },
      scale: 1,
      image: noisy(lit.rgb),
      inside: mask(new Uint8Array(side * side).fill(255)),
      iris: lit.iris!,
      pupil: lit.pupil,
      opening: mask(opening),
      visible: mask(lit.masks.visibleIris),
      specular: createMaskImage(side, side),
    },
    truth: noisy(plain.rgb),
    specular: mask(lit.masks.specular),
    disc: mask(lit.masks.amodalIris),
  };
}

/** Of one picture against the other in dB, where the mask is at least 128. */
export function signalToNoise(one: ColourImage, other: ColourImage, where: MaskImage): number {
  let squares = 0;
  let values = 0;
  for (let at = 0; at < one.data.length; at += 1) {
    if (where.data[Math.floor(at / 3)]! < 128) continue;
    squares += (one.data[at]! - other.data[at]!) ** 2;
    values += 1;
  }
  return 10 * Math.log10((65535 ** 2 * values) / squares);
}
