import type { Ellipse } from '../../../contracts/geometry.ts';
import { largestOutputSize, type Recipe } from '../../../contracts/recipe.ts';
import { reducedSourceSize } from '../enhance/enlargement.ts';
import { frameIris, pictureMargin } from '../finish/framing.ts';

/** An iris larger than the picture asked for is read reduced: what the picture cannot hold is not computed. */
export function frameDiameter(iris: Ellipse, { size, enhance }: Pick<Recipe, 'size' | 'enhance'>): number {
  const wanted = size ?? (enhance ? reducedSourceSize(frameIris(iris).size) : null) ?? largestOutputSize;
  return wanted / pictureMargin;
}
