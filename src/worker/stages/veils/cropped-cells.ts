/** The part of the working grid around a veil: its edge needs none of the rest. */
import type { VeilCells } from './veil-cells.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The cells that are set, and so many more to each side, as far as there are cells. */
export function boxAround(
  cells: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  margin: number,
): Box {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let cell = 0; cell < cells.length; cell += 1) {
    if (cells[cell] === 0) continue;
    const x = cell % width;
    const y = Math.floor(cell / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  }
  const [firstX, firstY] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  return {
    left: firstX,
    top: firstY,
    width: Math.min(width, right + margin + 1) - firstX,
    height: Math.min(height, bottom + margin + 1) - firstY,
  };
}

/** A plane's part within the box; `rowLength` is the whole plane's. */
export function cropPlane<Plane extends Uint8Array | Float32Array>(
  plane: Plane,
  rowLength: number,
  { left, top, width, height }: Box,
): Plane {
  const part = plane.slice(0, width * height) as Plane;
  for (let y = 0; y < height; y += 1) {
    const first = (top + y) * rowLength + left;
    part.set(plane.subarray(first, first + width), y * width);
  }
  return part;
}

export function cropCells(cells: VeilCells, box: Box): VeilCells {
  const { planes, light } = cells;
  const crop = <Plane extends Uint8Array | Float32Array>(plane: Plane) => cropPlane(plane, planes.width, box);
  return {
    radius: cells.radius,
    planes: {
      width: box.width,
      height: box.height,
      step: planes.step,
      left: planes.left + box.left * planes.step,
      top: planes.top + box.top * planes.step,
      red: crop(planes.red),
      green: crop(planes.green),
      blue: crop(planes.blue),
      turn: crop(planes.turn),
      depth: crop(planes.depth),
    },
    light: [crop(light[0]), crop(light[1]), crop(light[2])],
    open: crop(cells.open),
    blinded: crop(cells.blinded),
  };
}
