/** The pictures that measures work on: floats, so that nothing is rounded before it is measured. */
import type { ColourImage } from '../../src/worker/imaging/image.ts';

/** Interleaved sRGB-encoded RGB, row by row, 0..1 (a network's output may reach a little beyond). */
export interface FloatPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** One channel of a picture, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function createPicture(width: number, height: number): FloatPicture {
  return { width, height, data: new Float32Array(width * height * 3) };
}

export function fromColourImage({ width, height, data }: ColourImage): FloatPicture {
  return { width, height, data: Float32Array.from(data, (value) => value / 65535) };
}

export function toColourImage({ width, height, data }: FloatPicture): ColourImage {
  return { width, height, data: Uint16Array.from(data, (value) => Math.round(65535 * clamp(value))) };
}

export function fromBytes(width: number, height: number, bytes: Uint8Array): FloatPicture {
  return { width, height, data: Float32Array.from(bytes, (value) => value / 255) };
}

export function toBytes({ data }: FloatPicture): Uint8Array {
  return Uint8Array.from(data, (value) => Math.round(255 * clamp(value)));
}

/** To the 256 levels that a file would hold. */
export function quantise(picture: FloatPicture): FloatPicture {
  return fromBytes(picture.width, picture.height, toBytes(picture));
}

export function clampPicture(picture: FloatPicture): FloatPicture {
  return { ...picture, data: picture.data.map(clamp) };
}

/** Brightness as television weighs it (ITU-R BT.601), 0..1. */
export function brightnessOf({ width, height, data }: FloatPicture): Plane {
  const bright = new Float32Array(width * height);
  for (let pixel = 0; pixel < bright.length; pixel += 1) {
    const at = pixel * 3;
    bright[pixel] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  return { width, height, data: bright };
}

export function channelOf({ width, height, data }: FloatPicture, channel: number): Plane {
  const plane = new Float32Array(width * height);
  for (let pixel = 0; pixel < plane.length; pixel += 1) plane[pixel] = data[pixel * 3 + channel]!;
  return { width, height, data: plane };
}

export function fromChannels([red, green, blue]: readonly [Plane, Plane, Plane]): FloatPicture {
  const picture = createPicture(red.width, red.height);
  for (let pixel = 0; pixel < red.data.length; pixel += 1) {
    picture.data[pixel * 3] = red.data[pixel]!;
    picture.data[pixel * 3 + 1] = green.data[pixel]!;
    picture.data[pixel * 3 + 2] = blue.data[pixel]!;
  }
  return picture;
}

/** The same part of every channel; it must lie inside. */
export function cutPicture(
  picture: FloatPicture,
  left: number,
  top: number,
  width: number,
  height: number,
): FloatPicture {
  const part = createPicture(width, height);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * 3;
    part.data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return part;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
