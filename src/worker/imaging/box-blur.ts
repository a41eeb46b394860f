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
  for (let channel = 0; channel < channels; channel += 1) {
    blurLines(
      values,
      across,
      { length: width, lines: height, along: channels, apart: width * channels },
      channel,
      reach,
    );
    blurLines(
      across,
      result,
      { length: height, lines: width, along: width * channels, apart: channels },
      channel,
      reach,
    );
  }
  return result;
}

interface Lines {
  readonly length: number;
  readonly lines: number;
  /** Distance in values from one cell to the next along a line, and from line to line. */
  readonly along: number;
  readonly apart: number;
}

function blurLines(from: Float32Array, to: Float32Array, lines: Lines, channel: number, reach: number): void {
  const { length, along } = lines;
  for (let line = 0; line < lines.lines; line += 1) {
    const start = line * lines.apart + channel;
    let sum = 0;
    let count = Math.min(reach, length);
    for (let place = 0; place < count; place += 1) sum += from[start + place * along]!;
    for (let place = 0; place < length; place += 1) {
      if (place + reach < length) {
        sum += from[start + (place + reach) * along]!;
        count += 1;
      }
      if (place > reach) {
        sum -= from[start + (place - reach - 1) * along]!;
        count -= 1;
      }
      to[start + place * along] = sum / count;
    }
  }
}
