/** What was found, drawn over the picture: the outline in green, the truth in white under it. */
import type { Ellipse } from '../../src/contracts/geometry.ts';
import { createEllipseLevel } from '../../src/worker/imaging/ellipse-geometry.ts';
import type { FloatPicture } from './picture.ts';

export function drawOutline(
  picture: FloatPicture,
  ellipse: Ellipse,
  colour: readonly [number, number, number],
): FloatPicture {
  const { width, height } = picture;
  const data = picture.data.slice();
  const levelAt = createEllipseLevel(ellipse);
  const halfWidth = 1.2 / Math.max(1, Math.min(ellipse.a, ellipse.b));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (Math.abs(levelAt(x + 0.5, y + 0.5) - 1) > halfWidth) continue;
      data.set(colour, (y * width + x) * 3);
    }
  }
  return { ...picture, data };
}
