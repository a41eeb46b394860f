/** Fills that know nothing of irises: the thin plate and the membrane, hole by hole. */
import { biharmonicMargin, solveBiharmonic } from '../../src/worker/imaging/biharmonic.ts';
import type { MaskImage } from '../../src/worker/imaging/image.ts';
import { cellKind, solveMembrane } from '../../src/worker/imaging/laplace-solver.ts';
import { type Component, connectedComponents } from '../../src/worker/imaging/morphology.ts';
import type { FloatPicture } from './picture.ts';

type Solve = (width: number, height: number, hole: Uint8Array, planes: Float32Array[]) => void;

export const fillBiharmonic = (picture: FloatPicture, holes: MaskImage) =>
  fillWith(picture, holes, solveBiharmonic);

export const fillHarmonic = (picture: FloatPicture, holes: MaskImage) =>
  fillWith(picture, holes, (width, height, hole, planes) => {
    const kind = hole.map((inside) => (inside === 0 ? cellKind.known : cellKind.unknown));
    solveMembrane({ width, height, kind, planes });
  });

function fillWith(picture: FloatPicture, holes: MaskImage, solve: Solve): FloatPicture {
  const data = picture.data.slice();
  for (const hole of connectedComponents(holes)) {
    const box = boxAround(hole);
    const inside = new Uint8Array(box.width * box.height);
    const planes = [0, 1, 2].map(() => new Float32Array(inside.length));
    for (const pixel of hole.pixels) inside[placeOf(box, pixel, picture.width)] = 1;
    for (let at = 0; at < inside.length; at += 1) {
      const pixel = pixelOf(box, at, picture.width);
      for (let channel = 0; channel < 3; channel += 1)
        planes[channel]![at] = picture.data[pixel * 3 + channel]!;
    }
    solve(box.width, box.height, inside, planes);
    for (let at = 0; at < inside.length; at += 1) {
      if (inside[at] === 0) continue;
      const pixel = pixelOf(box, at, picture.width);
      for (let channel = 0; channel < 3; channel += 1) data[pixel * 3 + channel] = planes[channel]![at]!;
    }
  }
  return { ...picture, data };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxAround({ left, top, right, bottom }: Component): Box {
  const margin = biharmonicMargin + 1;
  return {
    left: left - margin,
    top: top - margin,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

function pixelOf(box: Box, at: number, width: number): number {
  return (box.top + Math.floor(at / box.width)) * width + box.left + (at % box.width);
}

/** The other way: where in the box a pixel of the picture lies. */
function placeOf(box: Box, pixel: number, width: number): number {
  return (Math.floor(pixel / width) - box.top) * box.width + (pixel % width) - box.left;
}
