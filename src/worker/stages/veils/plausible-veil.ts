/** Whether what was followed behaves as a veil: a step of its own strength along its border, and not half of the iris. */
import { boxBlur } from '../../imaging/box-blur.ts';
import type { FollowedVeil } from './follow-veil.ts';
import { lightsWithGlow } from './glow.ts';
import { clearDepth } from './pupil-veil.ts';
import { limbusDepth, type VeilCells } from './veil-cells.ts';

const limits = {
  /** Share of the open iris: what covers more is the light in the room. */
  mostOfIris: 0.4,
  /** Iris radii to each side of a border's cell over which both sides are averaged. */
  reach: 0.04,
  /** Of the cells within reach, so many have to lie on a side for its average to count. */
  leastWeight: 0.1,
  /** A step is the veil's from this share of its strength up to this one, along so much of the border. */
  leastStep: 0.5,
  mostStep: 1.7,
  leastShare: 0.7,
} as const;

export function isPlausible({ region, contrast }: FollowedVeil, cells: VeilCells): boolean {
  const { planes, open } = cells;
  let iris = 0;
  let covered = 0;
  for (let cell = 0; cell < region.length; cell += 1) {
    if (open[cell] === 0 || planes.depth[cell]! < 0 || planes.depth[cell]! > 1) continue;
    iris += 1;
    if (region[cell] === 255) covered += 1;
  }
  return (
    covered <= limits.mostOfIris * iris && supportedShare({ region, contrast }, cells) >= limits.leastShare
  );
}

/** Share of the border's cells, off the pupil's edge and off lights, that show the veil's own step. */
export function supportedShare({ region, contrast }: FollowedVeil, cells: VeilCells): number {
  const { planes, radius, open } = cells;
  const { width, height, depth } = planes;
  const lights = lightsWithGlow(contrast.value, cells);
  const counts = new Float32Array(region.length);
  const inside = new Float32Array(region.length);
  for (let cell = 0; cell < region.length; cell += 1) {
    counts[cell] = open[cell] === 1 && lights[cell] === 0 && depth[cell]! < limbusDepth ? 1 : 0;
    inside[cell] = counts[cell]! * (region[cell]! / 255);
  }
  const reach = Math.round(limits.reach * radius);
  const mean = (weight: Float32Array) => {
    const sums = boxBlur(
      weight.map((share, cell) => share * contrast.value[cell]!),
      width,
      height,
      reach,
    );
    const weights = boxBlur(weight, width, height, reach);
    return sums.map((sum, cell) => (weights[cell]! > limits.leastWeight ? sum / weights[cell]! : Number.NaN));
  };
  const within = mean(inside);
  const without = mean(counts.map((share, cell) => share - inside[cell]!));
  const outside = (cell: number) => counts[cell] === 1 && region[cell] === 0;
  let all = 0;
  let supported = 0;
  for (let cell = width; cell < region.length - width; cell += 1) {
    if (inside[cell] === 0 || (depth[cell]! > clearDepth && depth[cell]! < -clearDepth)) continue;
    const x = cell % width;
    const onBorder =
      (x > 0 && outside(cell - 1)) ||
      (x < width - 1 && outside(cell + 1)) ||
      outside(cell - width) ||
      outside(cell + width);
    if (!onBorder) continue;
    const step = within[cell]! - without[cell]!;
    if (Number.isNaN(step)) continue;
    all += 1;
    if (step > limits.leastStep && step < limits.mostStep) supported += 1;
  }
  return all === 0 ? 1 : supported / all;
}
