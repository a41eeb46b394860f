/**
 * Fills one hole. Tiny ones by the thin plate, with most of a patch's texture on top; others by a patch from the
 * same ring whose difference at the rim is spread over the hole as a membrane, which makes the seam vanish. What lies in the pupil takes the pupil's tone, and the pupil's edge comes from the patch, so it stays
 * as crisp as elsewhere on the same edge.
 */
import { biharmonicMargin, solveBiharmonic } from '../../imaging/biharmonic.ts';
import { cellKind, solveMembrane } from '../../imaging/laplace-solver.ts';
import type { Component } from '../../imaging/morphology.ts';
import { smoothStep } from '../../imaging/smooth-step.ts';
import { carryFibres } from './carry-fibres.ts';
import { evenTexture } from './even-texture.ts';
import type { FillContext } from './fill-context.ts';
import { grainAt } from './grain.ts';
import { boxOf, forEachHolePixel, type HoleBox, rim } from './hole-box.ts';
import { copyPatch, type PatchCopy, withTexture } from './patch-copy.ts';
import { type PupilTone, samplePupilTone } from './pupil-tone.ts';
import { ringPatch } from './ring-patch.ts';
import { createPatchSample, type PatchSample, samplePatch } from './sample-patch.ts';

/** Diameter of a hole, in iris radii, up to which it counts as tiny: 10 pixels at a radius of 200. */
const tinyDiameter = 0.05;
/** Depths over which the pupil's tone gives way to the patch: just inside the edge. */
const pupilBlend = { from: -0.09, to: -0.04 } as const;
const drawnEdge = { from: -0.02, to: 0.02 } as const;
/** How far, as a depth, the membrane of the iris reaches over the pupil's edge. */
const edgeWidth = 0.02;
/** The same up to which it counts as tiny in small pictures, where the plate is still cheap: in iris radii, in pixels. */
const smallDiameter = 0.1;
const smallPixels = 28;
/**
 * Texture that is invented costs twice: what is there is missing and what is not is wrong. So copies give up part of
 * what is coarse in them, where most of the error and little of the crispness lies; the finest is matched to the rim.
 */
const plateTexture = { soft: 0.2, fine: 1 } as const;
const calmCopies = { plain: 0.5, shifted: 0.75 } as const;

export interface FillOptions {
  /** Distance in pixels over which the rim's tone gives way to the patch's own; unlimited when left out. */
  readonly reach?: number;
}

/** Fills the pixels of one connected hole and notes them in `filled`. */
export function fillHole(context: FillContext, hole: Component, options: FillOptions = {}): void {
  const box = boxOf(context, hole);
  if (isTiny(context, box)) fillByPlate(context, box);
  else fillByPatch(context, box, options);
  for (const pixel of hole.pixels) context.filled.data[pixel] = 255;
}

/** Narrow, clear of the pupil's edge, and known all around as far as the thin plate asks. */
function isTiny(context: FillContext, box: HoleBox): boolean {
  const { radius } = context.polar;
  const diameter = Math.max(tinyDiameter * radius, Math.min(smallDiameter * radius, smallPixels));
  const inner = 2 * (biharmonicMargin + 1);
  if (Math.min(box.width, box.height) - inner > diameter) return false;
  if (Math.max(box.width, box.height) - inner > 2.5 * diameter) return false;
  for (let at = 0; at < box.hole.length; at += 1) {
    if (box.depth[at]! < 0.02 && context.pupil !== null) return false;
    if (box.near[at] === 1 && box.hole[at] === 0 && box.known[at] === 0) return false;
  }
  return true;
}

function fillByPlate(context: FillContext, box: HoleBox): void {
  const planes = [0, 1, 2].map((channel) => readPlane(context, box, channel));
  solveBiharmonic(box.width, box.height, box.hole, planes);
  const texture = textureOf(context, box);
  const { grainOnPlates, grainOnCopies } = context.gain;
  forEachHolePixel(box, (at, x, y) => {
    for (let channel = 0; channel < 3; channel += 1) {
      const grain = grainAt(context.grain, x, y, channel);
      planes[channel]![at]! +=
        texture === null ? grainOnPlates * grain : texture[channel]![at]! + grainOnCopies * grain;
    }
  });
  const evening = evenTexture(context, box, { there: box.near, planes });
  const colour = new Float32Array(3);
  forEachHolePixel(box, (at, x, y) => {
    for (let channel = 0; channel < 3; channel += 1)
      colour[channel] = planes[channel]![at]! + (evening === null ? 0 : evening[channel]![at]!);
    writePixel(context, x, y, colour);
  });
}

/**
 * What a patch from the same ring shows beyond the thin plate through its own rim: texture that is nothing at the
 * rim and leaves no seam. Null where no patch covers the hole and all that its plate stands on.
 */
function textureOf(context: FillContext, box: HoleBox): Float32Array[] | null {
  const patch = ringPatch(context.exemplar, holeOnPlanes(context, box));
  if (patch === null) return null;
  const copy = withTexture(copyPatch(patch, context.image, box), patch, box, plateTexture);
  const { there, planes } = copy;
  carryFibres(context, box, copy);
  if (box.near.some((near, at) => near === 1 && there[at] === 0)) return null;
  const plates = planes.map((plane) => plane.slice());
  solveBiharmonic(box.width, box.height, box.hole, plates);
  return planes.map((plane, channel) => plane.map((value, at) => value - plates[channel]![at]!));
}

function fillByPatch(context: FillContext, box: HoleBox, options: FillOptions): void {
  const { pupil, image } = context;
  const onIris =
    pupil === null || box.depth.some((depth, at) => box.hole[at] === 1 && depth > pupilBlend.from);
  const patch = onIris ? ringPatch(context.exemplar, holeOnPlanes(context, box), calmCopies) : null;
  const copy = patch && copyPatch(patch, image, box);
  // Beside a lid, what lies on the rim may be lashes.
  if (copy !== null && options.reach === undefined) carryFibres(context, box, copy, patch?.shifted);
  const membrane = membraneOf(context, box, copy, options);
  const evening = copy && evenTexture(context, box, copy);
  const { grainOnPlates, grainOnCopies } = context.gain;
  const taken = createPatchSample();
  const colour = new Float32Array(3);
  const dark = new Float32Array(3);
  forEachHolePixel(box, (at, x, y) => {
    const depth = box.depth[at]!;
    const copied = copy !== null && copy.there[at] === 1;
    const lift = pupil === null ? 1 : smoothStep((depth + edgeWidth) / (2 * edgeWidth));
    for (let channel = 0; channel < 3; channel += 1) {
      const even = membrane[channel]![at]!;
      const grain = grainAt(context.grain, x, y, channel);
      colour[channel] = copied
        ? copy.planes[channel]![at]! +
          lift * even +
          (evening === null ? 0 : evening[channel]![at]!) +
          grainOnCopies * grain
        : even + grainOnPlates * grain;
    }
    if (pupil !== null && depth < edgeWidth) {
      const from = copied && patch !== null && samplePatch(patch, image, x, y, box.turn[at]!, depth, taken);
      if (from) matchPupil(pupil, x, y, taken, colour, 1 - lift);
      // Only what comes from the same depth brings the pupil's edge with it; otherwise the edge is drawn anew.
      const blend = from && taken.candidate?.shift === 0 ? pupilBlend : drawnEdge;
      const share = smoothStep((depth - blend.from) / (blend.to - blend.from));
      samplePupilTone(pupil, x, y, dark);
      for (let channel = 0; channel < 3; channel += 1) {
        const deep = dark[channel]! + grainAt(context.grain, x, y, channel);
        colour[channel] = deep + share * (colour[channel]! - deep);
      }
    }
    writePixel(context, x, y, colour);
  });
}

const toneHere = new Float32Array(3);
const toneThere = new Float32Array(3);

/** The pupil is not equally dark everywhere: what came from elsewhere on its edge takes the tone it has here. */
function matchPupil(
  pupil: PupilTone,
  x: number,
  y: number,
  taken: PatchSample,
  colour: Float32Array,
  share: number,
): void {
  samplePupilTone(pupil, x, y, toneHere);
  samplePupilTone(pupil, taken.sourceX - 0.5, taken.sourceY - 0.5, toneThere);
  for (let channel = 0; channel < 3; channel += 1) {
    colour[channel]! += share * (toneHere[channel]! - toneThere[channel]!);
  }
}

/** The difference to the patch at the rim, spread over the hole; without a patch, the rim's own colours. */
function membraneOf(
  context: FillContext,
  box: HoleBox,
  copy: PatchCopy | null,
  options: FillOptions,
): Float32Array[] {
  const { image, pupil } = context;
  const { width, height } = box;
  const kind = new Uint8Array(width * height);
  const planes = [0, 1, 2].map(() => new Float32Array(width * height));
  const onRim = rimOf(box);
  for (let at = 0; at < kind.length; at += 1) {
    // Across the pupil's edge tones have nothing to do with each other.
    if (pupil !== null && box.depth[at]! < 0) continue;
    if (box.hole[at] === 1) kind[at] = cellKind.unknown;
    else if (box.known[at] === 1 && onRim[at] === 1) {
      const x = box.left + (at % width);
      const y = box.top + Math.floor(at / width);
      if (copy !== null && copy.there[at] === 0) continue;
      kind[at] = cellKind.known;
      const pixel = (y * image.width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        planes[channel]![at] =
          image.data[pixel + channel]! / 65535 - (copy === null ? 0 : copy.planes[channel]![at]!);
      }
    }
  }
  solveMembrane({ width, height, kind, planes }, options.reach === undefined ? {} : { reach: options.reach });
  return planes;
}

/** 1 at most `rim` pixels from the hole. */
function rimOf({ hole, width }: HoleBox): Uint8Array {
  const result = new Uint8Array(hole.length);
  for (let at = width; at < hole.length - width; at += 1) {
    if (hole[at] === 0) continue;
    if (hole[at - 1] === 1 && hole[at + 1] === 1 && hole[at - width] === 1 && hole[at + width] === 1)
      continue;
    for (let dy = -rim; dy <= rim; dy += 1) {
      for (let dx = -rim; dx <= rim; dx += 1) {
        if (dx * dx + dy * dy <= rim * rim) result[at + dy * width + dx] = 1;
      }
    }
  }
  return result;
}

/** 1 in cells that any pixel of the hole lies in, 0 elsewhere. */
function holeOnPlanes(context: FillContext, box: HoleBox): Uint8Array {
  const { planes } = context.exemplar;
  const cells = new Uint8Array(planes.width * planes.height);
  forEachHolePixel(box, (_, x, y) => {
    const cellX = Math.floor((x - planes.left) / planes.step);
    const cellY = Math.floor((y - planes.top) / planes.step);
    if (cellX >= 0 && cellY >= 0 && cellX < planes.width && cellY < planes.height) {
      cells[cellY * planes.width + cellX] = 1;
    }
  });
  return cells;
}

function readPlane(context: FillContext, box: HoleBox, channel: number): Float32Array {
  const { data, width } = context.image;
  const plane = new Float32Array(box.width * box.height);
  for (let y = 0; y < box.height; y += 1) {
    for (let x = 0; x < box.width; x += 1) {
      plane[y * box.width + x] = (data[((box.top + y) * width + box.left + x) * 3 + channel] ?? 0) / 65535;
    }
  }
  return plane;
}

function writePixel(context: FillContext, x: number, y: number, colour: Float32Array): void {
  const { data, width } = context.image;
  const at = (y * width + x) * 3;
  for (let channel = 0; channel < 3; channel += 1) {
    data[at + channel] = Math.min(65535, Math.max(0, colour[channel]! * 65535 + 0.5));
  }
}
