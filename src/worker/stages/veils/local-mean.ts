/** What is left of values when the weighted mean of all around is taken off: steps stay, tones go. */
import { boxBlur } from '../../imaging/box-blur.ts';

export interface LocalMean {
  /** @returns the values less their mean all around; 0 where there is no weight */
  takenOff(values: Float32Array): Float32Array;
}

/**
 * @param weight per cell, how much it counts
 * @param reach cells to each side that count as around
 */
export function localMean(
  weight: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  reach: number,
): LocalMean {
  const weights = boxBlur(weight, width, height, reach);
  return {
    takenOff(values) {
      // Plain loops: this is what tracing an edge spends most of its time on.
      const weighted = new Float32Array(values.length);
      for (let cell = 0; cell < values.length; cell += 1) weighted[cell] = values[cell]! * weight[cell]!;
      const sums = boxBlur(weighted, width, height, reach);
      const result = new Float32Array(values.length);
      for (let cell = 0; cell < values.length; cell += 1) {
        if (weight[cell]! > 0) result[cell] = values[cell]! - sums[cell]! / weights[cell]!;
      }
      return result;
    },
  };
}
