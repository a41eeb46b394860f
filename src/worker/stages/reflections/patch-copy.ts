import type { ColourImage } from '../../imaging/image.ts';
import type { HoleBox } from './hole-box.ts';
import type { RingPatch } from './ring-patch.ts';
import { createPatchSample, samplePatch, sampleTone } from './sample-patch.ts';

/** What a patch brings to a hole and its surroundings, pixel by pixel: sampled once for all that is made of it. */
export interface PatchCopy {
  /** 1 where it brings anything. */
  readonly there: Uint8Array;
  /** Red, green, blue, 0..1; may leave that range a little. */
  readonly planes: readonly Float32Array[];
}

export function copyPatch(patch: RingPatch, image: ColourImage, box: HoleBox): PatchCopy {
  const { width, height, left, top, near, turn, depth } = box;
  const there = new Uint8Array(near.length);
  const planes = [0, 1, 2].map(() => new Float32Array(near.length));
  const [red, green, blue] = planes as [Float32Array, Float32Array, Float32Array];
  const sample = createPatchSample();
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (near[at] === 0) continue;
      if (!samplePatch(patch, image, left + x, top + y, turn[at]!, depth[at]!, sample)) continue;
      there[at] = 1;
      red[at] = sample.colour[0]!;
      green[at] = sample.colour[1]!;
      blue[at] = sample.colour[2]!;
    }
  }
  return { there, planes };
}

/** How much of its texture a copy keeps: what a 3 x 3 binomial blur leaves of it, and what it takes away. */
export interface TextureShares {
  readonly soft: number;
  readonly fine: number;
}

/** The same copy with other shares of its texture around its evened tone. */
export function withTexture(
  copy: PatchCopy,
  patch: RingPatch,
  box: HoleBox,
  shares: TextureShares,
): PatchCopy {
  const { there } = copy;
  const { width, height, left, top } = box;
  const planes = copy.planes.map((plane) => plane.slice());
  const tone = new Float32Array(3);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if (there[at] === 0 || !sampleTone(patch, left + x, top + y, tone)) continue;
      for (const [channel, plane] of copy.planes.entries()) {
        let sum = 0;
        let weights = 0;
        for (let dy = -1; dy <= 1; dy += 1) {
          for (let dx = -1; dx <= 1; dx += 1) {
            const beside = at + dy * width + dx;
            if (there[beside] === 0) continue;
            const weight = (2 - Math.abs(dx)) * (2 - Math.abs(dy));
            sum += weight * plane[beside]!;
            weights += weight;
          }
        }
        const soft = sum / weights;
        planes[channel]![at] =
          tone[channel]! + shares.soft * (soft - tone[channel]!) + shares.fine * (plane[at]! - soft);
      }
    }
  }
  return { there, planes };
}
