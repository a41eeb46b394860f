import type { Background } from '../../../contracts/recipe.ts';
import type { ColourImage, MaskImage, PictureImage } from '../../imaging/image.ts';
import type { Circle } from '../../imaging/tiles.ts';
import type { LimbusEdge } from './limbus-edge.ts';

/**
 * Puts the iris on its background: a circle with a soft edge; what lids still cover fades away too.
 *
 * @param iris the enhanced square
 * @param circle the iris within it, in its pixels
 * @param edge where it ends, in iris radii
 * @param covered 255 where a lid hides the iris and nothing was filled in; any size, stretched over the square
 */
export function composePicture(
  iris: ColourImage,
  circle: Circle,
  edge: LimbusEdge,
  background: Background,
  covered: MaskImage | null,
): PictureImage {
  const { width, height, data: source } = iris;
  const channels = background === 'transparent' ? 4 : 3;
  const data = channels === 3 ? source : new Uint16Array(width * height * 4);
  const ground = background === 'white' ? 65535 : 0;
  const inner = circle.radius * edge.inner;
  const outer = circle.radius * edge.outer;
  for (let y = 0; y < height; y++) {
    const dy = y + 0.5 - circle.cy;
    const coveredRow = covered === null ? 0 : Math.floor((y * covered.height) / height) * covered.width;
    const open = covered === null || isClear(covered.data, coveredRow, covered.width);
    const fades = halfChord(outer, dy);
    const [left, right] = [
      Math.max(0, Math.floor(circle.cx - fades)),
      Math.min(width, Math.ceil(circle.cx + fades)),
    ];
    const full = open && channels === 3 ? halfChord(inner, dy) - 1 : 0;
    if (channels === 3) {
      data.fill(ground, y * width * 3, (y * width + Math.min(left, width)) * 3);
      data.fill(ground, (y * width + Math.max(0, right)) * 3, (y + 1) * width * 3);
    }
    for (let x = left; x < right; x++) {
      // Nothing changes where the iris is fully shown.
      if (full > 0 && Math.abs(x + 0.5 - circle.cx) < full) {
        x = Math.ceil(circle.cx + full - 0.5) - 1;
        continue;
      }
      const dx = x + 0.5 - circle.cx;
      const distance = Math.sqrt(dx * dx + dy * dy);
      let share = 1 - smoothStep((distance - inner) / (outer - inner));
      if (covered !== null && share > 0)
        share *= 1 - covered.data[coveredRow + Math.floor((x * covered.width) / width)]! / 255;
      const from = (y * width + x) * 3;
      if (channels === 4) {
        const target = (y * width + x) * 4;
        data[target] = share > 0 ? source[from]! : 0;
        data[target + 1] = share > 0 ? source[from + 1]! : 0;
        data[target + 2] = share > 0 ? source[from + 2]! : 0;
        data[target + 3] = share * 65535 + 0.5;
      } else if (share < 1) {
        for (let channel = 0; channel < 3; channel++)
          data[from + channel] = ground + (source[from + channel]! - ground) * share + 0.5;
      }
    }
  }
  return { width, height, channels, data };
}

function smoothStep(t: number): number {
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return t * t * (3 - 2 * t);
}

/** Half the length of a circle's chord at `distance` from its centre; 0 beyond it. */
function halfChord(radius: number, distance: number): number {
  return Math.sqrt(Math.max(0, radius * radius - distance * distance));
}

function isClear(mask: Uint8Array, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) if (mask[at]! > 0) return false;
  return true;
}
