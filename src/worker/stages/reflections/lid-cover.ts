/**
 * What lids and lashes take away from the iris disc, judged by pixels: finders draw the lid's edge, but lashes
 * hang over it out of focus and throw shadows. All of that is darker than the same ring elsewhere and hangs
 * together with the lid.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import { close, connectedComponents, dilate, distanceTo, erode } from '../../imaging/morphology.ts';
import type { IrisPlanes } from './iris-planes.ts';
import { directions, type IrisPolar } from './iris-polar.ts';

/** Where the disc ends for this purpose: the limbus with its softness. */
export const discDepth = 1.06;

const limits = {
  /** Brightness over the ring's usual below which an open place counts as covered, or as a poor source. */
  dark: 0.72,
  dim: 0.86,
  /** Farthest that lashes and shadows reach from the lid, in iris radii. */
  reach: 0.75,
  /** Iris radii: what is blurred away before judging, gaps closed, specks dropped, and the margin added. */
  blur: 0.025,
  gap: 0.1,
  glint: 0.06,
  speck: 0.03,
  margin: 0.035,
} as const;

const bands = 28;

export interface LidCover {
  /** Per cell, 1 where the disc is covered. */
  readonly covered: Uint8Array;
  /** Per cell, 1 where a lid's shadow still lies on visible iris: not to be copied elsewhere. */
  readonly shaded: Uint8Array;
}

/** @param open per cell, 1 where the finder sees the open eye. */
export function lidCover(planes: IrisPlanes, polar: IrisPolar, open: Uint8Array): LidCover {
  const { width, height, depth } = planes;
  const cellRadius = polar.radius / planes.step;
  const shut = new Uint8Array(open.length);
  let any = false;
  for (let cell = 0; cell < open.length; cell += 1) {
    shut[cell] = open[cell] === 0 && depth[cell]! <= discDepth + 0.04 ? 255 : 0;
    if (shut[cell] === 255 && depth[cell]! <= discDepth) any = true;
  }
  const covered = new Uint8Array(open.length);
  const shaded = new Uint8Array(open.length);
  if (!any) return { covered, shaded };
  const fromLid = distanceTo({ width, height, data: shut });
  const brightness = boxBlur(luma(planes), width, height, Math.max(1, Math.round(limits.blur * cellRadius)));
  const usual = usualByDepth(planes, brightness, (cell) => open[cell] === 1, fromLid, 0.4 * cellRadius);
  const dark = Uint8Array.from(shut);
  for (let cell = 0; cell < dark.length; cell += 1) {
    if (fromLid[cell]! > limits.reach * cellRadius || depth[cell]! > discDepth) continue;
    if (Math.abs(depth[cell]!) < 0.03) continue;
    if (brightness[cell]! < limits.dark * usual[bandOf(depth[cell]!)]!) dark[cell] = 255;
  }
  // Glints on lashes part their shadows from the lid; closing joins them again.
  const region = new Uint8Array(shut.length);
  for (const part of connectedComponents(close({ width, height, data: dark }, limits.glint * cellRadius))) {
    if (part.pixels.some((cell) => shut[cell] === 255)) for (const cell of part.pixels) region[cell] = 255;
  }
  coverOutwards(region, planes);
  const calmed = close({ width, height, data: region }, limits.gap * cellRadius);
  const solid = dilate(erode(calmed, limits.speck * cellRadius), (limits.speck + limits.margin) * cellRadius);
  for (let cell = 0; cell < covered.length; cell += 1) {
    if (depth[cell]! > discDepth) continue;
    covered[cell] = shut[cell] === 255 || solid.data[cell] === 255 ? 1 : 0;
  }
  for (let cell = 0; cell < shaded.length; cell += 1) {
    const near =
      fromLid[cell]! < limits.reach * cellRadius && depth[cell]! > 0.02 && depth[cell]! < discDepth;
    const dim = near && brightness[cell]! < limits.dim * usual[bandOf(depth[cell]!)]!;
    shaded[cell] = dim && covered[cell] === 0 ? 1 : 0;
  }
  return { covered, shaded };
}

/** Lids come in from outside: what lies outwards of a covered place is covered too, glints on lashes included. */
function coverOutwards(region: Uint8Array, planes: IrisPlanes): void {
  const rays = 360;
  const nearest = new Float32Array(rays).fill(Number.POSITIVE_INFINITY);
  const ray = (cell: number) => Math.floor((planes.turn[cell]! / directions) * rays) % rays;
  for (let cell = 0; cell < region.length; cell += 1) {
    const depth = planes.depth[cell]!;
    if (region[cell] !== 0 && depth > 0.05 && depth < nearest[ray(cell)]!) nearest[ray(cell)] = depth;
  }
  for (let cell = 0; cell < region.length; cell += 1) {
    const depth = planes.depth[cell]!;
    if (depth > nearest[ray(cell)]! && depth <= discDepth + 0.04) region[cell] = 255;
  }
}

function luma(planes: IrisPlanes): Float32Array {
  const result = new Float32Array(planes.red.length);
  for (let cell = 0; cell < result.length; cell += 1) {
    result[cell] = 0.299 * planes.red[cell]! + 0.587 * planes.green[cell]! + 0.114 * planes.blue[cell]!;
  }
  return result;
}

/** Rings from the pupil's edge outwards; the pupil as a whole is the last. */
function bandOf(depth: number): number {
  if (depth < 0) return bands;
  return Math.min(bands - 1, Math.floor((depth / (discDepth + 0.04)) * bands));
}

/** Median per depth of what is clear of the lids; of all that is open where nothing is. */
function usualByDepth(
  planes: IrisPlanes,
  brightness: Float32Array,
  isOpen: (cell: number) => boolean,
  fromLid: Float32Array,
  clear: number,
): Float32Array {
  const far: number[][] = Array.from({ length: bands + 1 }, () => []);
  const all: number[][] = Array.from({ length: bands + 1 }, () => []);
  for (let cell = 0; cell < brightness.length; cell += 1) {
    if (!isOpen(cell)) continue;
    const band = bandOf(planes.depth[cell]!);
    all[band]!.push(brightness[cell]!);
    if (fromLid[cell]! > clear) far[band]!.push(brightness[cell]!);
  }
  return Float32Array.from({ length: bands + 1 }, (_, band) => {
    const values = far[band]!.length > 30 ? far[band]! : all[band]!;
    values.sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? 0;
  });
}
