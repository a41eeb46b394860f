/** The layer that a veil lays over the picture: its outline at a fraction of a cell, its colour, how it falls off. */

import { pause } from '../reflections/pause.ts';
import { clearCells, edgeDistance } from './clear-cells.ts';
import { boxAround, cropCells, cropPlane } from './cropped-cells.ts';
import type { FollowedVeil } from './follow-veil.ts';
import type { PupilVeil } from './pupil-veil.ts';
import { ringLevels } from './ring-levels.ts';
import type { VeilCells } from './veil-cells.ts';
import { veilContrast } from './veil-contrast.ts';
import { traceEdge, type VeilEdge } from './veil-edge.ts';
import { fitColour } from './veil-level.ts';

export interface VeilLayer {
  /** The part of the working grid that it lies in. */
  readonly cells: VeilCells;
  readonly edge: VeilEdge;
  /** What a level of 1 adds to each channel, linear light. */
  readonly added: PupilVeil['added'];
  /** The pupil's own colour, linear light. */
  readonly dark: PupilVeil['dark'];
  /** 1 at the cells where the veil outshines what lies behind it so much that only noise is left of that. */
  readonly hides: Uint8Array;
}

/** Times as light as what lies behind it: of that, the camera's noise leaves next to nothing. */
const mostOutshining = 3;
/** The pupil has no texture to save: so far within its edge, as a depth, its own tone is better than what is left. */
const pupilDepth = -0.03;

/** Iris radii around a veil that its edge is traced in. */
const margin = 0.2;

/**
 * Traced twice: with the colour that the pupil's patch has, and with the one that the steps along its edge have.
 *
 * @param fine what the edge is traced on
 * @param coarse what the veil was followed on
 * @returns null where too little of the iris is clear, or its edge shows that it is no light
 */
export async function traceVeil(
  fine: VeilCells,
  coarse: VeilCells,
  veil: PupilVeil,
  { region: found }: FollowedVeil,
  signal: AbortSignal | undefined,
): Promise<VeilLayer | null> {
  const { planes, radius } = fine;
  const { width } = planes;
  const region = onFiner(found, coarse, fine);
  const clear = clearCells(fine, region, edgeDistance);
  const box = boxAround(region, planes, Math.round(margin * radius));
  const near = cropCells(fine, box);
  let added = veil.added;
  for (let round = 0; ; round += 1) {
    const contrast = veilContrast(fine, { ...veil, added }, clear);
    if (contrast === null) return null;
    const edge = traceEdge(
      near,
      {
        value: cropPlane(contrast.value, width, box),
        spread: cropPlane(contrast.spread, width, box),
        clearness: contrast.clearness,
      },
      cropPlane(region, width, box),
    );
    await pause(signal);
    added = fitColour(edge.cells, edge.fitted, added);
    // In a channel where the picture gets darker across the edge, nothing was added.
    if (Math.min(...added) <= 0) return null;
    if (round === 1) {
      const hides = cropPlane(outshone(fine, added, clear), width, box);
      return { cells: near, edge, added, dark: veil.dark, hides };
    }
  }
}

/** 1 in the pupil, and where the veil is that much lighter than what is usual on the same ring. */
function outshone({ light, planes }: VeilCells, added: PupilVeil['added'], clear: Uint8Array): Uint8Array {
  const { depth } = planes;
  const mean = light[0].map((red, cell) => (red + light[1][cell]! + light[2][cell]!) / 3);
  const rings = ringLevels(mean, planes, clear);
  const veil = (added[0] + added[1] + added[2]) / 3;
  return Uint8Array.from(depth, (place) =>
    place < pupilDepth || (rings !== null && veil > mostOutshining * rings.at(Math.max(0, place)).level)
      ? 1
      : 0,
  );
}

/** A region on the finer grid's cells, each as the coarse cell that its middle lies in. */
function onFiner(region: Uint8Array, coarse: VeilCells, fine: VeilCells): Uint8Array {
  const from = coarse.planes;
  const to = fine.planes;
  const result = new Uint8Array(to.width * to.height);
  for (let y = 0, cell = 0; y < to.height; y += 1) {
    const row = Math.floor((to.top + (y + 0.5) * to.step - from.top) / from.step);
    for (let x = 0; x < to.width; x += 1, cell += 1) {
      const column = Math.floor((to.left + (x + 0.5) * to.step - from.left) / from.step);
      if (row < 0 || column < 0 || row >= from.height || column >= from.width) continue;
      result[cell] = region[row * from.width + column]!;
    }
  }
  return result;
}
