import type { Photograph } from '../../imaging/photograph.ts';
import type { Square, View } from '../../imaging/sampling.ts';

/**
 * Reads what the photograph has of `square`, reduced so that the whole square would be `size` pixels wide (never
 * enlarged).
 */
export async function readView(photograph: Photograph, square: Square, size: number): Promise<View> {
  const left = Math.min(photograph.width - 1, Math.max(0, Math.floor(square.left)));
  const top = Math.min(photograph.height - 1, Math.max(0, Math.floor(square.top)));
  const right = Math.min(photograph.width, Math.max(left + 1, Math.ceil(square.left + square.side)));
  const bottom = Math.min(photograph.height, Math.max(top + 1, Math.ceil(square.top + square.side)));
  const region = { left, top, width: right - left, height: bottom - top };
  const scale = Math.min(1, size / square.side);
  const wanted = {
    width: Math.max(1, Math.round(region.width * scale)),
    height: Math.max(1, Math.round(region.height * scale)),
  };
  const image = await (scale < 1 ? photograph.readRegion(region, wanted) : photograph.readRegion(region));
  return {
    image,
    left,
    top,
    scaleX: image.width / region.width,
    scaleY: image.height / region.height,
  };
}
