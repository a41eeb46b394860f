import type { Rectangle } from '../../../contracts/geometry.ts';
import { moveEllipse } from '../../imaging/ellipse-geometry.ts';
import { type ColourImage, createColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { createMapPainter, type View } from '../../imaging/sampling.ts';
import { frameMargin, type IrisFrame } from '../iris-frame.ts';
import { cutView, showsAll } from './read-ahead.ts';
import { createVisiblePainter, openEyeMap, type PictureGrid, type SeenIris } from './visible-mask.ts';

/**
 * Cuts the square around an iris out of its photograph, with everything the finder knows about its pixels.
 * @param options.largestDiameter frames are reduced until the iris is at most this many pixels across
 * @throws StudioFailure fileDamaged when the bytes give out
 */
export async function buildIrisFrame(
  photograph: Photograph,
  seen: SeenIris & { readonly pixels?: View },
  options: { largestDiameter: number },
): Promise<IrisFrame> {
  const { iris, pupil } = seen;
  const side = Math.ceil(frameMargin * 2 * iris.a);
  const region: Rectangle = {
    left: Math.round(iris.cx - side / 2),
    top: Math.round(iris.cy - side / 2),
    width: side,
    height: side,
  };
  const size = Math.round(side * Math.min(1, options.largestDiameter / (2 * iris.a)));
  const scale = size / side;
  const covered = coveredPart(region, photograph, scale);
  const part = await readPart(photograph, region, covered, scale, seen.pixels);
  const grid = { left: region.left, top: region.top, step: 1 / scale, width: size };
  const shift = [-region.left * scale, -region.top * scale] as const;
  return {
    region,
    scale,
    image: spreadOver(part, covered, size),
    inside: drawRectangle(covered, size),
    iris: moveEllipse(iris, scale, ...shift),
    pupil: pupil && moveEllipse(pupil, scale, ...shift),
    ...paintMasks(seen, grid),
  };
}

function paintMasks(seen: SeenIris, grid: PictureGrid): Pick<IrisFrame, 'opening' | 'visible' | 'specular'> {
  const { maps } = seen;
  const { width } = grid;
  const open = openEyeMap(seen);
  const paint = (
    painter: (row: number, target: Uint8Array, at: number, from: number, to: number) => void,
  ) => {
    const mask = createMaskImage(width, width);
    for (let row = 0; row < width; row += 1) painter(row, mask.data, row * width, 0, width);
    return mask;
  };
  const opening = paint(createMapPainter(open, maps.size, maps.square, grid));
  const copyOpen = (row: number, target: Uint8Array, at: number, from: number, to: number) =>
    target.set(opening.data.subarray(row * width + from, row * width + to), at + from);
  return {
    opening,
    visible: paint(createVisiblePainter(seen, open, grid, copyOpen)),
    specular: paint(createMapPainter(maps.heads.specular, maps.size, maps.square, grid)),
  };
}

/** The part of the frame that the photograph has pixels for, in frame pixels; never empty. */
function coveredPart(region: Rectangle, photograph: Photograph, scale: number): Rectangle {
  const along = (start: number, length: number, limit: number) => {
    const first = Math.min(limit - 1, Math.max(0, start));
    const last = Math.min(limit, Math.max(first + 1, start + length));
    const from = Math.round((first - start) * scale);
    return { from, length: Math.max(1, Math.round((last - start) * scale) - from) };
  };
  const x = along(region.left, region.width, photograph.width);
  const y = along(region.top, region.height, photograph.height);
  return { left: x.from, top: y.from, width: x.length, height: y.length };
}

function readPart(
  photograph: Photograph,
  region: Rectangle,
  covered: Rectangle,
  scale: number,
  known?: View,
): Promise<ColourImage> {
  const left = Math.min(photograph.width - 1, Math.max(0, region.left));
  const top = Math.min(photograph.height - 1, Math.max(0, region.top));
  const clipped = {
    left,
    top,
    width: Math.max(1, Math.min(photograph.width, region.left + region.width) - left),
    height: Math.max(1, Math.min(photograph.height, region.top + region.height) - top),
  };
  if (scale === 1 && known !== undefined && showsAll(known, clipped))
    return Promise.resolve(cutView(known, clipped));
  return scale < 1
    ? photograph.readRegion(clipped, { width: covered.width, height: covered.height })
    : photograph.readRegion(clipped);
}

/** Places `part` at `covered` in a size x size image and repeats its edge pixels outwards. */
function spreadOver(part: ColourImage, covered: Rectangle, size: number): ColourImage {
  if (part.width === size && part.height === size) return part;
  const image = createColourImage(size, size);
  const row = new Uint16Array(size * 3);
  for (let y = 0; y < size; y += 1) {
    const from = Math.min(part.height - 1, Math.max(0, y - covered.top)) * part.width * 3;
    const last = from + (part.width - 1) * 3;
    row.set(part.data.subarray(from, from + Math.min(part.width, size - covered.left) * 3), covered.left * 3);
    for (let x = 0; x < covered.left * 3; x += 3) row.set(part.data.subarray(from, from + 3), x);
    for (let x = (covered.left + part.width) * 3; x < row.length; x += 3) {
      row.set(part.data.subarray(last, last + 3), x);
    }
    image.data.set(row, y * size * 3);
  }
  return image;
}

function drawRectangle(covered: Rectangle, size: number): MaskImage {
  const mask = createMaskImage(size, size);
  for (let y = covered.top; y < Math.min(size, covered.top + covered.height); y += 1) {
    mask.data.fill(255, y * size + covered.left, y * size + Math.min(size, covered.left + covered.width));
  }
  return mask;
}
