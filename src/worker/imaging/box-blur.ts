/** Running means over squares: the cheapest blur there is, the same cost at any reach. */

/**
 * Mean over a square of 2 * reach + 1 cells, smaller at the edges.
 * @param values rows of `width` cells with `channels` values each.
 */
export function boxBlur(
  values: Float32Array,
  width: number,
  height: number,
  reach: number,
  channels = 1,
): Float32Array {
  const across = new Float32Array(values.length);
  const result = new Float32Array(values.length);
  blurRows(values, across, { width, height, channels }, reach);
  blurColumns(across, result, width * channels, height, reach);
  return result;
}

function blurRows(
  from: Float32Array,
  to: Float32Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  reach: number,
): void {
  for (let y = 0; y < height; y += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const start = y * width * channels + channel;
      let sum = 0;
      let count = Math.min(reach, width);
      for (let place = 0; place < count; place += 1) sum += from[start + place * channels]!;
      for (let place = 0; place < width; place += 1) {
        if (place + reach < width) {
          sum += from[start + (place + reach) * channels]!;
          count += 1;
        }
        if (place > reach) {
          sum -= from[start + (place - reach - 1) * channels]!;
          count -= 1;
        }
        to[start + place * channels] = sum / count;
      }
    }
  }
}

/** All columns at once, row by row as memory lies. */
function blurColumns(
  from: Float32Array,
  to: Float32Array,
  length: number,
  height: number,
  reach: number,
): void {
  const sums = new Float64Array(length);
  let count = Math.min(reach, height);
  for (let at = 0; at < count * length; at += length) {
    for (let x = 0; x < length; x += 1) sums[x]! += from[at + x]!;
  }
  for (let y = 0; y < height; y += 1) {
    if (y + reach < height) {
      const entering = (y + reach) * length;
      for (let x = 0; x < length; x += 1) sums[x]! += from[entering + x]!;
      count += 1;
    }
    if (y > reach) {
      const leaving = (y - reach - 1) * length;
      for (let x = 0; x < length; x += 1) sums[x]! -= from[leaving + x]!;
      count -= 1;
    }
    const row = y * length;
    for (let x = 0; x < length; x += 1) to[row + x] = sums[x]! / count;
  }
}
