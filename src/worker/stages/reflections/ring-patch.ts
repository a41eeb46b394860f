/**
 * Iris brought from elsewhere on the same ring onto a hole: candidates are chosen and cut at working size, then
 * each pixel is taken from the full-size picture along its label's turn. Tones are blended widely across the
 * cuts and texture hard, as multi-band blending does (P. Burt and E. Adelson 1983), so cuts do not show and
 * fibres are not averaged away.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import { dilateSquare } from '../../imaging/morphology.ts';
import { type Candidate, chooseCandidates, type Exemplar, sourceCell } from './exemplar-candidates.ts';
import { cosineAt, sineAt } from './iris-polar.ts';
import { cutLabels } from './label-cut.ts';

/** Share of the copies' texture, down to the width of a cell, that is given up; where other depths stand in, more. */
export interface Calm {
  readonly plain: number;
  readonly shifted: number;
}

const none: Calm = { plain: 0, shifted: 0 };

/** Everything needed to ask what belongs at any pixel of one hole and its rim. */
export interface RingPatch {
  readonly exemplar: Exemplar;
  readonly candidates: readonly Candidate[];
  /** Some of it comes from other depths, as the own ones are covered all the way round. */
  readonly shifted: boolean;
  /** Per cell of the planes: its place in the lists below, or -1 outside the hole and its rim. */
  readonly place: Int32Array;
  /** Per label and place (label * places + place): its share there, 0..1, softened across cuts. */
  readonly shares: Float32Array;
  /** Per place: the label with the largest share, or -1 where several meet. */
  readonly only: Int16Array;
  /** Per label, place and channel: what evens the label's tone with the others'. */
  readonly tone: readonly Float32Array[];
  /** Per place and channel: the evened tone itself, without any texture. */
  readonly even: Float32Array;
}

/** Width of the rim that candidates are compared on, in cells of the planes. */
const rimWidth = 4;
/** Cells over which tones are evened between labels. */
const toneBlur = 5;
const leastWeight = 1e-4;
/** Depth from which on cells count to the iris's tone. */
const toneDepth = 0.02;
const wantedCandidates = 10;
const invalidCost = 4;
const rimWeight = 1.5;
/** How much dearer a cut straight across the fibres is than one along them. */
const fibreCare = 4;
/** Per cell and unit of depth: other depths only where the own one is covered all round. */
const shiftCost = { atPupil: 2, elsewhere: 0.7 } as const;
/** Depth from which on other depths look alike enough: nearer to the pupil there is its ruff. */
const ruffDepth = 0.1;

/**
 * @param hole 1 in cells of the planes to cover, 0 elsewhere.
 * @returns null when no turn brings usable iris.
 */
export function ringPatch(exemplar: Exemplar, hole: Uint8Array, calm: Calm = none): RingPatch | null {
  const { planes, usable } = exemplar;
  const { width, height } = planes;
  const holeCells: number[] = [];
  const rimCells: number[] = [];
  const near = dilateSquare(hole, width, height, rimWidth);
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
  const box = boxAround(cells, width);
  const bands = candidates.map((candidate) => splitBands(exemplar, candidate, cells, box));
  const labels = cut(exemplar, hole, cells, candidates, bands);
  const place = new Int32Array(hole.length).fill(-1);
  for (let index = 0; index < cells.length; index += 1) place[cells[index]!] = index;
  const shifted = candidates.some(({ shift }) => shift !== 0);
  const tones = evenTones(exemplar, cells, bands, labels, box, shifted ? calm.shifted : calm.plain);
  const cuts = softenCuts(cells, place, labels, candidates.length, width);
  return { exemplar, candidates, place, shifted, ...cuts, ...tones };
}

interface Bands {
  /** Per place and channel: the blurred tone, and the texture on it. */
  readonly base: Float32Array;
  readonly detail: Float32Array;
  /** Per place: whether the candidate brings visible iris. */
  readonly usable: Uint8Array;
}

/** What a candidate brings to the cells. The pupil's side of its edge is no part of the iris's tone. */
function splitBands(exemplar: Exemplar, candidate: Candidate, cells: Int32Array, box: CellBox): Bands {
  const { planes, usable } = exemplar;
  const count = cells.length;
  const colours = new Float32Array(count * 3);
  const good = new Uint8Array(count);
  const sums = new Float32Array(box.width * box.height * 4);
  for (let place = 0; place < count; place += 1) {
    const source = sourceCell(exemplar, candidate, cells[place]!);
    if (source < 0) continue;
    good[place] = usable[source]!;
    colours[place * 3] = planes.red[source]!;
    colours[place * 3 + 1] = planes.green[source]!;
    colours[place * 3 + 2] = planes.blue[source]!;
    if (good[place] === 0 || planes.depth[cells[place]!]! < toneDepth) continue;
    sums.set(colours.subarray(place * 3, place * 3 + 3), box.at[place]! * 4);
    sums[box.at[place]! * 4 + 3] = 1;
  }
  const blurred = blurTwice(sums, box);
  const base = new Float32Array(count * 3);
  const detail = new Float32Array(count * 3);
  for (let place = 0; place < count; place += 1) {
    const at = box.at[place]! * 4;
    const weight = blurred[at + 3]!;
    for (let channel = 0; channel < 3; channel += 1) {
      const own = colours[place * 3 + channel]!;
      base[place * 3 + channel] = weight > leastWeight ? blurred[at + channel]! / weight : own;
      detail[place * 3 + channel] = own - base[place * 3 + channel]!;
    }
  }
  return { base, detail, usable: good };
}

/** The upright box around the cells, and where in it each of them lies. */
interface CellBox {
  readonly width: number;
  readonly height: number;
  readonly at: Int32Array;
}

function boxAround(cells: Int32Array, width: number): CellBox {
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  let top = Number.POSITIVE_INFINITY;
  let bottom = 0;
  for (const cell of cells) {
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  const at = cells.map((cell) => (Math.floor(cell / width) - top) * (right - left) + (cell % width) - left);
  return { width: right - left, height: bottom - top, at };
}

function blurTwice(values: Float32Array, box: CellBox): Float32Array {
  const once = boxBlur(values, box.width, box.height, toneBlur, 4);
  return boxBlur(once, box.width, box.height, toneBlur, 4);
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
    for (let place = 0; place < count; place += 1) {
      const cell = cells[place]!;
      const at = (place * bands.length + label) * 3;
      colours[at] = detail[place * 3]!;
      colours[at + 1] = detail[place * 3 + 1]!;
      colours[at + 2] = detail[place * 3 + 2]!;
      const dear = planes.depth[cell]! < ruffDepth ? shiftCost.atPupil : shiftCost.elsewhere;
      let cost = usable[place] === 1 ? dear * Math.abs(candidates[label]!.shift) : invalidCost;
      if (hole[cell] !== 1) {
        for (let channel = 0; channel < 3; channel += 1) {
          const here = (channel === 0 ? planes.red : channel === 1 ? planes.green : planes.blue)[cell]!;
          const tone = base[place * 3 + channel]!;
          cost += rimWeight * Math.min(0.3, Math.abs(here - tone - detail[place * 3 + channel]!));
        }
      }
      costs[place * bands.length + label] = cost;
    }
  }
  // Fibres run outwards: a cut along them hides between two, a cut across them breaks them all.
  const across = Float32Array.from(cells, (cell) => 1 + fibreCare * cosineAt(planes.turn[cell]!) ** 2);
  const down = Float32Array.from(cells, (cell) => 1 + fibreCare * sineAt(planes.turn[cell]!) ** 2);
  return cutLabels({ cells, width: planes.width, colours, costs, labels: bands.length, across, down });
}

/** Spreads each label one cell over its cuts. */
function softenCuts(
  cells: Int32Array,
  place: Int32Array,
  labels: Uint8Array,
  labelCount: number,
  width: number,
): { shares: Float32Array; only: Int16Array } {
  const count = cells.length;
  const shares = new Float32Array(labelCount * count);
  const only = new Int16Array(count);
  for (let index = 0; index < count; index += 1) {
    const own = labels[index]!;
    only[index] = own;
    let present = 0;
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        const other = place[cells[index]! + dy * width + dx] ?? -1;
        if (other < 0) continue;
        const weight = (2 - Math.abs(dx)) * (2 - Math.abs(dy));
        present += weight;
        shares[labels[other]! * count + index]! += weight;
        if (labels[other] !== own) only[index] = -1;
      }
    }
    for (let label = 0; label < labelCount; label += 1) shares[label * count + index]! /= present;
  }
  return { shares, only };
}

/** Per label and place: the blend of the chosen labels' tones, minus its own and the calmed part of its texture. */
function evenTones(
  exemplar: Exemplar,
  cells: Int32Array,
  bands: readonly Bands[],
  labels: Uint8Array,
  box: CellBox,
  calm: number,
): { tone: Float32Array[]; even: Float32Array } {
  const count = cells.length;
  const even = new Float32Array(count * 3);
  const chosen = new Float32Array(box.width * box.height * 4);
  for (let place = 0; place < count; place += 1) {
    if (exemplar.planes.depth[cells[place]!]! < toneDepth) continue;
    chosen.set(bands[labels[place]!]!.base.subarray(place * 3, place * 3 + 3), box.at[place]! * 4);
    chosen[box.at[place]! * 4 + 3] = 1;
  }
  const blurred = blurTwice(chosen, box);
  const tones = bands.map(({ base, detail }) => {
    const tone = new Float32Array(count * 3);
    for (let place = 0; place < count; place += 1) {
      const at = box.at[place]! * 4;
      const weight = blurred[at + 3]!;
      if (weight <= leastWeight || exemplar.planes.depth[cells[place]!]! < toneDepth) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        even[place * 3 + channel] = blurred[at + channel]! / weight;
        const own = base[place * 3 + channel]! + calm * detail[place * 3 + channel]!;
        tone[place * 3 + channel] = even[place * 3 + channel]! - own;
      }
    }
    return tone;
  });
  return { tone: tones, even };
}
