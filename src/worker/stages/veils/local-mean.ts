/** What is left of values when the weighted mean of all around is taken off: steps stay, tones go. */
import { boxBlur } from '../../imaging/box-blur.ts';

export interface LocalMean {
  /** @returns the values less their mean all around; 0 where there is no weight */
  takenOff(values: Float32Array): Float32Array;
}

/** @param reach cells to each side that count as around */
export function localMean(
  weight: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  reach: number,
): LocalMean {
  const weights = boxBlur(weight, width, height, reach);
  return {
    takenOff(values) {
      const sums = boxBlur(
        values.map((value, cell) => value * weight[cell]!),
        width,
        height,
        reach,
      );
      return values.map((value, cell) => (weight[cell]! > 0 ? value - sums[cell]! / weights[cell]! : 0));
    },
  };
}
