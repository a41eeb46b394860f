/**
 * The whole disc behind what is seen of an iris. Networks of others mostly mark the visible iris, whose outline is
 * limbus on some sides and lid on others. A lid only takes away: the true edge touches the seen region along the
 * limbus and runs outside it everywhere else. So the circle is wanted that most of the outline lies on and hardly
 * any of it lies outside of; what lies inside it is lid and has no say in the ellipse that is then fitted.
 */
import type { Ellipse } from '../../../contracts/geometry.ts';
import { fitEllipse } from '../../imaging/ellipse-fit.ts';
import { circle, ellipseLevel, ellipseOverlap, meanRadius } from '../../imaging/ellipse-geometry.ts';
import { mapValue } from '../../imaging/sampling.ts';
import type { SeenRegion } from './seen-regions.ts';

export interface VisibleDisc {
  readonly ellipse: Ellipse;
  /** For each of `sectors` directions from the ellipse's centre, how surely the outline there is limbus, 0..1. */
  readonly limbus: Float32Array;
}

export const sectors = 72;
const circlesTried = 400;
/** A point lies on a circle when it is this near, in radii; at least a cell. */
const nearness = 0.035;
const smallestCircle = 0.9;
const largestCircle = 2;
/** Points that are not known to have open eye beyond them. */
const leastWeight = 0.15;
const shapePenalty = 0.15;
const leastOverlapWithCircle = 0.75;

interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/**
 * @param open where the eye is open without the iris, or null where the network does not tell
 * @returns null when too little of an outline is there
 */
export function findVisibleDisc(
  region: SeenRegion,
  open: Float32Array | null,
  size: number,
): VisibleDisc | null {
  const points = weighPoints(region, open, size);
  const guess = likeliestCircle(points, Math.sqrt(region.area / Math.PI));
  if (guess === null) return null;
  const near = Math.max(1, 2 * nearness * guess.a);
  const onLimbus = points.filter((point) => distanceTo(guess, point) > -near);
  const fit = fitEllipse(onLimbus, { start: guess, shapePenalty });
  const ellipse = fit && ellipseOverlap(fit.ellipse, guess) >= leastOverlapWithCircle ? fit.ellipse : guess;
  return { ellipse, limbus: limbusSectors(points, ellipse) };
}

/** White beside a point speaks for limbus; skin beside it for a lid. Beyond the map nothing is known. */
function weighPoints({ outline }: SeenRegion, open: Float32Array | null, size: number): OutlinePoint[] {
  return outline.flatMap((point) => {
    if (point === null) return [];
    const { x, y, cosine, sine, radius } = point;
    const atEdge = x < 1 || y < 1 || x > size - 1 || y > size - 1;
    if (atEdge) return [];
    if (open === null) return [{ x, y, weight: 1 }];
    const reach = Math.max(2, 0.08 * radius);
    const beside = mapValue(open, size, x + reach * cosine, y + reach * sine);
    return [{ x, y, weight: leastWeight + (1 - leastWeight) * beside }];
  });
}

function likeliestCircle(points: readonly OutlinePoint[], radius: number): Ellipse | null {
  if (points.length < 12) return null;
  let state = 12_345;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return points[Math.floor((state / 2_147_483_648) * points.length)] as OutlinePoint;
  };
  let best: Ellipse | null = null;
  let most = 0;
  for (let attempt = 0; attempt < circlesTried; attempt += 1) {
    const candidate = circleThrough(next(), next(), next());
    if (candidate === null) continue;
    if (candidate.a < smallestCircle * radius || candidate.a > largestCircle * radius) continue;
    const near = Math.max(1, nearness * candidate.a);
    let votes = 0;
    for (const point of points) {
      const distance = distanceTo(candidate, point);
      if (distance > near) votes -= point.weight;
      else if (distance > -near) votes += point.weight * (1 - (distance / near) ** 2 / 2);
    }
    if (votes > most) {
      most = votes;
      best = candidate;
    }
  }
  return best;
}

/** Positive outside; exact for circles, to first order otherwise. */
const distanceTo = (ellipse: Ellipse, { x, y }: { x: number; y: number }) =>
  (ellipseLevel(ellipse, x, y) - 1) * meanRadius(ellipse);

function circleThrough(one: OutlinePoint, two: OutlinePoint, three: OutlinePoint): Ellipse | null {
  const bx = two.x - one.x;
  const by = two.y - one.y;
  const cx = three.x - one.x;
  const cy = three.y - one.y;
  const twice = 2 * (bx * cy - by * cx);
  if (Math.abs(twice) < 1e-3) return null;
  const b = bx * bx + by * by;
  const c = cx * cx + cy * cy;
  const x = (cy * b - by * c) / twice;
  const y = (bx * c - cx * b) / twice;
  return circle(one.x + x, one.y + y, Math.hypot(x, y));
}

function limbusSectors(points: readonly OutlinePoint[], ellipse: Ellipse): Float32Array {
  const near = Math.max(1, 1.5 * nearness * meanRadius(ellipse));
  const on = new Float32Array(sectors);
  const all = new Float32Array(sectors);
  for (const point of points) {
    const sector = sectorOf(ellipse, point.x, point.y);
    all[sector]! += 1;
    if (Math.abs(distanceTo(ellipse, point)) <= near) on[sector]! += 1;
  }
  // A lid's corner lies on the limbus by chance; its neighbours tell.
  return on.map((_, sector) => {
    let sum = 0;
    let weight = 0;
    for (let shift = -1; shift <= 1; shift += 1) {
      const beside = (sector + shift + sectors) % sectors;
      sum += on[beside]!;
      weight += Math.max(1, all[beside]!);
    }
    return sum / weight;
  });
}

export function sectorOf({ cx, cy }: Ellipse, x: number, y: number): number {
  const turn = Math.atan2(y - cy, x - cx) / (2 * Math.PI) + 0.5;
  return Math.min(sectors - 1, Math.floor(turn * sectors));
}
