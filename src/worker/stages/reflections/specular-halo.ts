/** Grows reflections over their halos. */
import type { MaskImage } from '../../imaging/image.ts';
import { connectedComponents, dilate, distanceTo } from '../../imaging/morphology.ts';
import type { Excess } from './excess-light.ts';
import type { SearchedCells } from './searched-cells.ts';

/** Farthest that a halo is followed, in iris radii, and where it counts as having died out. */
const haloReach = 0.12;
/**
 * On the iris a halo is not followed farther than this, in iris radii, plus half the light's own thickness: around a
 * thin ring light the iris's own zones would pass for one, since every place at that depth lies beside the ring.
 */
const haloBeyondThickness = 0.02;
const haloRest = { onIris: 0.02, inPupil: 0.01 } as const;

/**
 * Follows the light around each reflection outwards to where it has died out: averaged along the whole outline,
 * even a faint halo shows against texture that no single pixel would show it against.
 */
export function growHalos(found: Uint8Array, excess: Excess, cells: SearchedCells): Uint8Array {
  const { width, height } = cells.planes;
  const { searched, pupil } = cells;
  const farthest = Math.max(3, Math.round((haloReach * cells.polar.radius) / cells.planes.step));
  const result = new Uint8Array(found.length);
  for (const part of connectedComponents({ width, height, data: found })) {
    const margin = farthest + 2;
    const left = Math.max(0, part.left - margin);
    const top = Math.max(0, part.top - margin);
    const boxWidth = Math.min(width, part.right + margin) - left;
    const boxHeight = Math.min(height, part.bottom + margin) - top;
    const own = { width: boxWidth, height: boxHeight, data: new Uint8Array(boxWidth * boxHeight) };
    for (const cell of part.pixels) {
      const y = Math.floor(cell / width);
      own.data[(y - top) * boxWidth + (cell - y * width) - left] = 255;
    }
    const distance = distanceTo(own);
    const sums = [new Float64Array(farthest + 1), new Float64Array(farthest + 1)] as const;
    const counts = [new Float64Array(farthest + 1), new Float64Array(farthest + 1)] as const;
    const cellAt = (index: number) => {
      const y = Math.floor(index / boxWidth);
      return (top + y) * width + left + index - y * boxWidth;
    };
    for (let index = 0; index < distance.length; index += 1) {
      const cell = cellAt(index);
      const ring = Math.ceil(distance[index]!);
      if (ring < 1 || ring > farthest || searched[cell] === 0 || found[cell] !== 0) continue;
      const side = pupil[cell] === 1 ? 1 : 0;
      sums[side][ring]! += excess.value[cell]!;
      counts[side][ring]! += 1;
    }
    const nearest = Math.ceil((haloBeyondThickness * cells.polar.radius) / cells.planes.step);
    const end = haloEnd(sums[0], counts[0], haloRest.onIris);
    const onIris = end <= nearest ? end : Math.min(end, nearest + halfThickness(own));
    const inPupil = haloEnd(sums[1], counts[1], haloRest.inPupil);
    for (let index = 0; index < distance.length; index += 1) {
      const cell = cellAt(index);
      const reach = pupil[cell] === 1 ? inPupil : onIris;
      if (searched[cell] === 1 && distance[index]! <= reach + 1) result[cell] = 255;
    }
  }
  return dilate({ width, height, data: result }, 1).data;
}

/** The largest distance of any of a light's cells from its outside, in cells. */
function halfThickness({ width, height, data }: MaskImage): number {
  const inside = distanceTo({ width, height, data: data.map((value) => 255 - value) });
  return inside.reduce((most, value) => Math.max(most, value), 0);
}

/** Going inwards, the first ring clearly lighter than the calmest one outside it is where the halo ends. */
function haloEnd(sums: Float64Array, counts: Float64Array, rest: number): number {
  const least = 2;
  let lowest = Number.POSITIVE_INFINITY;
  for (let ring = sums.length - 1; ring > least; ring -= 1) {
    if (counts[ring]! < 12) continue;
    const mean = sums[ring]! / counts[ring]!;
    lowest = Math.min(lowest, mean);
    if (mean > lowest + rest) return ring;
  }
  return least;
}
