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

/** The most a network of ours can honestly give: four pixels for one. */
const largestScale = 4;

/**
 * Decides how large a picture becomes and which network makes it.
 *
 * Without a wish, the network's own grid is kept (exactly 4 or 2 times the source), because a picture that is
 * not resampled again is both sharper and quicker. A wish is met up to what the photo can honestly give: 4
 * times its pixels with the enhancer, its own pixels without.
 *
 * @param sourceSize edge of the square cut from the photo, in its pixels
 */
export function chooseEnlargement(
  sourceSize: number,
  wish: { readonly size: number | null; readonly enhance: boolean },
): Enlargement {
  const largest = Math.min(largestOutputSize, wish.enhance ? sourceSize * largestScale : sourceSize);
  if (!wish.enhance) return { outputSize: Math.min(wish.size ?? largest, largest), scale: null };
  const outputSize = Math.min(wish.size ?? ownGrid(sourceSize), largest);
  return { outputSize, scale: outputSize > sourceSize * 2 ? 4 : 2 };
}

function ownGrid(sourceSize: number): number {
  if (sourceSize * 4 <= largestOutputSize) return sourceSize * 4;
  return Math.min(sourceSize * 2, largestOutputSize);
}
