import sharp from 'sharp';
import type { ColourImage } from './image.ts';

/** Resamples a whole picture by Lanczos (libvips); `size` may differ from the picture in either direction. */
export async function resizeColourImage(
  image: ColourImage,
  size: { width: number; height: number },
): Promise<ColourImage> {
  if (size.width === image.width && size.height === image.height) return image;
  const { data } = await sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 3 },
    limitInputPixels: false,
  })
    .toColourspace('rgb16')
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  return {
    ...size,
    data: new Uint16Array(data.buffer, data.byteOffset, size.width * size.height * 3),
  };
}
