import type { Ellipse } from '../../contracts/geometry.ts';
import { pictureMargin } from '../../contracts/recipe.ts';
import type { ColourImage } from '../imaging/image.ts';
import type { Photograph } from '../imaging/photograph.ts';
import { cutSquare, frameIris } from '../stages/finish/framing.ts';

/**
 * The square of the photograph that a picture shows, framed by the very same rule, so that "before" and "after" lie
 * on each other. Only the part around the iris is read; beyond the photograph's edges the nearest pixels are
 * repeated. Never enlarged: whoever shows it does that better and sooner.
 *
 * @param iris in pixels of the oriented photograph
 * @param largest edge of the picture in pixels
 */
export async function cutBefore(
  photograph: Photograph,
  iris: Ellipse,
  largest: number,
): Promise<ColourImage> {
  const scale = Math.min(1, largest / frameIris(iris).size);
  // Two pixels more than the square, for what the interpolation reaches.
  const half = iris.a * pictureMargin + 2;
  const x = covered(iris.cx, half, photograph.width);
  const y = covered(iris.cy, half, photograph.height);
  const region = { left: x.from, top: y.from, width: x.length, height: y.length };
  const part = await photograph.readRegion(region, {
    width: Math.max(1, Math.round(x.length * scale)),
    height: Math.max(1, Math.round(y.length * scale)),
  });
  const across = part.width / region.width;
  const inPart = {
    ...iris,
    cx: (iris.cx - region.left) * across,
    cy: (iris.cy - region.top) * (part.height / region.height),
    a: iris.a * across,
    b: iris.b * across,
  };
  return cutSquare(part, frameIris(inPart));
}

/** The pixels within `half` of the centre that there are; at least one. */
function covered(centre: number, half: number, limit: number): { from: number; length: number } {
  const from = Math.min(limit - 1, Math.max(0, Math.floor(centre - half)));
  const to = Math.min(limit, Math.max(from + 1, Math.ceil(centre + half)));
  return { from, length: to - from };
}
