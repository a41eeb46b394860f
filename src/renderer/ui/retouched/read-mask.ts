import type { Mask } from './mask-outline.ts';

/** Finer than a screen shows the whole picture; masks of larger photos are read at this size. */
const longestEdge = 2048;
/** A mask that was made smaller has edges between nothing and everything. */
const setFrom = 64;

/**
 * Read at most 2048 pixels long.
 *
 * @throws where it cannot be decoded
 */
export async function readMask(file: Blob): Promise<Mask> {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, longestEdge / Math.max(whole.width, whole.height));
  const [width, height] = [Math.ceil(whole.width * scale), Math.ceil(whole.height * scale)];
  const bitmap =
    scale === 1
      ? whole
      : await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('there is nothing to draw on');
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, width, height).data;
  whole.close();
  bitmap.close();
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, pixel) => (pixels[pixel * 4]! < setFrom ? 0 : 1)),
  };
}
