/**
 * Finds what the cornea mirrors: catchlights, ring lights, softboxes, windows, their halos, on the iris and in
 * the pupil. The pixels decide: mirrored light adds to every channel alike, so it shows best in the least of the
 * three, where saturated irises are dark, and it stands out from what is usual on the same ring. The network's
 * coarse guess only lowers the bar where it points.
 */

import { boxBlur } from '../../imaging/box-blur.ts';
import type { MaskImage } from '../../imaging/image.ts';
import { type Component, close, connectedComponents, dilate, distanceTo } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { type IrisPlanes, irisPlanes, maskOnPlanes, openCells, planesToMask } from './iris-planes.ts';
import { type IrisPolar, irisPolar } from './iris-polar.ts';
import { ringStatistics } from './ring-statistics.ts';

/** Iris radius in cells at which reflections are looked for. */
const workingRadius = 200;

/** Where looking ends: a little beyond the limbus. */
const outermostDepth = 1.03;

/** Depths around the pupil's edge where neither the pupil's nor the iris's tone is usual. */
const pupilEdge = 0.05;

/** Shares of the photo's own white and of its range, 0..1, sRGB-encoded. */
const thresholds = {
  /** Nearly burnt out: no iris is that white. */
  burntOut: 0.82,
  /** Least excess over the usual that makes a reflection, on the iris and in the pupil. */
  seedOnIris: 0.15,
  seedInPupil: 0.03,
  /** The same for a single cell, which may be a bright fibre. */
  seedOfOneCell: 0.26,
  /** The same in spreads. */
  seedSpreads: 5,
  /** More than this above the usual is a reflection, however lively the iris. */
  seedAtMost: 0.34,
  /** A reflection goes on, connected, down to this. */
  growOnIris: 0.055,
  growInPupil: 0.014,
  growSpreads: 2.2,
  /** As light as this share of the seed that it hangs together with. */
  plateau: 0.94,
  /** How far the network's hint lowers the seeds' bar. */
  hinted: 0.6,
} as const;

/** Iris radii: parts nearer than this belong together; what a group is held against lies between the other two. */
const groupGap = 0.025;
const neighbourhood = { least: 0.04, most: 0.22 } as const;

/** What tells lights from pale iris; calibrated on rendered eyes, where the two are far apart. */
const judgement = {
  /** Slope per cell below which a place is flat; the share of flat places that proves a light, if it is large. */
  calmSlope: 0.012,
  flat: 0.62,
  /** In squared iris radii. */
  large: 0.03,
  /** How far a light outshines the brightest twentieth around it, also in units of that one's lead. */
  lead: 0.1,
  leadInTails: 2.7,
  /** Shares of a group: in the pupil everything bright is mirrored; where the network agrees, it is believed. */
  inPupil: 0.25,
  hinted: 0.4,
} as const;

/** Farthest that a halo is followed, in iris radii, and where it counts as having died out. */
const haloReach = 0.12;
const haloRest = { onIris: 0.02, inPupil: 0.01 } as const;

/** Iris radii: averages over this see blobs and not fibres; lids and their glints are kept off by the other. */
const fibreWidth = 0.012;
const lidMargin = { burntOut: 0.015, other: 0.05 } as const;

/**
 * @returns frame-sized, 0 or 255: every pixel of iris and pupil that shows mirrored light, its halo included.
 */
export function findSpeculars(frame: IrisFrame): MaskImage {
  const polar = irisPolar(frame.iris, frame.pupil);
  const planes = irisPlanes(frame.image, polar, workingRadius);
  const open = openCells(frame, planes, polar, 0.15);
  const searched = new Uint8Array(open.length);
  for (let cell = 0; cell < open.length; cell += 1) {
    searched[cell] = open[cell] === 1 && planes.depth[cell]! <= outermostDepth ? 1 : 0;
  }
  const least = leastChannel(planes);
  const blurred = boxBlur(least, planes.width, planes.height, Math.round(fibreWidth * workingRadius));
  const hint = maskOnPlanes(frame.specular, planes, 'mean');
  const white = whiteOf(frame);
  const pupil = pupilCells(planes, polar);
  const cells = { planes, searched, pupil, white };
  const sharp = excessLight(least, cells);
  const soft = excessLight(blurred, cells);
  const seeds = findSeeds(least, sharp, soft, cells, hint);
  const calm = calmCells(least, planes.width);
  const grown = growSeeds(seeds, blurred, calm, sharp, soft, cells);
  const found = keepReflections(grown, blurred, calm, hint, cells);
  return planesToMask(growHalos(found, sharp, cells, polar), planes, frame.image);
}

function leastChannel(planes: IrisPlanes): Float32Array {
  const least = new Float32Array(planes.red.length);
  for (let cell = 0; cell < least.length; cell += 1) {
    least[cell] = Math.min(planes.red[cell]!, planes.green[cell]!, planes.blue[cell]!);
  }
  return least;
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

interface Cells {
  readonly planes: IrisPlanes;
  /** 1 where the open eye shows, up to a little beyond the limbus. */
  readonly searched: Uint8Array;
  /** 1 in the pupil, clear of its edge. */
  readonly pupil: Uint8Array;
  readonly white: number;
}

interface Excess {
  /** Light above what is usual there. */
  readonly value: Float32Array;
  /** What is usual varies by this. */
  readonly spread: Float32Array;
}

function pupilCells(planes: IrisPlanes, polar: IrisPolar): Uint8Array {
  const pupil = new Uint8Array(planes.depth.length);
  if (polar.hasPupil) {
    for (let cell = 0; cell < pupil.length; cell += 1) pupil[cell] = planes.depth[cell]! < -pupilEdge ? 1 : 0;
  }
  return pupil;
}

/** Measured twice: what the first look finds is left out of what the second calls usual. */
function excessLight(values: Float32Array, cells: Cells): Excess {
  const { planes, searched, pupil, white } = cells;
  const usable = new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell += 1) {
    const beyond = planes.depth[cell]! > outermostDepth;
    usable[cell] = beyond || (searched[cell] === 1 && values[cell]! < thresholds.burntOut * white) ? 1 : 0;
  }
  const first = measure(values, cells, usable);
  const bright = new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell += 1) {
    const bar = Math.max(pupil[cell] === 1 ? 0.05 : 0.12, 4 * first.spread[cell]!);
    const burnt = searched[cell] === 1 && usable[cell] === 0;
    bright[cell] = burnt || (searched[cell] === 1 && first.value[cell]! > bar) ? 255 : 0;
  }
  const away = distanceTo({ width: planes.width, height: planes.height, data: bright });
  for (let cell = 0; cell < values.length; cell += 1) {
    if (away[cell]! <= workingRadius * 0.04) usable[cell] = 0;
  }
  return measure(values, cells, usable);
}

function measure(values: Float32Array, cells: Cells, usable: Uint8Array): Excess {
  const { planes, pupil } = cells;
  const onIris = new Uint8Array(usable.length);
  const inPupil: number[] = [];
  for (let cell = 0; cell < usable.length; cell += 1) {
    if (usable[cell] === 0) continue;
    if (pupil[cell] === 1) inPupil.push(values[cell]!);
    else onIris[cell] = 1;
  }
  const { usual, spread } = ringStatistics(values, planes, onIris);
  inPupil.sort((a, b) => a - b);
  // The darker part of the pupil is the pupil; what is lighter may be a dim window.
  const dark = inPupil[Math.floor(inPupil.length * 0.4)] ?? 0.05;
  const darkSpread = Math.max(0.006, (dark - (inPupil[Math.floor(inPupil.length * 0.1)] ?? dark)) / 1.2);
  const value = new Float32Array(usable.length);
  for (let cell = 0; cell < usable.length; cell += 1) {
    if (pupil[cell] === 1) spread[cell] = darkSpread;
    value[cell] = values[cell]! - (pupil[cell] === 1 ? dark : usual[cell]!);
  }
  return { value, spread };
}

function findSeeds(
  least: Float32Array,
  sharp: Excess,
  soft: Excess,
  cells: Cells,
  hint: Uint8Array,
): Uint8Array {
  const { planes, searched, pupil, white } = cells;
  const { width, height } = planes;
  const shut = { width, height, data: searched };
  const fromLid = distanceTo(shut, (value) => value === 0);
  const seeds = new Uint8Array(least.length);
  for (let cell = 0; cell < least.length; cell += 1) {
    if (searched[cell] === 0) continue;
    const ease = hint[cell]! >= 128 ? thresholds.hinted : 1;
    const spreads = thresholds.seedSpreads;
    const dark = pupil[cell] === 1;
    const burnt = least[cell]! > thresholds.burntOut * white && sharp.value[cell]! > 0.12;
    const margin = (burnt ? lidMargin.burntOut : lidMargin.other) * workingRadius;
    if (fromLid[cell]! < margin) continue;
    const softBar = Math.max(
      dark ? thresholds.seedInPupil : thresholds.seedOnIris,
      spreads * soft.spread[cell]!,
    );
    const sharpBar = Math.max(
      dark ? thresholds.seedInPupil : thresholds.seedOfOneCell,
      spreads * sharp.spread[cell]!,
    );
    const blob = soft.value[cell]! > Math.min(softBar, thresholds.seedAtMost) * ease;
    seeds[cell] = burnt || blob || sharp.value[cell]! > sharpBar * ease ? 255 : 0;
  }
  return seeds;
}

/** Spreads from the seeds over connected cells that are lighter than usual, or as light as the seed was. */
function growSeeds(
  seeds: Uint8Array,
  blurred: Float32Array,
  calm: Uint8Array,
  sharp: Excess,
  soft: Excess,
  cells: Cells,
): Uint8Array {
  const { width, height } = cells.planes;
  const found = Uint8Array.from(seeds);
  const stack: number[] = [];
  const level = new Float32Array(seeds.length);
  for (let cell = 0; cell < seeds.length; cell += 1) {
    if (seeds[cell] === 0) continue;
    stack.push(cell);
    level[cell] = blurred[cell]!;
  }
  while (stack.length > 0) {
    const from = stack.pop()!;
    const y = Math.floor(from / width);
    const x = from - y * width;
    for (let ny = Math.max(0, y - 1); ny <= y + 1 && ny < height; ny += 1) {
      for (let nx = Math.max(0, x - 1); nx <= x + 1 && nx < width; nx += 1) {
        const cell = ny * width + nx;
        if (found[cell] !== 0 || cells.searched[cell] === 0) continue;
        const floor = cells.pupil[cell] === 1 ? thresholds.growInPupil : thresholds.growOnIris;
        const spreads = thresholds.growSpreads;
        const light =
          soft.value[cell]! > Math.max(floor, spreads * soft.spread[cell]!) &&
          sharp.value[cell]! > Math.max(floor, spreads * sharp.spread[cell]! * 0.5);
        const plateau =
          calm[cell] === 1 && soft.value[cell]! > floor && blurred[cell]! > thresholds.plateau * level[from]!;
        if (!light && !plateau) continue;
        found[cell] = 255;
        level[cell] = level[from]!;
        stack.push(cell);
      }
    }
  }
  return found;
}

/** 1 where the picture is flat, as the inside of a light is and fibres are not. */
function calmCells(values: Float32Array, width: number): Uint8Array {
  const calm = new Uint8Array(values.length);
  for (let cell = width; cell < values.length - width; cell += 1) {
    const across = values[cell + 1]! - values[cell - 1]!;
    const down = values[cell + width]! - values[cell - width]!;
    calm[cell] = Math.hypot(across, down) < 2 * judgement.calmSlope ? 1 : 0;
  }
  return calm;
}

/**
 * Drops what is no reflection: patches of pale fibres have others nearly as bright nearby and are lively inside,
 * while a light outshines its whole neighbourhood or is flat. Panes of a window and dots of a ring count as one.
 */
function keepReflections(
  grown: Uint8Array,
  values: Float32Array,
  calm: Uint8Array,
  hint: Uint8Array,
  cells: Cells,
): Uint8Array {
  const { width, height } = cells.planes;
  const away = distanceTo({ width, height, data: grown });
  const kept = new Uint8Array(grown.length);
  for (const group of connectedComponents(close({ width, height, data: grown }, groupGap * workingRadius))) {
    const own = group.pixels.filter((cell) => grown[cell] !== 0);
    if (isReflection(own, group, { values, away, calm, hint }, cells))
      for (const cell of own) kept[cell] = 255;
  }
  return kept;
}

interface Evidence {
  readonly values: Float32Array;
  /** Distance in cells to anything that may be a reflection. */
  readonly away: Float32Array;
  readonly calm: Uint8Array;
  readonly hint: Uint8Array;
}

function isReflection(own: Int32Array, group: Component, evidence: Evidence, cells: Cells): boolean {
  const { values, away, calm, hint } = evidence;
  const { width, height, depth } = cells.planes;
  const share = (test: (cell: number) => boolean, of = own) =>
    of.filter(test).length / Math.max(1, of.length);
  if (share((cell) => cells.pupil[cell] === 1) > judgement.inPupil) return true;
  if (share((cell) => hint[cell]! >= 128) > judgement.hinted) return true;
  const brightness = quantile(
    Array.from(own, (cell) => values[cell]!),
    0.8,
  );
  const middle = quantile(
    Array.from(own, (cell) => values[cell]!),
    0.5,
  );
  const core = own.filter((cell) => values[cell]! >= middle);
  const flat = share((cell) => calm[cell] === 1, core);
  if (flat > judgement.flat && own.length > judgement.large * workingRadius ** 2) return true;
  const reach = Math.round(neighbourhood.most * workingRadius);
  const around: number[] = [];
  for (let y = Math.max(0, group.top - reach); y < Math.min(height, group.bottom + reach); y += 1) {
    for (let x = Math.max(0, group.left - reach); x < Math.min(width, group.right + reach); x += 1) {
      const cell = y * width + x;
      const onIris = depth[cell]! > 0 && depth[cell]! < 0.93 && cells.searched[cell] === 1;
      if (onIris && away[cell]! > neighbourhood.least * workingRadius) around.push(values[cell]!);
    }
  }
  if (around.length < 30) return true;
  const usual = quantile(around, 0.5);
  const bright = quantile(around, 0.95);
  const lead = brightness - bright;
  const outshines = lead > judgement.leadInTails * (bright - usual + 0.01);
  return lead > judgement.lead && (outshines || flat > judgement.flat);
}

function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

/**
 * Follows the light around each reflection outwards to where it has died out: averaged along the whole outline,
 * even a faint halo shows against texture that no single pixel would show it against.
 */
function growHalos(found: Uint8Array, excess: Excess, cells: Cells, polar: IrisPolar): Uint8Array {
  const { width, height } = cells.planes;
  const { searched, pupil } = cells;
  const farthest = Math.max(3, Math.round((haloReach * polar.radius) / cells.planes.step));
  const result = new Uint8Array(found.length);
  for (const part of connectedComponents({ width, height, data: found })) {
    const margin = farthest + 2;
    const left = Math.max(0, part.left - margin);
    const top = Math.max(0, part.top - margin);
    const boxWidth = Math.min(width, part.right + margin) - left;
    const boxHeight = Math.min(height, part.bottom + margin) - top;
    const own = { width: boxWidth, height: boxHeight, data: new Uint8Array(boxWidth * boxHeight) };
    for (const cell of part.pixels) {
      const y = Math.floor(cell / width);
      own.data[(y - top) * boxWidth + (cell - y * width) - left] = 255;
    }
    const distance = distanceTo(own);
    const sums = [new Float64Array(farthest + 1), new Float64Array(farthest + 1)] as const;
    const counts = [new Float64Array(farthest + 1), new Float64Array(farthest + 1)] as const;
    const cellAt = (index: number) => {
      const y = Math.floor(index / boxWidth);
      return (top + y) * width + left + index - y * boxWidth;
    };
    for (let index = 0; index < distance.length; index += 1) {
      const cell = cellAt(index);
      const ring = Math.ceil(distance[index]!);
      if (ring < 1 || ring > farthest || searched[cell] === 0 || found[cell] !== 0) continue;
      const side = pupil[cell] === 1 ? 1 : 0;
      sums[side][ring]! += excess.value[cell]!;
      counts[side][ring]! += 1;
    }
    const onIris = haloEnd(sums[0], counts[0], haloRest.onIris);
    const inPupil = haloEnd(sums[1], counts[1], haloRest.inPupil);
    for (let index = 0; index < distance.length; index += 1) {
      const cell = cellAt(index);
      const end = pupil[cell] === 1 ? inPupil : onIris;
      if (searched[cell] === 1 && distance[index]! <= end + 1) result[cell] = 255;
    }
  }
  return dilate({ width, height, data: result }, 1).data;
}

/** Going inwards, the first ring clearly lighter than the calmest one outside it is where the halo ends. */
function haloEnd(sums: Float64Array, counts: Float64Array, rest: number): number {
  const least = 2;
  let lowest = Number.POSITIVE_INFINITY;
  for (let ring = sums.length - 1; ring > least; ring -= 1) {
    if (counts[ring]! < 12) continue;
    const mean = sums[ring]! / counts[ring]!;
    lowest = Math.min(lowest, mean);
    if (mean > lowest + rest) return ring;
  }
  return least;
}
