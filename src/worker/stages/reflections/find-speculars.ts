/**
 * Finds what the cornea mirrors: catchlights, ring lights, softboxes, windows, their halos, on the iris and in
 * the pupil. The pixels decide: mirrored light adds to every channel alike, so it shows best in the least of the
 * three, where saturated irises are dark, and it stands out from what is usual on the same ring. The network's
 * coarse guess only lowers the bar where it points.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import type { MaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { excessLight } from './excess-light.ts';
import { planesToMask } from './iris-planes.ts';
import { searchedCells, workingRadius } from './searched-cells.ts';
import { growHalos } from './specular-halo.ts';
import { calmCells, keepReflections } from './specular-judgement.ts';
import { findSeeds, growSeeds } from './specular-seeds.ts';
import { thinGlints } from './thin-glints.ts';

/** Iris radii to each side: averages over this see blobs and not fibres. */
const fibreWidth = 0.012;

/**
 * @returns frame-sized, 0 or 255: every pixel of iris and pupil that shows mirrored light, its halo included.
 */
export function findSpeculars(frame: IrisFrame): MaskImage {
  const cells = searchedCells(frame);
  const { planes, least } = cells;
  const blurred = boxBlur(least, planes.width, planes.height, Math.round(fibreWidth * workingRadius));
  const light = {
    sharp: excessLight(least, cells),
    soft: excessLight(blurred, cells),
    blurred,
    calm: calmCells(least, planes.width),
  };
  const grown = growSeeds(findSeeds(cells, light), cells, light);
  const found = growHalos(keepReflections(grown, cells, light), light.sharp, cells);
  const thin = thinGlints(cells);
  for (let cell = 0; cell < found.length; cell += 1) found[cell]! |= thin[cell]!;
  return planesToMask(found, planes, frame.image);
}
