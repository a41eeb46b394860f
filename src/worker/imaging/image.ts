/**
 * The two kinds of pictures that all stages speak. Colours are sRGB-encoded and 16 bits deep whatever the source
 * was, so that an 8-bit photograph survives every step without banding and a 16-bit one keeps its depth.
 */

/** Interleaved RGB, row by row; `data.length === width * height * 3`, values 0..65535, sRGB transfer curve. */
export interface ColourImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint16Array;
}

/** One channel, row by row; 0 is outside, 255 inside, in between is partly covered or partly sure. */
export interface MaskImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A finished picture: RGB or RGBA, interleaved, 16 bits, sRGB-encoded; alpha is not premultiplied. */
export interface PictureImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint16Array;
}

export function createColourImage(width: number, height: number): ColourImage {
  return { width, height, data: new Uint16Array(width * height * 3) };
}

/** One that both threads of a worker can read; whoever made it writes to it before it is handed over and never after. */
export function createSharedColourImage(width: number, height: number): ColourImage {
  const samples = width * height * 3;
  return { width, height, data: new Uint16Array(new SharedArrayBuffer(2 * samples)) };
}

export function createMaskImage(width: number, height: number): MaskImage {
  return { width, height, data: new Uint8Array(width * height) };
}
