/**
 * The plain polar exemplar, the reference that fills are held against: the hole's disc turned about the pupil's centre
 * to where its rim fits best, with a Poisson seam; where no turn is clear all over, to where the least is missing. No choice among several, no cut, no grain.
 */
import { sampleBicubic } from '../../src/worker/stages/reflections/sample-bicubic.ts';
import { fillHolesWith } from './diffusion.ts';
import { type FloatPicture, toColourImage } from './picture.ts';
import type { HoleCase } from './reflections.ts';

/** Pixels of rim that are compared. */
const rimWidth = 4;
const angles = 360;
/** Degrees nearer than which the hole's own rim would come back. */
const leastAngle = 5;
const catmullRom = -0.5;

export function fillByPolarExemplar({ picture, holes, iris }: HoleCase): FloatPicture {
  const { clear, frame } = iris;
  const { width, height } = picture;
  const centre = frame.pupil ?? frame.iris;
  const image = toColourImage(picture);
  const sample = new Float32Array(3);
  const usable = (x: number, y: number) => {
    const px = Math.floor(x);
    const py = Math.floor(y);
    if (px < 2 || py < 2 || px + 2 >= width || py + 2 >= height) return false;
    return clear[py * width + px] === 1 && holes.data[py * width + px] === 0;
  };
  return fillHolesWith(picture, holes, {
    margin: rimWidth + 1,
    guide({ left, top, width: wide, height: high }, inside) {
      const rim: number[] = [];
      for (let at = 0; at < inside.length; at += 1) if (isRim(inside, wide, high, at)) rim.push(at);
      const turned = (at: number, angle: number): readonly [number, number] => {
        const dx = left + (at % wide) + 0.5 - centre.cx;
        const dy = top + Math.floor(at / wide) + 0.5 - centre.cy;
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        return [centre.cx + dx * cos - dy * sin, centre.cy + dx * sin + dy * cos];
      };
      let best = { missing: Number.POSITIVE_INFINITY, error: 0, angle: Math.PI };
      for (let index = leastAngle; index <= angles - leastAngle; index += 1) {
        const angle = (index / angles) * 2 * Math.PI;
        let missing = 0;
        for (let at = 0; at < inside.length && missing <= best.missing; at += 1) {
          if (inside[at] === 1 && !usable(...turned(at, angle))) missing += 1;
        }
        let error = 0;
        for (let next = 0; next < rim.length && missing <= best.missing; next += 1) {
          const at = rim[next]!;
          const [x, y] = turned(at, angle);
          if (!usable(x, y)) {
            missing += 1;
            continue;
          }
          sampleBicubic(image, x, y, catmullRom, sample);
          const pixel = (top + Math.floor(at / wide)) * width + left + (at % wide);
          for (let channel = 0; channel < 3; channel += 1)
            error += (sample[channel]! - picture.data[pixel * 3 + channel]!) ** 2;
        }
        if (missing < best.missing || (missing === best.missing && error < best.error))
          best = { missing, error, angle };
      }
      const planes = [0, 1, 2].map(() => new Float32Array(inside.length));
      for (let at = 0; at < inside.length; at += 1) {
        sampleBicubic(image, ...turned(at, best.angle), catmullRom, sample);
        for (let channel = 0; channel < 3; channel += 1) planes[channel]![at] = sample[channel]!;
      }
      return planes;
    },
  });
}

function isRim(inside: Uint8Array, width: number, height: number, at: number): boolean {
  if (inside[at] === 1) return false;
  const x = at % width;
  const y = Math.floor(at / width);
  for (let ny = Math.max(0, y - rimWidth); ny <= Math.min(height - 1, y + rimWidth); ny += 1) {
    for (let nx = Math.max(0, x - rimWidth); nx <= Math.min(width - 1, x + rimWidth); nx += 1) {
      if (inside[ny * width + nx] === 1 && Math.hypot(nx - x, ny - y) <= rimWidth) return true;
    }
  }
  return false;
}
