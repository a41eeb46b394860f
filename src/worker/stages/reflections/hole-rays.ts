/** A hole unwrapped: a grid of rays from the pupil's centre, with what each place on them is. */
import type { HoleBox } from './hole-box.ts';
import { cosineAt, directions, foldTurn, type IrisPolar, sineAt } from './iris-polar.ts';

/** Nothing there; a known place beside the hole; in the hole. */
export const rayState = { none: 0, rim: 1, hole: 2 } as const;

export interface HoleRays {
  readonly bins: number;
  /** Cells a ray has, from the inside out; cell = bin * rings + ring. */
  readonly rings: number;
  /** Pixels between rings, and between rays at the hole's middle. */
  readonly step: number;
  readonly firstTurn: number;
  readonly turnStep: number;
  readonly firstRadius: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly state: Uint8Array;
  /** The pixel of the box that lies there. */
  readonly pixel: Int32Array;
}

/** Rays are this close at an iris radius of 400 pixels and more, in iris radii: finer than fibres are. */
const finest = 1 / 400;
/** Rays beyond the hole to either side. */
const sideRays = 4;
/** Steps along the ray beyond the hole. */
const endSteps = 4;
/** Depth from which on there is iris: the pupil's edge and its ruff are not carried anywhere. */
const firstDepth = 0.03;

/** @returns null where there is nothing of the hole on the iris */
export function createHoleRays(polar: IrisPolar, box: HoleBox, hasPupil: boolean): HoleRays | null {
  const { centreX, centreY } = polar;
  const span = spanOf(polar, box, hasPupil);
  if (span === null) return null;
  const step = Math.max(1, polar.radius * finest);
  const middle = Math.max(step, span.meanRadius);
  const turnStep = (step / middle / (2 * Math.PI)) * directions;
  const bins = Math.min(Math.floor(directions / turnStep), Math.ceil(span.turns / turnStep)) + 2 * sideRays;
  const firstTurn = span.firstTurn - sideRays * turnStep;
  const firstRadius = span.nearest - endSteps * step;
  const rings = Math.ceil((span.farthest - span.nearest) / step) + 2 * endSteps;
  const state = new Uint8Array(bins * rings);
  const pixel = new Int32Array(bins * rings);
  for (let bin = 0; bin < bins; bin += 1) {
    const turn = foldTurn(firstTurn + (bin + 0.5) * turnStep);
    const dx = cosineAt(turn);
    const dy = sineAt(turn);
    for (let ring = 0, cell = bin * rings; ring < rings; ring += 1, cell += 1) {
      const radius = firstRadius + (ring + 0.5) * step;
      const x = Math.floor(centreX + radius * dx) - box.left;
      const y = Math.floor(centreY + radius * dy) - box.top;
      if (x < 0 || y < 0 || x >= box.width || y >= box.height) continue;
      const at = y * box.width + x;
      if (box.near[at] === 0 || (hasPupil && box.depth[at]! < firstDepth)) continue;
      pixel[cell] = at;
      if (box.hole[at] === 1) state[cell] = rayState.hole;
      else if (box.known[at] === 1) state[cell] = rayState.rim;
    }
  }
  return { bins, rings, step, firstTurn, turnStep, firstRadius, centreX, centreY, state, pixel };
}

/** Of holes with many pixels, one in so many each way says where they lie. */
const manyPixels = 20_000;
const sparse = 3;

/** Where the hole begins and how far it goes, starting after the widest gap around the turn. */
function spanOf(polar: IrisPolar, box: HoleBox, hasPupil: boolean) {
  const parts = 256;
  const taken = new Uint8Array(parts);
  let nearest = Number.POSITIVE_INFINITY;
  let farthest = 0;
  let sum = 0;
  let count = 0;
  const spacing = box.width * box.height > manyPixels ? sparse : 1;
  for (let y = 0; y < box.height; y += spacing) {
    const dy = box.top + y + 0.5 - polar.centreY;
    for (let x = 0; x < box.width; x += spacing) {
      const at = y * box.width + x;
      if (box.hole[at] === 0 || (hasPupil && box.depth[at]! < firstDepth)) continue;
      const dx = box.left + x + 0.5 - polar.centreX;
      const radius = Math.sqrt(dx * dx + dy * dy);
      if (radius < nearest) nearest = radius;
      if (radius > farthest) farthest = radius;
      taken[Math.floor((box.turn[at]! / directions) * parts)] = 1;
      sum += radius;
      count += 1;
    }
  }
  if (count === 0) return null;
  let start = 0;
  let widest = 0;
  for (let part = 0; part < parts; part += 1) {
    let gap = 0;
    while (gap < parts && taken[(part - 1 - gap + 2 * parts) % parts] === 0) gap += 1;
    if (taken[part] === 1 && gap > widest) {
      widest = gap;
      start = part;
    }
  }
  return {
    nearest: nearest - (spacing - 1),
    farthest: farthest + spacing - 1,
    meanRadius: sum / count,
    firstTurn: (start / parts) * directions,
    turns: ((parts - widest) / parts) * directions,
  };
}

/**
 * Adds values kept per cell (red, green, blue, 1 where there are any) to the planes of the hole's box, at all pixels
 * near the hole, between the cells that have any.
 */
export function addFromRays(
  rays: HoleRays,
  values: Float32Array,
  box: HoleBox,
  planes: readonly Float32Array[],
): void {
  const { bins, rings, step, firstTurn, turnStep, firstRadius, centreX, centreY } = rays;
  const [red, green, blue] = planes as [Float32Array, Float32Array, Float32Array];
  const row = rings * 4;
  for (let y = 0, at = 0; y < box.height; y += 1) {
    const dy = box.top + y + 0.5 - centreY;
    for (let x = 0; x < box.width; x += 1, at += 1) {
      if (box.near[at] === 0) continue;
      const dx = box.left + x + 0.5 - centreX;
      const ring = (Math.sqrt(dx * dx + dy * dy) - firstRadius) / step - 0.5;
      const low = Math.floor(ring);
      if (low < 0 || low + 1 >= rings) continue;
      const bin = foldTurn(box.turn[at]! - firstTurn) / turnStep - 0.5;
      const left = Math.floor(bin);
      if (left < 0 || left + 1 >= bins) continue;
      const shareX = bin - left;
      const shareY = ring - low;
      const from = left * row + low * 4;
      const one = values[from + 3]! * (1 - shareX) * (1 - shareY);
      const two = values[from + row + 3]! * shareX * (1 - shareY);
      const three = values[from + 7]! * (1 - shareX) * shareY;
      const four = values[from + row + 7]! * shareX * shareY;
      const weights = one + two + three + four;
      if (weights <= 1e-3) continue;
      const first = one / weights;
      const second = two / weights;
      const third = three / weights;
      const fourth = four / weights;
      const beside = from + row;
      red[at]! +=
        first * values[from]! +
        second * values[beside]! +
        third * values[from + 4]! +
        fourth * values[beside + 4]!;
      green[at]! +=
        first * values[from + 1]! +
        second * values[beside + 1]! +
        third * values[from + 5]! +
        fourth * values[beside + 5]!;
      blue[at]! +=
        first * values[from + 2]! +
        second * values[beside + 2]! +
        third * values[from + 6]! +
        fourth * values[beside + 6]!;
    }
  }
}
