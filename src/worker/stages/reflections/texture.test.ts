import { describe, expect, it } from 'vitest';
import { circle } from '../../imaging/ellipse-geometry.ts';
import { type ColourImage, createColourImage, createMaskImage } from '../../imaging/image.ts';
import { measureGrain, randomSource } from './grain.ts';
import { irisPolar } from './iris-polar.ts';
import { textureGain } from './texture-gain.ts';

const side = 240;
const iris = circle(120, 120, 100);
const pupil = circle(120, 120, 35);
const polar = irisPolar(iris, pupil);
const open = createMaskImage(side, side);

/** Grey with noise of one strength on the iris and another in the pupil; soft ones have waves instead of noise. */
function noisyEye(onIris: number, inPupil: number, soft: boolean): ColourImage {
  const random = randomSource(3);
  const noise = Float32Array.from({ length: side * side * 3 }, () => random() - 0.5);
  const image = createColourImage(side, side);
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const x = pixel % side;
    const y = Math.floor(pixel / side);
    const dark = Math.hypot(x + 0.5 - 120, y + 0.5 - 120) < 35;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = pixel * 3 + channel;
      const value = soft ? Math.sin(x * 1.1 + channel) * Math.sin(y * 0.95) : noise[at]!;
      image.data[at] = (dark ? 9000 : 30000) + value * (dark ? inPupil : onIris);
    }
  }
  return image;
}

function grainOf(image: ColourImage) {
  const box = { left: 95, top: 95, right: 145, bottom: 145 };
  return measureGrain(image, box, () => true, 5);
}

describe('the texture of a fill', () => {
  it('takes no more grain from a noisy pupil than the iris itself shows', () => {
    const image = noisyEye(1500, 6000, false);
    const gain = textureGain(image, open, polar, grainOf(image));
    expect(gain.grainOnPlates).toBeGreaterThan(0.1);
    expect(gain.grainOnPlates).toBeLessThan(0.4);
    expect(gain.grainOnCopies).toBeLessThan(gain.grainOnPlates);
    const even = noisyEye(3000, 3000, false);
    expect(textureGain(even, open, polar, grainOf(even)).grainOnPlates).toBeGreaterThan(0.8);
  });

  it('resamples what is soft less sharply than what is crisp', () => {
    const crisp = noisyEye(3000, 300, false);
    const soft = noisyEye(3000, 300, true);
    const slopeOf = (image: ColourImage) => textureGain(image, open, polar, grainOf(image)).slope;
    expect(slopeOf(crisp)).toBe(-1);
    expect(slopeOf(soft)).toBeGreaterThan(slopeOf(crisp));
  });

  it('knows what to do where no iris can be seen', () => {
    const image = noisyEye(3000, 3000, false);
    const nothing = { ...open, data: new Uint8Array(side * side).fill(255) };
    expect(textureGain(image, nothing, polar, grainOf(image))).toEqual({
      slope: -1,
      grainOnCopies: 0.5,
      grainOnPlates: 1,
    });
  });
});
