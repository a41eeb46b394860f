/** Connected regions of a map with the outer edge of each, whatever holes lights and pupils make in them. */
import { mapValue } from '../../imaging/sampling.ts';

export interface OutlinePointSeen {
  readonly x: number;
  readonly y: number;
  /** Direction and distance from the region's centroid. */
  readonly cosine: number;
  readonly sine: number;
  readonly radius: number;
}

export interface SeenRegion {
  /** Cells, holes included. */
  readonly area: number;
  /** Mean of the map inside. */
  readonly mean: number;
  readonly cx: number;
  readonly cy: number;
  /** The outermost place in each of `rays` directions where the map falls below the threshold. */
  readonly outline: readonly (OutlinePointSeen | null)[];
}

export const rays = 144;
const mostRegions = 6;

/** @returns the largest regions of at least `fewestCells`, largest first; 4-neighbours */
export function findSeenRegions(
  map: Float32Array,
  size: number,
  threshold: number,
  fewestCells: number,
): SeenRegion[] {
  const labels = new Int32Array(map.length);
  const found: { label: number; cells: number; sum: number; x: number; y: number }[] = [];
  const stack: number[] = [];
  for (let start = 0; start < map.length; start += 1) {
    if (labels[start] !== 0 || map[start]! < threshold) continue;
    const label = found.length + 1;
    const region = { label, cells: 0, sum: 0, x: 0, y: 0 };
    labels[start] = label;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const x = at % size;
      const y = (at - x) / size;
      region.cells += 1;
      region.sum += map[at]!;
      region.x += x + 0.5;
      region.y += y + 0.5;
      const visit = (next: number) => {
        if (labels[next] !== 0 || map[next]! < threshold) return;
        labels[next] = label;
        stack.push(next);
      };
      if (x > 0) visit(at - 1);
      if (x + 1 < size) visit(at + 1);
      if (y > 0) visit(at - size);
      if (y + 1 < size) visit(at + size);
    }
    found.push(region);
  }
  return found
    .filter(({ cells }) => cells >= fewestCells)
    .sort((one, two) => two.cells - one.cells)
    .slice(0, mostRegions)
    .map(({ label, cells, sum, x, y }) =>
      describe(map, labels, label, size, threshold, { cx: x / cells, cy: y / cells, mean: sum / cells }),
    );
}

function describe(
  map: Float32Array,
  labels: Int32Array,
  label: number,
  size: number,
  threshold: number,
  { cx, cy, mean }: { cx: number; cy: number; mean: number },
): SeenRegion {
  let area = 0;
  const outline = Array.from({ length: rays }, (_, ray) => {
    const turn = ((ray + 0.5) / rays) * 2 * Math.PI - Math.PI;
    const cosine = Math.cos(turn);
    const sine = Math.sin(turn);
    let last = -1;
    for (let radius = 0; ; radius += 0.5) {
      const column = Math.floor(cx + radius * cosine);
      const row = Math.floor(cy + radius * sine);
      if (column < 0 || row < 0 || column >= size || row >= size) break;
      if (labels[row * size + column] === label) last = radius;
    }
    if (last < 0) return null;
    const radius = last + crossing(map, size, threshold, cx, cy, cosine, sine, last);
    area += (radius * radius * Math.PI) / rays;
    return { x: cx + radius * cosine, y: cy + radius * sine, cosine, sine, radius };
  });
  return { area, mean, cx, cy, outline };
}

/** How far beyond `from` the bilinear surface falls below the threshold; within a cell and a half. */
function crossing(
  map: Float32Array,
  size: number,
  threshold: number,
  cx: number,
  cy: number,
  cosine: number,
  sine: number,
  from: number,
): number {
  const valueAt = (shift: number) =>
    mapValue(map, size, cx + (from + shift) * cosine, cy + (from + shift) * sine);
  const step = 0.25;
  let before = valueAt(-1);
  for (let shift = -1 + step; shift <= 1.5; shift += step) {
    const value = valueAt(shift);
    if (before >= threshold && value < threshold)
      return shift - step + (step * (before - threshold)) / (before - value);
    before = value;
  }
  return 0;
}

/** How far the region reaches in the direction of a point, in cells. */
export function reachTowards({ cx, cy, outline }: SeenRegion, x: number, y: number): number {
  const turn = Math.atan2(y - cy, x - cx) / (2 * Math.PI) + 0.5;
  return outline[Math.min(rays - 1, Math.floor(turn * rays))]?.radius ?? 0;
}
