/** One hole of a picture and what surrounds it. */
import { biharmonicMargin } from '../../imaging/biharmonic.ts';
import type { ColourImage, MaskImage } from '../../imaging/image.ts';
import { type Component, dilateSquare } from '../../imaging/morphology.ts';
import { depthAt, type IrisPolar, turnAt } from './iris-polar.ts';

/** Pixels of rim on which the membrane stands. */
export const rim = 2;
/** Pixels around a hole that are looked at. */
const margin = Math.max(biharmonicMargin, rim) + 1;
const farOut = 9;

interface BoxGround {
  readonly image: ColourImage;
  readonly polar: IrisPolar;
  readonly blocked: MaskImage;
}

/** The hole's surroundings, as far as it takes to meet them. */
export interface HoleBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 1 in the hole. */
  readonly hole: Uint8Array;
  /** 1 in the hole and within `margin` pixels of it. */
  readonly near: Uint8Array;
  /** Polar place of each pixel that is near, elsewhere far out; see `iris-polar.ts`. */
  readonly turn: Float32Array;
  readonly depth: Float32Array;
  /** 1 where the picture can be trusted: in the frame, not blocked. */
  readonly known: Uint8Array;
}

export function boxOf({ image, polar, blocked }: Readonly<BoxGround>, hole: Component): HoleBox {
  const left = hole.left - margin;
  const top = hole.top - margin;
  const width = hole.right + margin - left;
  const height = hole.bottom + margin - top;
  const inHole = new Uint8Array(width * height);
  for (const pixel of hole.pixels) {
    const y = Math.floor(pixel / image.width);
    inHole[(y - top) * width + pixel - y * image.width - left] = 1;
  }
  const near = dilateSquare(inHole, width, height, margin);
  const turn = new Float32Array(width * height);
  const depth = new Float32Array(width * height).fill(farOut);
  const known = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (near[at] === 0) continue;
      const px = left + x;
      const py = top + y;
      const inside = px >= 0 && py >= 0 && px < image.width && py < image.height;
      known[at] = inside && blocked.data[py * image.width + px]! < 128 ? 1 : 0;
      const there = turnAt(polar, px + 0.5, py + 0.5);
      turn[at] = there;
      depth[at] = depthAt(polar, px + 0.5, py + 0.5, there);
    }
  }
  return { left, top, width, height, hole: inHole, near, turn, depth, known };
}

export function forEachHolePixel(box: HoleBox, visit: (at: number, x: number, y: number) => void): void {
  for (let y = 0; y < box.height; y += 1) {
    for (let x = 0; x < box.width; x += 1) {
      const at = y * box.width + x;
      if (box.hole[at] === 1) visit(at, box.left + x, box.top + y);
    }
  }
}
