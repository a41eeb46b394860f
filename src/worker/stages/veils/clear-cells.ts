/** Where the iris certainly shows nothing but itself, so that what is usual on it can be measured there. */
import { dilate } from '../../imaging/morphology.ts';
import type { VeilCells } from './veil-cells.ts';

/** Depths that are clear of the pupil's and of the limbus's blur. */
const onIris = { from: 0.05, to: 0.92 } as const;

/** Iris radii to keep from a veil whose outline is known: its edge is soft. */
export const edgeDistance = 0.03;

/**
 * @param veiled 255 where a veil lies, or may lie
 * @param distance iris radii to keep from there
 * @returns 1 at clear cells
 */
export function clearCells(
  { planes, radius, open, blinded }: VeilCells,
  veiled: Uint8Array,
  distance: number,
): Uint8Array {
  const { width, height, depth } = planes;
  const avoided = dilate({ width, height, data: veiled }, distance * radius).data;
  const clear = new Uint8Array(open.length);
  for (let cell = 0; cell < open.length; cell += 1) {
    if (open[cell] === 0 || blinded[cell] === 1 || avoided[cell] !== 0) continue;
    if (depth[cell]! > onIris.from && depth[cell]! < onIris.to) clear[cell] = 1;
  }
  return clear;
}
