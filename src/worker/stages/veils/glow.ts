/**
 * Lights and the glow around them: whatever falls off steadily from a light. Over a veil the fall ends where the glow does,
 * and the veil's own level stays.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import type { VeilCells } from './veil-cells.ts';

/** A fall is steady when each hundredth of the iris's radius takes this share of the veil's strength off. */
const fallPerHundredth = 0.05;
/** Glow is over where less than this share of the veil's strength is left. */
const faintest = 0.15;
/** Iris radii to each side: averages over this see no noise. */
const smoothing = 0.02;

/**
 * @param value per cell, in the veil's own strength
 * @returns 1 in lights and their glow
 */
export function lightsWithGlow(
  value: Float32Array,
  { planes, radius, blinded, open }: VeilCells,
): Uint8Array {
  const { width, height } = planes;
  const smooth = boxBlur(value, width, height, Math.round(smoothing * radius));
  const fall = (100 * fallPerHundredth) / radius;
  const glowing = Uint8Array.from(blinded);
  const stack: number[] = [];
  for (let cell = 0; cell < glowing.length; cell += 1) if (glowing[cell] === 1) stack.push(cell);
  const spread = (cell: number, next: number) => {
    if (glowing[next] === 1 || open[next] === 0) return;
    if (smooth[next]! < faintest || smooth[next]! > smooth[cell]! - fall) return;
    glowing[next] = 1;
    stack.push(next);
  };
  while (stack.length > 0) {
    const cell = stack.pop()!;
    const x = cell % width;
    if (x > 0) spread(cell, cell - 1);
    if (x < width - 1) spread(cell, cell + 1);
    if (cell >= width) spread(cell, cell - width);
    if (cell + width < glowing.length) spread(cell, cell + width);
  }
  return glowing;
}
