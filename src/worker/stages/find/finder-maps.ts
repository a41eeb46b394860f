import { mapValue, mirrorPlanes, type Square, sampleSquare, type View } from '../../imaging/sampling.ts';
import { type FinderHead, type FinderModel, finderHeads } from '../../models/ports.ts';

/** The network's five probabilities over a square of the photograph, size x size each. */
export interface FinderMaps {
  readonly square: Square;
  readonly size: number;
  readonly heads: Readonly<Record<FinderHead, Float32Array>>;
}

/**
 * One pass of the network over a square.
 * @param wanted edge of the square that it is given, and of the maps; a finder with a size of its own takes that
 */
export async function lookAt(
  finder: FinderModel,
  view: View,
  square: Square,
  wanted: number,
): Promise<FinderMaps> {
  const size = finder.size ?? wanted;
  return toMaps(await finder.segment(sampleSquare(view, square, size), size), square, size);
}

/** The mean of a pass and its mirror image: what the network finds by side alone averages out. */
export async function lookTwiceAt(
  finder: FinderModel,
  view: View,
  square: Square,
  wanted: number,
): Promise<FinderMaps> {
  const size = finder.size ?? wanted;
  const input = sampleSquare(view, square, size);
  const mean = await finder.segment(input, size);
  const mirrored = await finder.segment(mirrorPlanes(input, size), size);
  for (let row = 0; row < mean.length; row += size) {
    for (let x = 0; x < size; x += 1) mean[row + x] = (mean[row + x]! + mirrored[row + size - 1 - x]!) / 2;
  }
  return toMaps(mean, square, size);
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
  const columns = createGridTaps(square.left, square.side / size, size, other.square.left, other);
  const rows = createGridTaps(square.top, square.side / size, size, other.square.top, other);
  const blended = new Float32Array(finderHeads.length * size * size);
  for (const [index, head] of finderHeads.entries()) {
    const mine = base.heads[head];
    const theirs = other.heads[head];
    const start = index * size * size;
    for (let y = 0, at = 0; y < size; y += 1) {
      const upper = rows.first[y]! * other.size;
      const lower = rows.second[y]! * other.size;
      const down = rows.share[y]!;
      for (let x = 0; x < size; x += 1, at += 1) {
        const left = columns.first[x]!;
        const right = columns.second[x]!;
        const along = columns.share[x]!;
        const above = theirs[upper + left]! + (theirs[upper + right]! - theirs[upper + left]!) * along;
        const below = theirs[lower + left]! + (theirs[lower + right]! - theirs[lower + left]!) * along;
        blended[start + at] = (1 - share) * mine[at]! + share * (above + (below - above) * down);
      }
    }
  }
  return toMaps(blended, square, size);
}

/** Where the cells of one grid lie between the cells of another, along one axis; the edge is repeated. */
function createGridTaps(from: number, step: number, count: number, otherFrom: number, other: FinderMaps) {
  const perUnit = other.size / other.square.side;
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const share = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const position = (from + (index + 0.5) * step - otherFrom) * perUnit - 0.5;
    const place = Math.min(other.size - 1, Math.max(0, position));
    first[index] = Math.floor(place);
    second[index] = Math.min(other.size - 1, first[index]! + 1);
    share[index] = place - first[index]!;
  }
  return { first, second, share };
}

/** The value of one head at a point of the photograph; 0 beyond the maps. */
export function probabilityAt(maps: FinderMaps, head: FinderHead, x: number, y: number): number {
  const perUnit = maps.size / maps.square.side;
  const mapX = (x - maps.square.left) * perUnit;
  const mapY = (y - maps.square.top) * perUnit;
  if (mapX < 0 || mapY < 0 || mapX > maps.size || mapY > maps.size) return 0;
  return mapValue(maps.heads[head], maps.size, mapX, mapY);
}
