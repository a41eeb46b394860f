/** What a stranger's network is shown before it may touch a photograph. */
import { drawQuestion } from '../known-answer.ts';
import type { Question } from '../manifest.ts';

/** An eye as simple as can be: pupil, iris and sclera as discs, in colours that no channel shares. */
export function ringsQuestion(size: number): Question {
  return {
    kind: 'rings',
    shape: [1, 3, size, size],
    rings: [
      { radius: size * 0.14, rgb: [0.14, 0.1, 0.12] },
      { radius: size * 0.36, rgb: [0.3, 0.45, 0.6] },
    ],
    outside: [0.8, 0.7, 0.62],
  };
}

export const drawRings = (size: number) => drawQuestion(ringsQuestion(size));

/**
 * Fibres that run out from the centre, a few periods fine, with some grain: contrast at every pixel, so that a halo
 * that is too small cannot stay unseen. Brighter outside than in the middle, so that neither can a network that
 * looks at the picture as a whole.
 * @returns 3 x size x size, RGB planes, 0..1
 */
export function drawFibres(size: number): Float32Array {
  const picture = new Float32Array(3 * size * size);
  for (let index = 0; index < picture.length; index++) {
    const channel = Math.floor(index / (size * size));
    const x = (index % size) - size / 2 + 0.25;
    const y = (Math.floor(index / size) % size) - size / 2 + 0.25;
    const angle = Math.atan2(y, x);
    const radius = Math.hypot(x, y);
    const fibres = Math.sin(29 * angle + radius / 5) + 0.6 * Math.sin(radius / 2.3 + 3 * angle + channel);
    const grain = ((index * 7919) % 1000) / 1000 - 0.5;
    const shade = 0.5 * (radius / size) ** 2;
    picture[index] = 0.4 + 0.05 * channel + 0.14 * fibres + 0.12 * grain + shade;
  }
  return picture;
}

/** Cuts a square of all three planes out of a square picture. */
export function cut(picture: Float32Array, size: number, origin: number, edge: number): Float32Array {
  const part = new Float32Array(3 * edge * edge);
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < edge; y++) {
      const from = (channel * size + origin + y) * size + origin;
      part.set(picture.subarray(from, from + edge), (channel * edge + y) * edge);
    }
  return part;
}
