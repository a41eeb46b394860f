/** How much lighter each place is than its kind usually is: iris by its ring, pupil by its own dark tone. */
import { dilate } from '../../imaging/morphology.ts';
import { ringStatistics } from './ring-statistics.ts';
import { outermostDepth, type SearchedCells, workingRadius } from './searched-cells.ts';

/** Share of the photo's white from which on nothing is iris. */
export const burntOut = 0.82;

export interface Excess {
  /** Light above what is usual there. */
  readonly value: Float32Array;
  /** What is usual varies by this. */
  readonly spread: Float32Array;
}

/** Measured twice: what the first look finds is left out of what the second calls usual. */
export function excessLight(values: Float32Array, cells: SearchedCells): Excess {
  const { planes, searched, pupil, white } = cells;
  const usable = new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell += 1) {
    const beyond = planes.depth[cell]! > outermostDepth;
    usable[cell] = beyond || (searched[cell] === 1 && values[cell]! < burntOut * white) ? 1 : 0;
  }
  const first = measure(values, cells, usable);
  const bright = new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell += 1) {
    const bar = Math.max(pupil[cell] === 1 ? 0.05 : 0.12, 4 * first.spread[cell]!);
    const burnt = searched[cell] === 1 && usable[cell] === 0;
    bright[cell] = burnt || (searched[cell] === 1 && first.value[cell]! > bar) ? 255 : 0;
  }
  const near = dilate({ width: planes.width, height: planes.height, data: bright }, workingRadius * 0.04);
  for (let cell = 0; cell < values.length; cell += 1) if (near.data[cell] === 255) usable[cell] = 0;
  return measure(values, cells, usable);
}

function measure(values: Float32Array, cells: SearchedCells, usable: Uint8Array): Excess {
  const { places, pupil } = cells;
  const onIris = new Uint8Array(usable.length);
  const inPupil: number[] = [];
  for (let cell = 0; cell < usable.length; cell += 1) {
    if (usable[cell] === 0) continue;
    if (pupil[cell] === 1) inPupil.push(values[cell]!);
    else onIris[cell] = 1;
  }
  const { usual, spread } = ringStatistics(values, places, onIris);
  inPupil.sort((a, b) => a - b);
  // The darker part of the pupil is the pupil; what is lighter may be a dim window.
  const dark = inPupil[Math.floor(inPupil.length * 0.4)] ?? 0.05;
  const darkSpread = Math.max(0.006, (dark - (inPupil[Math.floor(inPupil.length * 0.1)] ?? dark)) / 1.2);
  const value = new Float32Array(usable.length);
  for (let cell = 0; cell < usable.length; cell += 1) {
    if (pupil[cell] === 1) spread[cell] = darkSpread;
    value[cell] = values[cell]! - (pupil[cell] === 1 ? dark : usual[cell]!);
  }
  return { value, spread };
}
