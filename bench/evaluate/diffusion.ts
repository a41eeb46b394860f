/** Fills that know nothing of irises: the thin plate and the membrane, hole by hole. */
import { biharmonicMargin, solveBiharmonic } from '../../src/worker/imaging/biharmonic.ts';
import type { MaskImage } from '../../src/worker/imaging/image.ts';
import { cellKind, solveMembrane } from '../../src/worker/imaging/laplace-solver.ts';
import { type Component, connectedComponents } from '../../src/worker/imaging/morphology.ts';
import type { FloatPicture } from './picture.ts';

type Solve = (width: number, height: number, hole: Uint8Array, planes: Float32Array[]) => void;

/** A fill whose difference to the picture is spread from the rim as a membrane. */
export interface Guide {
  /** Pixels around the hole that it wants to see. */
  readonly margin: number;
  /** What it proposes in the box, per channel. */
  guide(box: Box, inside: Uint8Array): Float32Array[];
}

export const fillBiharmonic = (picture: FloatPicture, holes: MaskImage) =>
  fillWith(picture, holes, solveBiharmonic);

const solveHarmonic: Solve = (width, height, hole, planes) => {
  const kind = hole.map((inside) => (inside === 0 ? cellKind.known : cellKind.unknown));
  solveMembrane({ width, height, kind, planes });
};

export const fillHarmonic = (picture: FloatPicture, holes: MaskImage) =>
  fillWith(picture, holes, solveHarmonic);

/** Fills each hole by what a guide proposes, with a Poisson seam. */
export const fillHolesWith = (picture: FloatPicture, holes: MaskImage, guide: Guide) =>
  fillWith(picture, holes, solveHarmonic, guide);

function fillWith(picture: FloatPicture, holes: MaskImage, solve: Solve, guide?: Guide): FloatPicture {
  const data = picture.data.slice();
  for (const hole of connectedComponents(holes)) {
    const box = boxAround(hole, guide?.margin);
    const inside = new Uint8Array(box.width * box.height);
    const planes = [0, 1, 2].map(() => new Float32Array(inside.length));
    for (const pixel of hole.pixels) inside[placeOf(box, pixel, picture.width)] = 1;
    for (let at = 0; at < inside.length; at += 1) {
      const pixel = pixelOf(box, at, picture.width);
      for (let channel = 0; channel < 3; channel += 1)
        planes[channel]![at] = picture.data[pixel * 3 + channel]!;
    }
    const proposed = guide?.guide(box, inside);
    if (proposed) addTo(planes, proposed, -1);
    solve(box.width, box.height, inside, planes);
    if (proposed) addTo(planes, proposed, 1);
    for (let at = 0; at < inside.length; at += 1) {
      if (inside[at] === 0) continue;
      const pixel = pixelOf(box, at, picture.width);
      for (let channel = 0; channel < 3; channel += 1) data[pixel * 3 + channel] = planes[channel]![at]!;
    }
  }
  return { ...picture, data };
}

function addTo(planes: Float32Array[], others: Float32Array[], share: number): void {
  for (const [channel, plane] of planes.entries()) {
    for (let at = 0; at < plane.length; at += 1) plane[at]! += share * others[channel]![at]!;
  }
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxAround({ left, top, right, bottom }: Component, wanted = 0): Box {
  const margin = Math.max(biharmonicMargin + 1, wanted);
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
