/** How near one region or outline comes to another. Masks are 0/1, one byte a pixel. */
import type { Ellipse } from '../../../src/contracts/geometry.ts';
import { normaliseEllipse } from '../../../src/worker/imaging/ellipse-geometry.ts';
import { distanceTo } from '../../../src/worker/imaging/morphology.ts';

export interface Region {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Intersection over union; 1 where both are empty. */
export function overlapOf(one: Region, other: Region): number {
  let shared = 0;
  let either = 0;
  for (let pixel = 0; pixel < one.data.length; pixel += 1) {
    const [a, b] = [one.data[pixel] !== 0, other.data[pixel] !== 0];
    if (a && b) shared += 1;
    if (a || b) either += 1;
  }
  return either === 0 ? 1 : shared / either;
}

/** The ellipse with the region's centre, area and second moments; null where it is empty. */
export function ellipseOfMoments({ width, data }: Region): Ellipse | null {
  let [count, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    if (data[pixel] === 0) continue;
    const px = (pixel % width) + 0.5;
    const py = Math.floor(pixel / width) + 0.5;
    count += 1;
    x += px;
    y += py;
    xx += px * px;
    xy += px * py;
    yy += py * py;
  }
  if (count === 0) return null;
  const [cx, cy] = [x / count, y / count];
  const [vx, vy, cov] = [xx / count - cx * cx, yy / count - cy * cy, xy / count - cx * cy];
  const middle = (vx + vy) / 2;
  const swing = Math.hypot((vx - vy) / 2, cov);
  const angle = (Math.atan2(2 * cov, vx - vy) / 2) * (180 / Math.PI);
  const [a, b] = [2 * Math.sqrt(middle + swing), 2 * Math.sqrt(Math.max(1e-9, middle - swing))];
  // Moments of pixels are a twelfth of a square pixel too large; the area is not.
  const correction = Math.sqrt(count / (Math.PI * a * b));
  return normaliseEllipse(cx, cy, a * correction, b * correction, angle);
}

/**
 * The distance within which 95% of both borders lie of each other, in pixels. Infinite where one region is empty
 * and the other is not.
 */
export function hausdorff95(one: Region, other: Region): number {
  const [mine, theirs] = [borderOf(one), borderOf(other)];
  if (mine.length === 0 || theirs.length === 0) return mine.length === theirs.length ? 0 : Infinity;
  const distances = [...distancesTo(other, theirs, mine), ...distancesTo(one, mine, theirs)].sort(
    (a, b) => a - b,
  );
  return distances[Math.min(distances.length - 1, Math.ceil(0.95 * distances.length) - 1)]!;
}

/** Pixels of the region with a neighbour, of four, that is not of it; beyond the picture nothing is. */
function borderOf({ width, height, data }: Region): number[] {
  const border: number[] = [];
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    if (data[pixel] === 0) continue;
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    const inner =
      x > 0 &&
      y > 0 &&
      x < width - 1 &&
      y < height - 1 &&
      data[pixel - 1] !== 0 &&
      data[pixel + 1] !== 0 &&
      data[pixel - width] !== 0 &&
      data[pixel + width] !== 0;
    if (!inner) border.push(pixel);
  }
  return border;
}

function distancesTo(
  { width, height }: Region,
  border: readonly number[],
  from: readonly number[],
): number[] {
  const drawn = new Uint8Array(width * height);
  for (const pixel of border) drawn[pixel] = 255;
  const distance = distanceTo({ width, height, data: drawn });
  return from.map((pixel) => distance[pixel]!);
}
