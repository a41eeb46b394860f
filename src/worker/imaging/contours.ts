/** Regions and their outlines in a map of probabilities. */
import type { Ellipse } from '../../contracts/geometry.ts';
import { normaliseEllipse, radiusTowards } from './ellipse-geometry.ts';
import { mapValue } from './sampling.ts';

/** One connected region of a map above a threshold (4-neighbours), with its moments weighted by the map. */
export interface Component {
  readonly pixels: number;
  /** Mean and highest value of the map inside. */
  readonly mean: number;
  readonly peak: number;
  /** The ellipse with the region's area and second moments, in map coordinates. */
  readonly ellipse: Ellipse;
}

/** @returns all components of at least `fewestPixels`, largest first */
export function findComponents(
  map: Float32Array,
  width: number,
  height: number,
  threshold: number,
  fewestPixels: number,
): Component[] {
  const seen = new Uint8Array(width * height);
  const stack: number[] = [];
  const components: Component[] = [];
  for (let start = 0; start < map.length; start += 1) {
    if (seen[start] || map[start]! < threshold) continue;
    seen[start] = 1;
    stack.push(start);
    const sums = { pixels: 0, weight: 0, peak: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    while (stack.length > 0) {
      const at = stack.pop()!;
      const value = map[at]!;
      const x = at % width;
      const y = (at - x) / width;
      sums.pixels += 1;
      sums.weight += value;
      sums.peak = Math.max(sums.peak, value);
      sums.x += value * x;
      sums.y += value * y;
      sums.xx += value * x * x;
      sums.yy += value * y * y;
      sums.xy += value * x * y;
      const visit = (next: number) => {
        if (seen[next] || map[next]! < threshold) return;
        seen[next] = 1;
        stack.push(next);
      };
      if (x > 0) visit(at - 1);
      if (x + 1 < width) visit(at + 1);
      if (y > 0) visit(at - width);
      if (y + 1 < height) visit(at + width);
    }
    if (sums.pixels >= fewestPixels) components.push(describe(sums));
  }
  return components.sort((one, two) => two.pixels - one.pixels);
}

function describe(sums: {
  pixels: number;
  weight: number;
  peak: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}): Component {
  const x = sums.x / sums.weight;
  const y = sums.y / sums.weight;
  const xx = sums.xx / sums.weight - x * x + 1 / 12;
  const yy = sums.yy / sums.weight - y * y + 1 / 12;
  const xy = sums.xy / sums.weight - x * y;
  const half = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const angle = (Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI);
  // Moments give the shape; the area gives the size, because soft rims shrink weighted moments.
  const ratio = Math.sqrt((half + spread) / Math.max(half - spread, 1e-6));
  const radius = Math.sqrt(sums.pixels / Math.PI);
  return {
    pixels: sums.pixels,
    mean: sums.weight / sums.pixels,
    peak: sums.peak,
    ellipse: normaliseEllipse(x + 0.5, y + 0.5, radius * Math.sqrt(ratio), radius / Math.sqrt(ratio), angle),
  };
}

/** A point of an outline, with how steeply the map falls there (per map pixel, positive outwards). */
export interface ContourPoint {
  readonly x: number;
  readonly y: number;
  readonly radians: number;
  readonly slope: number;
}

/**
 * The sub-pixel iso-contour of a map around `expected`: along each of `rays` directions from its centre, the
 * place nearest to the expected edge where the map falls below `level`, between `from` and `to` times the
 * expected radius. Evenly spread over directions, unlike the corners of marching squares, so that a fit weighs
 * all sides alike. Rays without such a place are left out.
 */
export function radialContour(
  map: Float32Array,
  size: number,
  expected: Ellipse,
  options: { level: number; rays: number; from: number; to: number },
): ContourPoint[] {
  const points: ContourPoint[] = [];
  const step = 0.5;
  for (let ray = 0; ray < options.rays; ray += 1) {
    const radians = ((ray + 0.5) / options.rays) * 2 * Math.PI;
    const cosine = Math.cos(radians);
    const sine = Math.sin(radians);
    const expectedRadius = radiusTowards(expected, radians);
    const end = expectedRadius * options.to;
    let best: ContourPoint | null = null;
    let bestMiss = Number.POSITIVE_INFINITY;
    let radius = expectedRadius * options.from;
    let value = mapValue(map, size, expected.cx + radius * cosine, expected.cy + radius * sine);
    while (radius < end) {
      const nextRadius = radius + step;
      const x = expected.cx + nextRadius * cosine;
      const y = expected.cy + nextRadius * sine;
      if (x < 0 || y < 0 || x > size || y > size) break;
      const next = mapValue(map, size, x, y);
      if (value >= options.level && next < options.level) {
        const crossing = radius + (step * (value - options.level)) / (value - next);
        const miss = Math.abs(crossing - expectedRadius);
        if (miss < bestMiss) {
          bestMiss = miss;
          best = {
            x: expected.cx + crossing * cosine,
            y: expected.cy + crossing * sine,
            radians,
            slope: (value - next) / step,
          };
        }
      }
      radius = nextRadius;
      value = next;
    }
    if (best) points.push(best);
  }
  return points;
}
