import { mapValue, mirrorPlanes, type Square, sampleSquare, type View } from '../../imaging/sampling.ts';
import { type FinderHead, type FinderModel, finderHeads } from '../../models/ports.ts';

/** The network's five probabilities over a square of the photograph, size x size each. */
export interface FinderMaps {
  readonly square: Square;
  readonly size: number;
  readonly heads: Readonly<Record<FinderHead, Float32Array>>;
}

/** One pass of the network over a square. */
export async function lookAt(
  finder: FinderModel,
  view: View,
  square: Square,
  size: number,
): Promise<FinderMaps> {
  return toMaps(await finder.segment(sampleSquare(view, square, size), size), square, size);
}

/** The mean of a pass and its mirror image: what the network finds by side alone averages out. */
export async function lookTwiceAt(
  finder: FinderModel,
  view: View,
  square: Square,
  size: number,
): Promise<FinderMaps> {
  const input = sampleSquare(view, square, size);
  const straight = await finder.segment(input, size);
  const mirrored = mirrorPlanes(await finder.segment(mirrorPlanes(input, size), size), size);
  return toMaps(
    straight.map((value, at) => (value + mirrored[at]!) / 2),
    square,
    size,
  );
}

function toMaps(planes: Float32Array, square: Square, size: number): FinderMaps {
  const area = size * size;
  const heads = Object.fromEntries(
    finderHeads.map((head, index) => [head, planes.subarray(index * area, (index + 1) * area)]),
  ) as Record<FinderHead, Float32Array>;
  return { square, size, heads };
}

/** The mean of two sets of maps on the first one's grid; `share` is the second one's part. */
export function blendMaps(base: FinderMaps, other: FinderMaps, share: number): FinderMaps {
  const { square, size } = base;
  const perCell = square.side / size;
  const perUnit = other.size / other.square.side;
  const heads = Object.fromEntries(
    finderHeads.map((head) => {
      const mixed = new Float32Array(size * size);
      for (let y = 0; y < size; y += 1) {
        const otherY = (square.top + (y + 0.5) * perCell - other.square.top) * perUnit;
        for (let x = 0; x < size; x += 1) {
          const otherX = (square.left + (x + 0.5) * perCell - other.square.left) * perUnit;
          const at = y * size + x;
          mixed[at] =
            (1 - share) * base.heads[head][at]! +
            share * mapValue(other.heads[head], other.size, otherX, otherY);
        }
      }
      return [head, mixed];
    }),
  ) as Record<FinderHead, Float32Array>;
  return { square, size, heads };
}

/** The value of one head at a point of the photograph; 0 beyond the maps. */
export function probabilityAt(maps: FinderMaps, head: FinderHead, x: number, y: number): number {
  const perUnit = maps.size / maps.square.side;
  const mapX = (x - maps.square.left) * perUnit;
  const mapY = (y - maps.square.top) * perUnit;
  if (mapX < 0 || mapY < 0 || mapX > maps.size || mapY > maps.size) return 0;
  return mapValue(maps.heads[head], maps.size, mapX, mapY);
}
