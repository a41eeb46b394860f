import type { MediaAnswer, MediaTask } from '../../contracts/media-api.ts';
import type { PictureImage } from '../imaging/image.ts';
import { openUntrusted } from '../stages/decode/hardened-sharp.ts';
import { decodeFailure } from '../stages/decode/read-failure.ts';
import { encodePicture } from '../stages/encode/encode-picture.ts';

/** A finished picture in another format or size. A JPEG of a transparent picture gets a black ground. */
export async function convertPicture(task: Extract<MediaTask, { task: 'convert' }>): Promise<MediaAnswer> {
  const { picturePath, target, format, largest, recipe, software } = task;
  const picture = await readPicture(picturePath, format === 'jpeg', largest);
  await encodePicture(picture, { path: target, format, software, recipe });
  return { format: null, width: picture.width, height: picture.height };
}

async function readPicture(path: string, opaque: boolean, largest: number | null): Promise<PictureImage> {
  try {
    let source = openUntrusted(path);
    const { depth, hasAlpha } = await source.metadata();
    if (opaque && hasAlpha) source = source.flatten({ background: 'black' });
    if (largest !== null)
      source = source.resize(largest, largest, { fit: 'inside', withoutEnlargement: true });
    const deep = depth === 'ushort';
    const { data, info } = await source
      .toColourspace(deep ? 'rgb16' : 'srgb')
      .raw({ depth: deep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const channels = info.channels === 4 ? 4 : 3;
    return { width, height, channels, data: deep ? samplesOf(data) : widen(data) };
  } catch (error) {
    throw decodeFailure(error);
  }
}

function samplesOf(bytes: Buffer): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
}

/** So that white stays white: libvips would shift by eight bits instead. */
function widen(bytes: Buffer): Uint16Array {
  const samples = new Uint16Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) samples[index] = bytes[index]! * 257;
  return samples;
}
