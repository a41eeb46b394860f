import type { Ellipse } from '../../../contracts/geometry.ts';
import {
  chordAt,
  createEdgeCoverage,
  ellipseBounds,
  ellipseLevel,
  growEllipse,
} from '../../imaging/ellipse-geometry.ts';
import { createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { createMapPainter, type MapPainter } from '../../imaging/sampling.ts';
import type { IrisFrame } from '../iris-frame.ts';
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
 * Paints rows of the visible iris into a zeroed mask: open, inside the iris and outside the pupil, both edges
 * anti-aliased at the picture's resolution. Distances to the edges are computed only beside them.
 * @param paintOpen paints `open`; where that is painted already, it may copy.
 */
export function createVisiblePainter(
  seen: SeenIris,
  open: Float32Array,
  grid: PictureGrid,
  paintOpen: MapPainter = createMapPainter(open, seen.maps.size, seen.maps.square, grid),
): (row: number, target: Uint8Array, at: number) => void {
  const { iris, pupil } = seen;
  const cutIris = createCut(iris, grid);
  const cutPupil = pupil && createCut(pupil, grid);
  return (row, target, at) => {
    const { from, to, solidFrom, solidTo, coverage } = cutIris(row);
    if (to <= from) return;
    paintOpen(row, target, at, from, to);
    for (let x = from; x < solidFrom; x += 1) target[at + x]! *= coverage(x);
    for (let x = solidTo; x < to; x += 1) target[at + x]! *= coverage(x);
    if (!cutPupil) return;
    const hole = cutPupil(row);
    for (let x = hole.from; x < hole.solidFrom; x += 1) target[at + x]! *= 1 - hole.coverage(x);
    if (hole.solidTo > hole.solidFrom) target.fill(0, at + hole.solidFrom, at + hole.solidTo);
    for (let x = hole.solidTo; x < hole.to; x += 1) target[at + x]! *= 1 - hole.coverage(x);
  };
}

interface Cut {
  /** Columns that the ellipse touches, and those that it covers fully; the latter lie within the former. */
  readonly from: number;
  readonly to: number;
  readonly solidFrom: number;
  readonly solidTo: number;
  /** Share of a pixel that is covered, 0..1. */
  readonly coverage: (column: number) => number;
}

function createCut(ellipse: Ellipse, grid: PictureGrid): (row: number) => Cut {
  const within = createEdgeCoverage(ellipse, grid.step);
  const outer = { ...ellipse, a: ellipse.a + grid.step, b: ellipse.b + grid.step };
  const core = 1 - (1.5 * grid.step) / ellipse.b;
  const inner = core > 0 ? growEllipse(ellipse, core) : null;
  const columnOf = (x: number) => (x - grid.left) / grid.step - 0.5;
  const limit = (column: number) => Math.min(grid.width, Math.max(0, column));
  return (row) => {
    const y = grid.top + (row + 0.5) * grid.step;
    const coverage = (column: number) => within(grid.left + (column + 0.5) * grid.step, y);
    const reach = chordAt(outer, y);
    if (!reach) return { from: 0, to: 0, solidFrom: 0, solidTo: 0, coverage };
    const from = limit(Math.floor(columnOf(reach[0])));
    const to = limit(Math.ceil(columnOf(reach[1])) + 1);
    const solid = inner && chordAt(inner, y);
    const solidFrom = solid ? limit(Math.ceil(columnOf(solid[0]))) : to;
    const solidTo = solid ? Math.max(solidFrom, limit(Math.floor(columnOf(solid[1])) + 1)) : to;
    return { from, to, solidFrom, solidTo, coverage };
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
  for (let y = top; y < bottom; y += 1) paint(y - top, mask.data, y * width + left);
  return mask;
}

/** The same; a frame that was not reduced has it painted already. */
export function visibleMaskOf(seen: SeenIris, frame: IrisFrame, width: number, height: number): MaskImage {
  if (frame.scale !== 1) return renderVisibleMask(seen, width, height);
  const mask = createMaskImage(width, height);
  const { region, visible } = frame;
  const left = Math.max(0, region.left);
  const right = Math.min(width, region.left + visible.width);
  const bottom = Math.min(height, region.top + visible.height);
  for (let y = Math.max(0, region.top); y < bottom && left < right; y += 1) {
    const from = (y - region.top) * visible.width - region.left;
    mask.data.set(visible.data.subarray(from + left, from + right), y * width + left);
  }
  return mask;
}

/** 0 at `from` and beyond, 1 at `to` and beyond, straight in between. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
