import { largestOutputSize } from '../../../contracts/recipe.ts';

export interface Enlargement {
  /** Edge of the finished square in pixels. */
  readonly outputSize: number;
  /** Which network makes it; null when the picture is only resampled. */
  readonly scale: 2 | 4 | null;
}

/**
 * A source a little too large for the largest picture on the network's own grid is read a little smaller: up to
 * this much, what is lost is less than what resampling the finished picture would take.
 */
const worthReducing = 1.17;

/**
 * The edge to which a square cut from the photo should be reduced before it is enhanced without a wish for a
 * size; null keeps it as it is. Two pixels below the exact half leave room for rounding.
 */
export function reducedSourceSize(sourceSize: number): number | null {
  const exact = largestOutputSize / 2 - 2;
  return sourceSize > exact && sourceSize <= exact * worthReducing ? exact : null;
}

/**
 * The edge to which a square is reduced before a user's model enlarges it. Ours offer a smaller scale where four
 * times is too much; a model of one scale cannot, and would compute up to sixteen times what the picture holds. Half
 * the picture's edge is kept all the same: with less, what the photo shows would be given up for what the model
 * makes up.
 */
export function workingSize(sourceSize: number, outputSize: number): number {
  return Math.min(sourceSize, Math.ceil(outputSize / 2));
}

type Scale = 2 | 4;

/** What our own networks can do. */
const ownScales: readonly [Scale, ...Scale[]] = [2, 4];

/**
 * Decides how large a picture becomes and which network makes it.
 *
 * Without a wish, the network's own grid is kept (exactly 4 or 2 times the source), because a picture that is
 * not resampled again is both sharper and quicker. A wish is met up to what the photo can honestly give: 4
 * times its pixels with the enhancer, its own pixels without.
 *
 * @param sourceSize edge of the square cut from the photo, in its pixels
 * @param only the one scale of a user's model
 */
export function chooseEnlargement(
  sourceSize: number,
  wish: { readonly size: number | null; readonly enhance: boolean },
  only?: Scale,
): Enlargement {
  const scales = only === undefined ? ownScales : ([only] as const);
  const largestScale = Math.max(...scales);
  const largest = Math.min(largestOutputSize, wish.enhance ? sourceSize * largestScale : sourceSize);
  if (!wish.enhance) return { outputSize: Math.min(wish.size ?? largest, largest), scale: null };
  const outputSize = Math.min(wish.size ?? ownGrid(sourceSize, scales), largest);
  const scale = scales.find((candidate) => outputSize <= sourceSize * candidate) ?? scales[0];
  return { outputSize, scale };
}

function ownGrid(sourceSize: number, scales: readonly [Scale, ...Scale[]]): number {
  const fitting = scales.findLast((scale) => sourceSize * scale <= largestOutputSize);
  return Math.min(sourceSize * (fitting ?? scales[0]), largestOutputSize);
}
