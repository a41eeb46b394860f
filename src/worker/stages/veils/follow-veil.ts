/**
 * Where a veil goes on from the pupil: the region whose cells show it and whose border is a step of just its strength,
 * hanging together with what the pupil shows. Looked for three times, because what is usual on the iris is known better
 * once the first answer is left out of it.
 */
import { connectedComponents, dilate } from '../../imaging/morphology.ts';
import { cheapestRegion } from '../../imaging/total-variation.ts';
import { clearCells, edgeDistance } from './clear-cells.ts';
import { lightsWithGlow } from './glow.ts';
import { clearDepth, type PupilVeil } from './pupil-veil.ts';
import { limbusDepth, type VeilCells } from './veil-cells.ts';
import { type VeilContrast, veilContrast } from './veil-contrast.ts';

export interface FollowedVeil {
  /** 255 where it lies, in the pupil and on the iris. */
  readonly region: Uint8Array;
  readonly contrast: VeilContrast;
}

const limits = {
  rounds: 3,
  /** Passes of the solver in each round. */
  iterations: 200,
  /** Around the pupil's part of the veil, at first nothing counts as clear: iris radii. */
  firstDistance: 0.5,
  /** Cells of one fibre say the same thing: each counts for a tenth, and none for more than this. */
  independence: 0.1,
  most: 0.6,
  mostInPupil: 0.5,
  /** A cell's width of border; a full step along it pays for all but a tenth of that. */
  border: 1.1,
  /** Where a light hides what there is, rather nothing. */
  blinded: 0.05,
  /** Panes of a window lie no farther apart than twice this, in iris radii. */
  paneGap: 0.04,
  /** Depths of the pupil's own edge, wherever it may lie, and of the limbus: steps there are not the veil's. */
  pupilEdge: { from: -0.1, to: 0.13 },
  limbus: 0.98,
  /** `VeilContrast.clearness`: what is less plain is left alone. */
  leastClearness: 3,
} as const;

/** Null where the iris does not show plainly enough where the veil ends. */
export function followVeil(cells: VeilCells, veil: PupilVeil): FollowedVeil | null {
  const { planes, open } = cells;
  const { width, height } = planes;
  let clear = clearCells(cells, veil.cells, limits.firstDistance);
  let result: FollowedVeil | null = null;
  for (let round = 0; round < limits.rounds; round += 1) {
    const contrast = veilContrast(cells, veil, clear);
    if (contrast === null || contrast.clearness < limits.leastClearness) return null;
    const found = cheapestRegion(
      { width, height, domain: open, cost: costOf(contrast, cells), border: limits.border },
      limits.iterations,
    );
    const region = connectedTo(veil, found, cells);
    if (!region.includes(255)) return null;
    result = { region, contrast };
    clear = clearCells(cells, region, edgeDistance);
  }
  return result;
}

/**
 * Half the log odds of each cell, tempered, and along the border the step: the flux of the contrast's gradient through
 * a border is the sum of its divergence inside, so steps can be told cell by cell as well.
 */
function costOf({ value, spread }: VeilContrast, cells: VeilCells): Float32Array {
  const { planes, open } = cells;
  const blinded = lightsWithGlow(value, cells);
  const { width, depth } = planes;
  const cost = new Float32Array(value.length);
  for (let cell = 0; cell < value.length; cell += 1) {
    if (open[cell] === 0 || depth[cell]! > limbusDepth) continue;
    if (blinded[cell] === 1) {
      cost[cell] = limits.blinded;
      continue;
    }
    // From one and a half times the veil on it is another light ever more surely, which says nothing.
    const shown = Math.min(value[cell]!, Math.max(0.5, 3 - value[cell]!));
    const odds = (1 - 2 * shown) / (2 * spread[cell]! * spread[cell]!);
    const most = depth[cell]! < clearDepth ? limits.mostInPupil : limits.most;
    cost[cell] = Math.max(-most, Math.min(most, limits.independence * odds));
  }
  const { across, down } = stepsOf(value, planes, open);
  for (let cell = width; cell < value.length - width; cell += 1) {
    if (open[cell] === 0) continue;
    cost[cell]! += 0.5 * (across[cell + 1]! - across[cell - 1]! + down[cell + width]! - down[cell - width]!);
  }
  return cost;
}

/** How much more of the veil shows one cell on than one cell back, no more than all of it; 0 on edges of the eye's own. */
function stepsOf(
  value: Float32Array,
  { width, height, depth }: VeilCells['planes'],
  open: Uint8Array,
): { readonly across: Float32Array; readonly down: Float32Array } {
  const across = new Float32Array(value.length);
  const down = new Float32Array(value.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const cell = y * width + x;
      const place = depth[cell]!;
      const onPupilEdge = place > limits.pupilEdge.from && place < limits.pupilEdge.to;
      if (open[cell] === 0 || onPupilEdge || place > limits.limbus) continue;
      const step = (far: number, near: number) =>
        open[far] === 0 || open[near] === 0 ? 0 : Math.max(-1, Math.min(1, value[far]! - value[near]!));
      across[cell] = step(cell + 1, cell - 1);
      down[cell] = step(cell + width, cell - width);
    }
  }
  return { across, down };
}

/** The parts that touch what the pupil shows, over the bars between panes. */
function connectedTo(veil: PupilVeil, found: Uint8Array, { planes, radius }: VeilCells): Uint8Array {
  const { width, height } = planes;
  const bridged = dilate({ width, height, data: found }, limits.paneGap * radius);
  const region = new Uint8Array(found.length);
  for (const { pixels } of connectedComponents(bridged)) {
    if (!pixels.some((cell) => veil.cells[cell] === 255)) continue;
    for (const cell of pixels) region[cell] = found[cell]!;
  }
  return region;
}
