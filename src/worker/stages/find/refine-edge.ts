/**
 * Moves a predicted edge onto the edge itself. Along radial rays that are open to view the photograph is read
 * across the edge and projected onto the colour direction that separates its two sides best; the derivative of a
 * Gaussian as wide as such edges are soft finds the steepest place; a robust ellipse goes through those places.
 * After J. Daugman's integro-differential operator (1993), with rays in place of circles so that lids, lashes and
 * reflections can be left out one by one. It never makes an outline worse: what is seen in too few directions,
 * scatters too much or lies too far from the prediction is refused.
 */
import type { Ellipse } from '../../../contracts/geometry.ts';
import { fitEllipse, type WeightedPoint } from '../../imaging/ellipse-fit.ts';
import { ellipseOverlap, meanRadius, radiusTowards } from '../../imaging/ellipse-geometry.ts';
import type { View } from '../../imaging/sampling.ts';
import { channels, type Profiles, placeOf, readProfiles, type Visibility } from './edge-profiles.ts';
import { type RefinementRules, refinementGeometry } from './geometry.ts';

export interface RefinedEdge {
  readonly ellipse: Ellipse;
  /** Share of directions in which the edge was seen. */
  readonly coverage: number;
  /** Robust deviation of the seen edge from the ellipse, in radii. */
  readonly residual: number;
}

/** Each one narrower than the last; only the last needs all rays. */
const passes = [
  { band: 1, sigma: 1, rays: refinementGeometry.rays / 2 },
  { band: 0.55, sigma: 0.6, rays: refinementGeometry.rays / 2 },
  { band: 0.3, sigma: 0.35, rays: refinementGeometry.rays },
] as const;

/** @returns null when refining is refused */
export function refineEdge(
  view: View,
  predicted: Ellipse,
  visibility: Visibility,
  rules: RefinementRules,
): RefinedEdge | null {
  let edge: RefinedEdge | null = null;
  for (const pass of passes) {
    const narrowed = { ...rules, band: rules.band * pass.band, sigma: rules.sigma * pass.sigma };
    const next = refineOnce(view, edge?.ellipse ?? predicted, visibility, narrowed, pass.rays);
    if (!next) break;
    edge = next;
  }
  return edge && ellipseOverlap(edge.ellipse, predicted) >= rules.leastOverlap ? edge : null;
}

function refineOnce(
  view: View,
  predicted: Ellipse,
  visibility: Visibility,
  rules: RefinementRules,
  rays: number,
): RefinedEdge | null {
  const profiles = readProfiles(view, predicted, visibility, rules, rays);
  const signal = projectOnContrast(profiles);
  if (!signal) return null;
  const responses = smoothAcrossRays(
    steepness(signal, profiles.seen, rules.sigma / rules.band),
    profiles.seen,
  );
  const peaks = Array.from({ length: rays }, (_, ray) => findPeak(responses, profiles.seen[ray]!, ray));
  const heights = peaks.flatMap((peak) => (peak ? [peak.height] : [])).sort((one, two) => one - two);
  const typical = heights[heights.length >> 1];
  if (typical === undefined || typical <= 0) return null;
  const points: WeightedPoint[] = [];
  for (const [ray, peak] of peaks.entries()) {
    if (!peak || peak.height < 0.3 * typical) continue;
    const radians = ((ray + 0.5) / rays) * 2 * Math.PI;
    const radius = radiusTowards(predicted, radians) * (1 + rules.band * peak.place);
    points.push({
      x: predicted.cx + radius * Math.cos(radians),
      y: predicted.cy + radius * Math.sin(radians),
      weight: Math.min(1, peak.height / typical),
    });
  }
  const fit = fitEllipse(points, { start: predicted, shape: predicted, shapePenalty: rules.shapePenalty });
  if (!fit) return null;
  const coverage = (fit.support * points.length) / rays;
  const residual = fit.residual / meanRadius(predicted);
  if (coverage < rules.leastCoverage || residual > rules.largestResidual) return null;
  return { ellipse: fit.ellipse, coverage, residual };
}

/**
 * Projects colours onto the direction that separates inside from outside (Fisher's discriminant with independent
 * channels), so that a blue limbus on a white eye and a brown one on a red eye are edges alike.
 */
function projectOnContrast({ colours, seen }: Profiles): Float32Array | null {
  const { samples } = refinementGeometry;
  const rays = seen.length;
  const third = Math.floor(samples / 3);
  const inner = createSpread();
  const outer = createSpread();
  for (let ray = 0; ray < rays; ray += 1) {
    if (!seen[ray]) continue;
    for (let sample = 0; sample < third; sample += 1) {
      addTo(inner, colours, (ray * samples + sample) * channels);
      addTo(outer, colours, (ray * samples + samples - 1 - sample) * channels);
    }
  }
  if (inner.count === 0) return null;
  const axis = [0, 1, 2].map((channel) => {
    const difference = outer.sum[channel]! / outer.count - inner.sum[channel]! / inner.count;
    return difference / (varianceOf(inner, channel) + varianceOf(outer, channel) + 500 ** 2);
  });
  const length = Math.hypot(...axis);
  if (length === 0) return null;
  const signal = new Float32Array(rays * samples);
  for (let at = 0; at < signal.length; at += 1) {
    const from = at * channels;
    signal[at] =
      (axis[0]! * colours[from]! + axis[1]! * colours[from + 1]! + axis[2]! * colours[from + 2]!) / length;
  }
  return signal;
}

const createSpread = () => ({ count: 0, sum: [0, 0, 0], squares: [0, 0, 0] });
type Spread = ReturnType<typeof createSpread>;

function addTo(spread: Spread, colours: Float32Array, at: number): void {
  spread.count += 1;
  for (let channel = 0; channel < channels; channel += 1) {
    spread.sum[channel]! += colours[at + channel]!;
    spread.squares[channel]! += colours[at + channel]! ** 2;
  }
}

function varianceOf({ count, sum, squares }: Spread, channel: number): number {
  return Math.max(0, squares[channel]! / count - (sum[channel]! / count) ** 2);
}

/** First derivative along every ray that has a say, under a Gaussian of `sigma` half-bands; the ends are repeated. */
function steepness(signal: Float32Array, seen: Uint8Array, sigma: number): Float32Array {
  const { samples } = refinementGeometry;
  const deviation = (sigma * (samples - 1)) / 2;
  const reach = Math.ceil(2.5 * deviation);
  const kernel = Float64Array.from({ length: reach }, (_, index) => {
    const offset = index + 1;
    return offset * Math.exp(-(offset * offset) / (2 * deviation * deviation));
  });
  const norm = 2 * kernel.reduce((sum, value) => sum + value, 0);
  const padded = new Float64Array(samples + 2 * reach);
  const result = new Float32Array(signal.length);
  for (const [ray, count] of seen.entries()) {
    if (count === 0) continue;
    const from = ray * samples;
    padded.set(signal.subarray(from, from + samples), reach);
    padded.fill(signal[from]!, 0, reach);
    padded.fill(signal[from + samples - 1]!, reach + samples);
    for (let sample = 0; sample < samples; sample += 1) {
      let sum = 0;
      for (let offset = 1; offset <= reach; offset += 1) {
        const middle = sample + reach;
        sum += kernel[offset - 1]! * (padded[middle + offset]! - padded[middle - offset]!);
      }
      result[from + sample] = sum / norm;
    }
  }
  return result;
}

/** Neighbouring rays see the same edge but not the same fibre: a short mean over directions keeps the edge. */
function smoothAcrossRays(responses: Float32Array, seen: Uint8Array): Float32Array {
  const { samples } = refinementGeometry;
  const rays = seen.length;
  const result = new Float32Array(responses.length);
  for (let ray = 0; ray < rays; ray += 1) {
    if (!seen[ray]) continue;
    let count = 0;
    for (let offset = -2; offset <= 2; offset += 1) {
      const neighbour = (ray + offset + rays) % rays;
      if (!seen[neighbour]) continue;
      count += 1;
      for (let sample = 0; sample < samples; sample += 1) {
        result[ray * samples + sample]! += responses[neighbour * samples + sample]!;
      }
    }
    for (let sample = 0; sample < samples; sample += 1) result[ray * samples + sample]! /= count;
  }
  return result;
}

/** The steepest place of a ray, nearer ones preferred; `place` is in half-bands from the prediction. */
function findPeak(
  responses: Float32Array,
  seen: number,
  ray: number,
): { place: number; height: number } | null {
  if (seen === 0) return null;
  const { samples } = refinementGeometry;
  const from = ray * samples;
  const merit = (sample: number) => responses[from + sample]! * Math.exp(-0.9 * placeOf(sample) ** 2);
  let best = 1;
  for (let sample = 2; sample < seen - 1; sample += 1) if (merit(sample) > merit(best)) best = sample;
  const [before, here, after] = [
    responses[from + best - 1]!,
    responses[from + best]!,
    responses[from + best + 1]!,
  ];
  if (here <= 0) return null;
  const bend = before - 2 * here + after;
  const shift = bend < 0 ? Math.min(1, Math.max(-1, (before - after) / (2 * bend))) : 0;
  return { place: placeOf(best + shift), height: here };
}
