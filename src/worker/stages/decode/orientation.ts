/**
 * The eight EXIF orientations (CIPA DC-008, tag 274): where a region of the upright picture lies in the stored
 * one, and how the stored pixels are turned upright afterwards. Turning only what was cut out keeps memory small.
 */
import type { Sharp } from 'sharp';
import type { Rectangle } from '../../../contracts/geometry.ts';

export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** EXIF is free-form: anything but 1 to 8 means upright. */
export function orientationFrom(value: number | undefined): Orientation {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 8
    ? (value as Orientation)
    : 1;
}

/** 5 to 8 lie on their side. */
export function swapsSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** Swaps width and height where the orientation lies on its side; works both ways. */
export function turnSize({ width, height }: Size, orientation: Orientation): Size {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}

/** @param stored size of the picture as stored; `region` is in upright coordinates. */
export function toStoredRegion(region: Rectangle, stored: Size, orientation: Orientation): Rectangle {
  const { left, top, width, height } = region;
  const size = turnSize({ width, height }, orientation);
  const fromRight = stored.width - (swapsSides(orientation) ? top + height : left + width);
  const fromBottom = stored.height - (swapsSides(orientation) ? left + width : top + height);
  switch (orientation) {
    case 1:
      return { left, top, ...size };
    case 2:
      return { left: fromRight, top, ...size };
    case 3:
      return { left: fromRight, top: fromBottom, ...size };
    case 4:
      return { left, top: fromBottom, ...size };
    case 5:
      return { left: top, top: left, ...size };
    case 6:
      return { left: top, top: fromBottom, ...size };
    case 7:
      return { left: fromRight, top: fromBottom, ...size };
    case 8:
      return { left: fromRight, top: left, ...size };
  }
}

/** Adds the turn to a pipeline, to be called after cutting and resizing. */
export function turnUpright(pipeline: Sharp, orientation: Orientation): Sharp {
  switch (orientation) {
    case 1:
      return pipeline;
    case 2:
      return pipeline.flop();
    case 3:
      return pipeline.rotate(180);
    case 4:
      return pipeline.flip();
    case 5:
      return pipeline.flip().rotate(90);
    case 6:
      return pipeline.rotate(90);
    case 7:
      return pipeline.flop().rotate(90);
    case 8:
      return pipeline.rotate(270);
  }
}
