/**
 * The pupil without lights: a smooth tone that agrees with what can be seen of it. A pupil has no texture worth
 * copying, and whatever is brighter than its usual tone is mirrored light, so values are held to what is usual
 * before they are spread: remains of halos cannot bleed in.
 */
import { cellKind, solveMembrane } from '../../imaging/laplace-solver.ts';
import type { IrisPlanes } from './iris-planes.ts';

export interface PupilTone {
  readonly planes: IrisPlanes;
  /** Per cell, red, green, blue; meant for cells in and right around the pupil. */
  readonly colours: readonly [Float32Array, Float32Array, Float32Array];
}

/** Depth from which on the pupil is free of its edge's blur. */
const clearDepth = -0.07;
/** Share of the pupil, or cells at least, to go by. */
const fewestShare = 0.15;
const fewestCells = 12;
/** The part of the evidence, from dark to light, whose end is usual: remains of halos are the lighter part. */
const usualShare = 0.4;

/** @param blocked cells that show a reflection, a lid or lashes (non-zero). */
export function pupilTone(planes: IrisPlanes, blocked: Uint8Array): PupilTone {
  const { width, height, depth } = planes;
  const evidence = evidenceOf(planes, blocked);
  const kind = new Uint8Array(depth.length);
  for (let cell = 0; cell < depth.length; cell += 1) {
    kind[cell] = depth[cell]! < 0.1 ? cellKind.unknown : cellKind.absent;
  }
  for (const cell of evidence) kind[cell] = cellKind.known;
  const colours = [planes.red, planes.green, planes.blue].map((plane) => {
    const values = evidence.map((cell) => plane[cell]!).sort((a, b) => a - b);
    const usual = values[Math.floor(values.length * usualShare)] ?? 0;
    const low = values[Math.floor(values.length * 0.1)] ?? 0;
    const most = usual + Math.max(0.015, 2 * (usual - low));
    const held = new Float32Array(plane.length);
    for (const cell of evidence) held[cell] = Math.min(most, plane[cell]!);
    return smoothed(held, kind, width, height);
  });
  solveMembrane({ width, height, kind, planes: colours });
  return { planes, colours: [colours[0]!, colours[1]!, colours[2]!] };
}

/** What can be seen of the pupil; when that is little, up to its edge; at last its darkest cells. */
function evidenceOf(planes: IrisPlanes, blocked: Uint8Array): number[] {
  const { depth } = planes;
  const seen = (before: number) => {
    const cells: number[] = [];
    for (let cell = 0; cell < depth.length; cell += 1) {
      if (depth[cell]! < before && blocked[cell] === 0) cells.push(cell);
    }
    return cells;
  };
  const all: number[] = [];
  for (let cell = 0; cell < depth.length; cell += 1) if (depth[cell]! < clearDepth) all.push(cell);
  const clear = seen(clearDepth);
  if (clear.length >= fewestShare * all.length) return clear;
  // Held to the darker half: the edge's own blur lightens these.
  const nearly = byDarkness(planes, seen(0));
  if (nearly.length >= fewestCells) return nearly.slice(0, nearly.length / 2);
  const darkest = byDarkness(planes, all);
  return darkest.slice(0, Math.max(1, Math.floor(darkest.length / 50)));
}

function byDarkness(planes: IrisPlanes, cells: number[]): number[] {
  return cells.sort((a, b) => planes.green[a]! - planes.green[b]!);
}

/** Mean over the known cells of a 5 x 5 square, so that grain in the evidence draws no stripes into the fill. */
function smoothed(values: Float32Array, kind: Uint8Array, width: number, height: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = y * width + x;
      if (kind[cell] !== cellKind.known) continue;
      let sum = 0;
      let count = 0;
      for (let ny = Math.max(0, y - 2); ny <= Math.min(height - 1, y + 2); ny += 1) {
        for (let nx = Math.max(0, x - 2); nx <= Math.min(width - 1, x + 2); nx += 1) {
          if (kind[ny * width + nx] !== cellKind.known) continue;
          sum += values[ny * width + nx]!;
          count += 1;
        }
      }
      result[cell] = sum / count;
    }
  }
  return result;
}

/** The tone at a frame pixel, 0..1, interpolated between cells. */
export function samplePupilTone(tone: PupilTone, x: number, y: number, into: Float32Array): void {
  const { planes, colours } = tone;
  const cellX = Math.min(planes.width - 1, Math.max(0, (x + 0.5 - planes.left) / planes.step - 0.5));
  const cellY = Math.min(planes.height - 1, Math.max(0, (y + 0.5 - planes.top) / planes.step - 0.5));
  const left = Math.floor(cellX);
  const top = Math.floor(cellY);
  const right = Math.min(planes.width - 1, left + 1);
  const below = Math.min(planes.height - 1, top + 1) * planes.width;
  const above = top * planes.width;
  const shareX = cellX - left;
  const shareY = cellY - top;
  for (let channel = 0; channel < 3; channel += 1) {
    const plane = colours[channel]!;
    const upper = plane[above + left]! * (1 - shareX) + plane[above + right]! * shareX;
    const lower = plane[below + left]! * (1 - shareX) + plane[below + right]! * shareX;
    into[channel] = upper * (1 - shareY) + lower * shareY;
  }
}
