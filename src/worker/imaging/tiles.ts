import type { Rectangle } from '../../contracts/geometry.ts';

export interface Circle {
  readonly cx: number;
  readonly cy: number;
  readonly radius: number;
}

/**
 * Covers a circle inside a square of `size` pixels with rectangles of at most `cell` x `cell` pixels that do not
 * overlap. Bands run from the circle's top to its bottom, and each band is cut only along its own chord: what
 * lies outside the iris is replaced by the background and is never computed.
 */
export function planTiles(size: number, cell: number, circle: Circle): Rectangle[] {
  const tiles: Rectangle[] = [];
  const first = clampToSquare(Math.floor(circle.cy - circle.radius), size);
  const last = clampToSquare(Math.ceil(circle.cy + circle.radius), size);
  for (const band of divide(first, last, cell)) {
    const distance = Math.max(band.start - circle.cy, 0, circle.cy - band.end);
    const half = Math.sqrt(Math.max(0, circle.radius * circle.radius - distance * distance));
    const left = clampToSquare(Math.floor(circle.cx - half), size);
    const right = clampToSquare(Math.ceil(circle.cx + half), size);
    for (const column of divide(left, right, cell))
      tiles.push({
        left: column.start,
        top: band.start,
        width: column.end - column.start,
        height: band.end - band.start,
      });
  }
  return tiles;
}

/**
 * Tile edges to choose from, padding included: multiples of what vector units take at once. One shape serves a whole
 * photo, because the engine plans memory and kernels per shape; none is so large that its activations could not be
 * had on a small machine.
 */
const smallestTile = 160;
const tileSizes = Array.from({ length: 29 }, (_, index) => smallestTile + 8 * index);

/**
 * The tile size that covers the circle with the fewest computed pixels: a wide padding asks for large tiles, a
 * circle that is just over a whole number of tiles for slightly other ones.
 */
export function chooseTileSize(
  size: number,
  padding: number,
  circle: Circle,
  candidates: readonly number[] = tileSizes,
): number {
  let best = candidates[0] ?? smallestTile;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const cell = candidate - 2 * padding;
    if (cell < 16) continue;
    const pixels = planTiles(size, cell, circle).length * candidate * candidate;
    if (pixels < fewest) {
      fewest = pixels;
      best = candidate;
    }
  }
  return best;
}

/** Cuts [start, end) into the fewest nearly equal parts of at most `longest`. */
function divide(start: number, end: number, longest: number): { start: number; end: number }[] {
  const count = Math.ceil((end - start) / longest);
  return Array.from({ length: count }, (_, index) => ({
    start: start + Math.floor((index * (end - start)) / count),
    end: start + Math.floor(((index + 1) * (end - start)) / count),
  }));
}

function clampToSquare(value: number, size: number): number {
  return Math.min(size, Math.max(0, value));
}
