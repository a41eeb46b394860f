/** What all steps of finding reflections look at: the iris at working size, where to look, and the photo's white. */
import type { ColourImage } from '../../imaging/image.ts';
import { distanceTo } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { type IrisPlanes, irisPlanes, maskOnPlanes, openCells } from './iris-planes.ts';
import { edgeAt, type IrisPolar, irisPolar } from './iris-polar.ts';
import { type RingPlaces, ringPlaces } from './ring-statistics.ts';

/** Iris radius in cells at which reflections are looked for, about: planes are reduced by whole steps. */
export const workingRadius = 200;

/** Where looking ends: a little beyond the limbus. */
export const outermostDepth = 1.03;

/**
 * Around the pupil's edge neither the pupil's nor the iris's tone is usual: so far inside it, as a depth, and where a wide
 * pupil leaves a narrow ring, in iris radii.
 */
const pupilEdge = { depth: 0.05, radii: 0.03 } as const;

/** Gaps in the opening no wider than twice this, in iris radii, are reflections that the network doubted. */
const openingGap = 0.15;

export interface SearchedCells {
  readonly polar: IrisPolar;
  readonly planes: IrisPlanes;
  /** 1 where the open eye shows, up to a little beyond the limbus. */
  readonly searched: Uint8Array;
  /** Cells from each to the nearest that is not searched: a lid, or the outside. */
  readonly fromLid: Float32Array;
  /** Where each lies among the rings that say what is usual. */
  readonly places: RingPlaces;
  /** 1 in the pupil, clear of its edge. */
  readonly pupil: Uint8Array;
  readonly white: number;
  /** The least of the three channels, 0..1: where mirrored light shows best. */
  readonly least: Float32Array;
  /** The most that `least` reaches on any pixel of the cell: lines thinner than a cell show in it. */
  readonly peaks: Float32Array;
  /** The network's guess, 0..255. */
  readonly hint: Uint8Array;
}

export function searchedCells(frame: IrisFrame): SearchedCells {
  const polar = irisPolar(frame.iris, frame.pupil);
  const planes = irisPlanes(frame.image, polar, workingRadius);
  const open = openCells(frame, planes, polar, openingGap);
  const searched = open.map((value, cell) => (value === 1 && planes.depth[cell]! <= outermostDepth ? 1 : 0));
  return {
    polar,
    planes,
    searched,
    fromLid: distanceTo(
      { width: planes.width, height: planes.height, data: searched },
      (value) => value === 0,
    ),
    places: ringPlaces(planes),
    pupil: pupilCells(planes, polar),
    white: whiteOf(frame),
    least: leastChannel(planes),
    peaks: peaksOf(frame.image, planes),
    hint: maskOnPlanes(frame.specular, planes, 'middle'),
  };
}

function leastChannel(planes: IrisPlanes): Float32Array {
  const least = new Float32Array(planes.red.length);
  for (let cell = 0; cell < least.length; cell += 1) {
    least[cell] = Math.min(planes.red[cell]!, planes.green[cell]!, planes.blue[cell]!);
  }
  return least;
}

function peaksOf(image: ColourImage, planes: IrisPlanes): Float32Array {
  const { width, height, step, left, top } = planes;
  const peaks = new Float32Array(width * height);
  for (let y = 0; y < height * step; y += 1) {
    const row = Math.floor(y / step) * width;
    let at = ((top + y) * image.width + left) * 3;
    for (let x = 0; x < width; x += 1) {
      let most = peaks[row + x]!;
      for (let column = 0; column < step; column += 1, at += 3) {
        const red = image.data[at]!;
        const green = image.data[at + 1]!;
        const blue = image.data[at + 2]!;
        const least = Math.min(red, green, blue);
        if (least > most) most = least;
      }
      peaks[row + x] = most;
    }
  }
  for (let cell = 0; cell < peaks.length; cell += 1) peaks[cell]! /= 65535;
  return peaks;
}

/** The photo's own white, 0..1: nearly the brightest it has in all three channels, wherever that is. */
function whiteOf(frame: IrisFrame): number {
  const { data, width, height } = frame.image;
  const counts = new Uint32Array(256);
  let total = 0;
  const stride = Math.max(1, Math.round(Math.sqrt((width * height) / 200_000)));
  for (let y = 0; y < height; y += stride) {
    for (let x = 0; x < width; x += stride) {
      const pixel = y * width + x;
      if (frame.inside.data[pixel]! < 128) continue;
      counts[Math.min(data[pixel * 3]!, data[pixel * 3 + 1]!, data[pixel * 3 + 2]!) >> 8]! += 1;
      total += 1;
    }
  }
  let above = 0;
  let level = 255;
  while (level > 0 && above + counts[level]! < total * 0.002) {
    above += counts[level]!;
    level -= 1;
  }
  return Math.max(0.5, (level + 1) / 256);
}

function pupilCells(planes: IrisPlanes, polar: IrisPolar): Uint8Array {
  const pupil = new Uint8Array(planes.depth.length);
  if (!polar.hasPupil) return pupil;
  for (let cell = 0; cell < pupil.length; cell += 1) {
    const depth = planes.depth[cell]!;
    if (depth >= -pupilEdge.depth) continue;
    const turn = planes.turn[cell]!;
    const ring = edgeAt(polar.outer, turn) - edgeAt(polar.inner, turn);
    pupil[cell] = -depth * ring > pupilEdge.radii * polar.radius ? 1 : 0;
  }
  return pupil;
}
