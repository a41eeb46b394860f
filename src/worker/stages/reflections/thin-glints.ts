/**
 * Lashes in focus and scratches of light on the tear film: lines too thin and too faint for the search for lights,
 * but an enhancer would sharpen them. They are lighter than their immediate surroundings by more than fibres are.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import { connectedComponents, dilate } from '../../imaging/morphology.ts';
import { ringStatistics } from './ring-statistics.ts';
import { type SearchedCells, workingRadius } from './searched-cells.ts';

const limits = {
  /** Immediate surroundings, in iris radii to each side. */
  around: 0.03,
  /** Least lead over the surroundings; on the iris also this many spreads of what its ring has. */
  onIris: 0.04,
  inPupil: 0.012,
  spreads: 7,
  /** A line goes on down to this share of its bar. */
  grow: 0.45,
  /** Shorter lines are dust and noise; in iris radii. */
  shortest: 0.03,
  /** Grown by this, in iris radii. */
  margin: 0.008,
  /** Lid edges glisten too; kept off by this, in iris radii. */
  lid: 0.04,
  /** Near the limbus the white of the eye shines through. */
  deepest: 0.9,
} as const;

/** 255 on thin lines of light. */
export function thinGlints(cells: SearchedCells): Uint8Array {
  const { planes, searched, fromLid, places, pupil, peaks } = cells;
  const { width, height, depth } = planes;
  const around = boxBlur(peaks, width, height, Math.round(limits.around * workingRadius));
  // Shifted to the middle of the range that the statistics know.
  const lead = new Float32Array(peaks.length);
  const onIris = new Uint8Array(peaks.length);
  for (let cell = 0; cell < lead.length; cell += 1) {
    lead[cell] = peaks[cell]! - around[cell]! + 0.5;
    onIris[cell] = searched[cell] === 1 && pupil[cell] === 0 && depth[cell]! > 0 ? 1 : 0;
  }
  const ring = ringStatistics(lead, places, onIris, 0);
  const noise = limits.spreads * pupilNoise(lead, pupil);
  const hot = new Uint8Array(lead.length);
  const warm = new Uint8Array(lead.length);
  for (let cell = 0; cell < lead.length; cell += 1) {
    const edge = depth[cell]! > -0.06 && depth[cell]! < 0.06;
    if (fromLid[cell]! < limits.lid * workingRadius || edge || depth[cell]! > limits.deepest) continue;
    const bar =
      pupil[cell] === 1
        ? Math.max(limits.inPupil, noise)
        : Math.max(limits.onIris, limits.spreads * ring.spread[cell]!);
    const value = lead[cell]! - 0.5;
    if (value > bar) hot[cell] = 255;
    if (value > limits.grow * bar) warm[cell] = 255;
  }
  const lines = new Uint8Array(lead.length);
  for (const part of connectedComponents({ width, height, data: warm })) {
    const length = Math.hypot(part.right - part.left, part.bottom - part.top);
    if (length < limits.shortest * workingRadius) continue;
    if (!part.pixels.some((cell) => hot[cell] === 255)) continue;
    for (const cell of part.pixels) lines[cell] = 255;
  }
  return dilate({ width, height, data: lines }, limits.margin * workingRadius).data;
}

/** One deviation of what is usual in the pupil, from the darker half: the lighter one may be all glints. */
function pupilNoise(lead: Float32Array, pupil: Uint8Array): number {
  const values = lead.filter((_, cell) => pupil[cell] === 1).sort();
  const at = (share: number) => values[Math.floor(values.length * share)] ?? 0;
  return at(0.5) - at(0.16);
}
