import type { ColourImage } from '../../imaging/image.ts';
import type { HoleBox } from './hole-box.ts';
import type { RingPatch } from './ring-patch.ts';
import { createPatchSample, samplePatch } from './sample-patch.ts';

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
