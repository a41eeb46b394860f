/** The sRGB transfer curve (IEC 61966-2-1), exactly and as a table. Encoded and linear values are 0..1 here. */

export function srgbToLinear(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

export function linearToSrgb(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}

const encodingSteps = 1 << 17;
let encodingTable: Uint16Array | undefined;

/**
 * Table from linear light to 16-bit sRGB: `table[round(linear * (table.length - 1))]`. Made on first use; its
 * steps are at most 7 of 65535 apart, in the deepest shadows, and below 1 from mid-tones on.
 */
export function srgbEncodingTable(): Uint16Array {
  if (encodingTable === undefined) {
    encodingTable = new Uint16Array(encodingSteps + 1);
    for (let step = 0; step <= encodingSteps; step += 1) {
      encodingTable[step] = Math.round(linearToSrgb(step / encodingSteps) * 65535);
    }
  }
  return encodingTable;
}
