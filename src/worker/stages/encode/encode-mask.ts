import type { MaskImage } from '../../imaging/image.ts';
import { sharp } from '../decode/hardened-sharp.ts';
import { type WritingFileSystem, writeFile } from './write-file.ts';

/**
 * Writes a mask as an 8-bit grey PNG without metadata. Masks are large flat areas: the fastest level already
 * packs them a hundredfold.
 *
 * @returns the length of the file in bytes
 * @throws StudioFailure diskFull, folderReadOnly, storageFailed; nothing is left at `path` then
 */
export async function encodeMask(
  { width, height, data }: MaskImage,
  path: string,
  fileSystem?: WritingFileSystem,
): Promise<number> {
  const bytes = await sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace('b-w')
    .png({ compressionLevel: 2, adaptiveFiltering: false })
    .toBuffer();
  await writeFile(path, bytes, fileSystem);
  return bytes.byteLength;
}
