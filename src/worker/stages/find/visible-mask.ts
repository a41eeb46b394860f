import { createEdgeCoverage, ellipseBounds, ellipseLevel } from '../../imaging/ellipse-geometry.ts';
import { createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { createMapPainter } from '../../imaging/sampling.ts';
import type { Finding } from './find-iris.ts';

/** The part of a finding that says what can be seen. */
export type SeenIris = Pick<Finding, 'iris' | 'pupil' | 'maps'>;

/** Which pixels of the photograph a picture shows: pixel (x, y) is centred on left + (x + 0.5) * step. */
export interface PictureGrid {
  readonly left: number;
  readonly top: number;
  readonly step: number;
  readonly width: number;
}

/**
 * How surely each cell of the maps lies in the open eye, 0..1. The network's opening ends at the lids; lashes that
 * hang over the iris show as a gap between the opening and the visible iris, and count as closed.
 */
export function openEyeMap({ iris, pupil, maps }: SeenIris): Float32Array {
  const { size, square, heads } = maps;
  const perCell = square.side / size;
  return heads.opening.map((opening, at) => {
    const x = square.left + ((at % size) + 0.5) * perCell;
    const y = square.top + (Math.floor(at / size) + 0.5) * perCell;
    // Near both edges the two heads differ by their idea of the edge, not by lashes.
    const inRing =
      ramp(ellipseLevel(iris, x, y), 0.97, 0.88) * (pupil ? ramp(ellipseLevel(pupil, x, y), 1.12, 1.3) : 1);
    const seen = ramp(heads.visibleIris[at]! / Math.max(0.3, opening), 0.15, 0.55);
    return opening * (1 - inRing * (1 - seen));
  });
}

/**
 * Paints rows of the visible iris, 0..255: open, inside the iris and outside the pupil, both edges anti-aliased
 * at the picture's resolution.
 */
export function createVisiblePainter(
  seen: SeenIris,
  open: Float32Array,
  grid: PictureGrid,
): (row: number, target: Float32Array) => void {
  const { maps, iris, pupil } = seen;
  const paintOpen = createMapPainter(open, maps.size, maps.square, grid);
  const outer = createEdgeCoverage(iris, grid.step);
  const inner = pupil && createEdgeCoverage(pupil, grid.step);
  return (row, target) => {
    paintOpen(row, target);
    const y = grid.top + (row + 0.5) * grid.step;
    for (let x = 0; x < grid.width; x += 1) {
      if (target[x] === 0) continue;
      const sourceX = grid.left + (x + 0.5) * grid.step;
      const within = outer(sourceX, y);
      target[x]! *= within > 0 && inner ? within * (1 - inner(sourceX, y)) : within;
    }
  };
}

/**
 * The visible iris as a mask of the whole source, 0 wherever there is no iris. Only the iris's own rows and
 * columns are visited, so a source of 100 megapixels costs its allocation and little more.
 */
export function renderVisibleMask(seen: SeenIris, width: number, height: number): MaskImage {
  const mask = createMaskImage(width, height);
  const bounds = ellipseBounds(seen.iris);
  const left = Math.max(0, Math.floor(bounds.left) - 1);
  const top = Math.max(0, Math.floor(bounds.top) - 1);
  const columns = Math.min(width, Math.ceil(bounds.right) + 1) - left;
  const bottom = Math.min(height, Math.ceil(bounds.bottom) + 1);
  if (columns <= 0) return mask;
  const paint = createVisiblePainter(seen, openEyeMap(seen), { left, top, step: 1, width: columns });
  const line = new Float32Array(columns);
  for (let y = top; y < bottom; y += 1) {
    paint(y - top, line);
    writeRow(line, mask, y * width + left);
  }
  return mask;
}

/** Rounds a painted row into a mask. */
export function writeRow(line: Float32Array, mask: MaskImage, at: number): void {
  for (let x = 0; x < line.length; x += 1) mask.data[at + x] = line[x]! + 0.5;
}

/** 0 at `from` and beyond, 1 at `to` and beyond, straight in between. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
