/**
 * Iris brought from elsewhere on the same ring onto a hole: candidates are chosen and cut at working size, then
 * each pixel is taken from the full-size picture along its label's turn. Tones are blended widely across the
 * cuts and texture hard, as multi-band blending does (P. Burt and E. Adelson 1983), so cuts do not show and
 * fibres are not averaged away.
 */
import type { ColourImage } from '../../imaging/image.ts';
import {
  type Candidate,
  chooseCandidates,
  type Exemplar,
  sourceCell,
  sourceTurn,
} from './exemplar-candidates.ts';
import { cosineAt, depthAt, distanceAt, sineAt, turnAt } from './iris-polar.ts';
import { cutLabels } from './label-cut.ts';

/** Everything needed to ask what belongs at any pixel of one hole and its rim. */
export interface RingPatch {
  readonly exemplar: Exemplar;
  readonly candidates: readonly Candidate[];
  /** Per cell of the planes: label + 1, or 0 outside the hole and its rim. */
  readonly label: Uint8Array;
  /** Per label, per cell of the planes and channel: what evens its tone with the others'. */
  readonly tone: readonly Float32Array[];
}

/** Width of the rim that candidates are compared on, in cells of the planes. */
const rimWidth = 4;
/** Cells over which tones are evened between labels. */
const toneBlur = 5;
const wantedCandidates = 10;
const invalidCost = 4;
const rimWeight = 1.5;
/** Per cell and unit of depth: other depths only where the own one is covered all round. */
const shiftCost = 0.3;

/**
 * @param hole cells of the planes to cover (1), with those of its surroundings that are not to be compared (2).
 * @returns null when no turn brings usable iris.
 */
export function ringPatch(exemplar: Exemplar, hole: Uint8Array): RingPatch | null {
  const { planes, usable } = exemplar;
  const { width, height } = planes;
  const holeCells: number[] = [];
  const rimCells: number[] = [];
  const near = nearHole(hole, width, height, rimWidth);
  for (let cell = 0; cell < hole.length; cell += 1) {
    if (hole[cell] === 1) holeCells.push(cell);
    else if (near[cell] === 1 && hole[cell] === 0 && usable[cell] === 1) rimCells.push(cell);
  }
  const candidates = chooseCandidates(exemplar, {
    rim: Int32Array.from(rimCells),
    hole: Int32Array.from(holeCells),
    count: wantedCandidates,
  });
  if (candidates.length === 0) return null;
  const cells = Int32Array.from([...holeCells, ...rimCells]).sort();
  const bands = candidates.map((candidate) => splitBands(exemplar, candidate, cells));
  const labels = cut(exemplar, hole, cells, candidates, bands);
  const label = new Uint8Array(hole.length);
  for (let place = 0; place < cells.length; place += 1) label[cells[place]!] = labels[place]! + 1;
  return { exemplar, candidates, label, tone: evenTones(cells, bands, labels, width, height) };
}

function nearHole(hole: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const near = new Uint8Array(hole.length);
  for (let cell = 0; cell < hole.length; cell += 1) {
    if (hole[cell] !== 1) continue;
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny += 1) {
      for (let nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx += 1) {
        near[ny * width + nx] = 1;
      }
    }
  }
  return near;
}

interface Bands {
  /** Tone per plane cell and channel, and whether the candidate is usable there, per place. */
  readonly base: Float32Array;
  readonly detail: Float32Array;
  readonly usable: Uint8Array;
}

/** What a candidate brings to the cells, split into a blurred tone and the texture on it. */
function splitBands(exemplar: Exemplar, candidate: Candidate, cells: Int32Array): Bands {
  const { planes, usable } = exemplar;
  const { width, height } = planes;
  const count = cells.length;
  const colours = new Float32Array(count * 3);
  const good = new Uint8Array(count);
  const sums = new Float32Array(width * height * 4);
  for (let place = 0; place < count; place += 1) {
    const source = sourceCell(exemplar, candidate, cells[place]!);
    if (source < 0) continue;
    good[place] = usable[source]!;
    colours[place * 3] = planes.red[source]!;
    colours[place * 3 + 1] = planes.green[source]!;
    colours[place * 3 + 2] = planes.blue[source]!;
    if (good[place] === 0) continue;
    const at = cells[place]! * 4;
    sums[at] = colours[place * 3]!;
    sums[at + 1] = colours[place * 3 + 1]!;
    sums[at + 2] = colours[place * 3 + 2]!;
    sums[at + 3] = 1;
  }
  const blurred = blurFour(sums, width, height, cells, toneBlur);
  const base = new Float32Array(count * 3);
  const detail = new Float32Array(count * 3);
  for (let place = 0; place < count; place += 1) {
    const weight = blurred[place * 4 + 3]!;
    for (let channel = 0; channel < 3; channel += 1) {
      const tone = weight > 1e-4 ? blurred[place * 4 + channel]! / weight : colours[place * 3 + channel]!;
      base[place * 3 + channel] = tone;
      detail[place * 3 + channel] = colours[place * 3 + channel]! - tone;
    }
  }
  return { base, detail, usable: good };
}

/** Two box blurs of four interleaved values, read at the cells; whole planes in, one row per cell out. */
function blurFour(
  values: Float32Array,
  width: number,
  height: number,
  cells: Int32Array,
  reach: number,
): Float32Array {
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (const cell of cells) {
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  const boxWidth = right - left;
  const boxHeight = bottom - top;
  const from = new Float32Array(boxWidth * boxHeight * 4);
  const to = new Float32Array(from.length);
  for (let y = 0; y < boxHeight; y += 1) {
    const start = ((top + y) * width + left) * 4;
    from.set(values.subarray(start, start + boxWidth * 4), y * boxWidth * 4);
  }
  for (let round = 0; round < 2; round += 1) {
    slide(from, to, boxWidth, boxHeight, 4, boxWidth * 4, reach);
    slide(to, from, boxHeight, boxWidth, boxWidth * 4, 4, reach);
  }
  const result = new Float32Array(cells.length * 4);
  for (let place = 0; place < cells.length; place += 1) {
    const y = Math.floor(cells[place]! / width);
    const at = ((y - top) * boxWidth + cells[place]! - y * width - left) * 4;
    for (let part = 0; part < 4; part += 1) result[place * 4 + part] = from[at + part]!;
  }
  return result;
}

function slide(
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  along: number,
  across: number,
  reach: number,
): void {
  const share = 1 / (2 * reach + 1);
  for (let line = 0; line < lines; line += 1) {
    for (let part = 0; part < 4; part += 1) {
      const start = line * across + part;
      let sum = 0;
      for (let place = 0; place < Math.min(reach, length); place += 1) sum += from[start + place * along]!;
      for (let place = 0; place < length; place += 1) {
        if (place + reach < length) sum += from[start + (place + reach) * along]!;
        if (place - reach - 1 >= 0) sum -= from[start + (place - reach - 1) * along]!;
        to[start + place * along] = sum * share;
      }
    }
  }
}

function cut(
  exemplar: Exemplar,
  hole: Uint8Array,
  cells: Int32Array,
  candidates: readonly Candidate[],
  bands: readonly Bands[],
): Uint8Array {
  const { planes } = exemplar;
  const count = cells.length;
  const colours = new Float32Array(bands.length * count * 3);
  const costs = new Float32Array(bands.length * count);
  for (let label = 0; label < bands.length; label += 1) {
    const { base, detail, usable } = bands[label]!;
    colours.set(detail, label * count * 3);
    for (let place = 0; place < count; place += 1) {
      const cell = cells[place]!;
      let cost = usable[place] === 1 ? shiftCost * Math.abs(candidates[label]!.shift) : invalidCost;
      if (hole[cell] !== 1) {
        for (let channel = 0; channel < 3; channel += 1) {
          const here = (channel === 0 ? planes.red : channel === 1 ? planes.green : planes.blue)[cell]!;
          const tone = base[place * 3 + channel]!;
          cost += rimWeight * Math.min(0.3, Math.abs(here - tone - detail[place * 3 + channel]!));
        }
      }
      costs[label * count + place] = cost;
    }
  }
  return cutLabels({ cells, width: planes.width, colours, costs, labels: bands.length });
}

/** Per label: the blend of the chosen labels' tones, minus its own. */
function evenTones(
  cells: Int32Array,
  bands: readonly Bands[],
  labels: Uint8Array,
  width: number,
  height: number,
): Float32Array[] {
  const count = cells.length;
  const chosen = new Float32Array(width * height * 4);
  for (let place = 0; place < count; place += 1) {
    const { base } = bands[labels[place]!]!;
    const at = cells[place]! * 4;
    for (let channel = 0; channel < 3; channel += 1) chosen[at + channel] = base[place * 3 + channel]!;
    chosen[at + 3] = 1;
  }
  const blurred = blurFour(chosen, width, height, cells, toneBlur);
  return bands.map(({ base }) => {
    const tone = new Float32Array(width * height * 3);
    for (let place = 0; place < count; place += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const target = blurred[place * 4 + channel]! / Math.max(1e-4, blurred[place * 4 + 3]!);
        tone[cells[place]! * 3 + channel] = target - base[place * 3 + channel]!;
      }
    }
    return tone;
  });
}

/**
 * What the patch brings to one frame pixel, 0..1 per channel, sampled bicubically from `image`.
 * @param into three channels; untouched when the pixel lies outside the patch.
 * @returns the candidate it came from, or null outside.
 */
export function samplePatch(
  patch: RingPatch,
  image: ColourImage,
  x: number,
  y: number,
  into: Float32Array,
): Candidate | null {
  const { exemplar, candidates, label, tone } = patch;
  const { planes, polar } = exemplar;
  const cellX = Math.min(planes.width - 1, Math.max(0, (x + 0.5 - planes.left) / planes.step - 0.5));
  const cellY = Math.min(planes.height - 1, Math.max(0, (y + 0.5 - planes.top) / planes.step - 0.5));
  const left = Math.floor(cellX);
  const top = Math.floor(cellY);
  const shareX = cellX - left;
  const shareY = cellY - top;
  corners[0] = top * planes.width + left;
  corners[1] = corners[0]! + (left + 1 < planes.width ? 1 : 0);
  corners[2] = corners[0]! + (top + 1 < planes.height ? planes.width : 0);
  corners[3] = corners[2]! + corners[1]! - corners[0]!;
  weights[0] = (1 - shareX) * (1 - shareY);
  weights[1] = shareX * (1 - shareY);
  weights[2] = (1 - shareX) * shareY;
  weights[3] = shareX * shareY;
  // The label with most weight: cuts run smoothly between cells instead of along their edges.
  let best = 0;
  let bestWeight = 0;
  for (let part = 0; part < 4; part += 1) {
    const own = label[corners[part]!]!;
    if (own === 0) continue;
    let weight = 0;
    for (let other = 0; other < 4; other += 1) if (label[corners[other]!] === own) weight += weights[other]!;
    if (weight > bestWeight) {
      bestWeight = weight;
      best = own;
    }
  }
  if (best === 0) return null;
  const turn = turnAt(polar, x + 0.5, y + 0.5);
  const depth = depthAt(polar, x + 0.5, y + 0.5, turn);
  const candidate = candidates[best - 1]!;
  const from = sourceTurn(candidate, turn);
  const distance = distanceAt(polar, from, depth + candidate.shift);
  sampleBicubic(
    image,
    polar.centreX + distance * cosineAt(from),
    polar.centreY + distance * sineAt(from),
    into,
  );
  const tones = tone[best - 1]!;
  let present = 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let part = 0; part < 4; part += 1) {
    const cell = corners[part]!;
    if (label[cell] === 0) continue;
    const weight = weights[part]!;
    present += weight;
    red += weight * tones[cell * 3]!;
    green += weight * tones[cell * 3 + 1]!;
    blue += weight * tones[cell * 3 + 2]!;
  }
  if (present > 1e-6) {
    into[0]! += red / present;
    into[1]! += green / present;
    into[2]! += blue / present;
  }
  return candidate;
}

const corners = new Int32Array(4);
const weights = new Float64Array(4);

/** Catmull-Rom, edges repeated; continuous coordinates, 0..1 out. */
function sampleBicubic(image: ColourImage, atX: number, atY: number, into: Float32Array): void {
  const { width, height, data } = image;
  const x = atX - 0.5;
  const y = atY - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  cubicWeights(x - left, acrossWeights);
  cubicWeights(y - top, downWeights);
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let row = 0; row < 4; row += 1) {
    const sourceY = Math.min(height - 1, Math.max(0, top - 1 + row));
    for (let column = 0; column < 4; column += 1) {
      const sourceX = Math.min(width - 1, Math.max(0, left - 1 + column));
      const weight = downWeights[row]! * acrossWeights[column]!;
      const at = (sourceY * width + sourceX) * 3;
      red += weight * data[at]!;
      green += weight * data[at + 1]!;
      blue += weight * data[at + 2]!;
    }
  }
  into[0] = red / 65535;
  into[1] = green / 65535;
  into[2] = blue / 65535;
}

const acrossWeights = new Float64Array(4);
const downWeights = new Float64Array(4);

function cubicWeights(share: number, into: Float64Array): void {
  const square = share * share;
  const cube = square * share;
  into[0] = -0.5 * cube + square - 0.5 * share;
  into[1] = 1.5 * cube - 2.5 * square + 1;
  into[2] = -1.5 * cube + 2 * square + 0.5 * share;
  into[3] = 0.5 * cube - 0.5 * square;
}
