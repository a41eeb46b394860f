/** What the media worker does: one task in, one small file out. */
import { open, rm } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { type MediaAnswer, type MediaTask, previewSize, thumbnailSize } from '../../contracts/media-api.ts';
import type { ColourImage } from '../imaging/image.ts';
import type { Photograph } from '../imaging/photograph.ts';
import { openUntrusted, sharp } from '../stages/decode/hardened-sharp.ts';
import { openPhotograph } from '../stages/decode/open-photograph.ts';
import { decodeFailure } from '../stages/decode/read-failure.ts';
import { type WritingFileSystem, writeFile } from '../stages/encode/write-file.ts';
import { convertPicture } from './convert-picture.ts';
import { cutBefore } from './cut-before.ts';

type PhotoTask = Extract<MediaTask, { photoPath: string }>;

export async function makePicture(task: MediaTask): Promise<MediaAnswer> {
  if (task.task === 'resultThumbnail') return resultThumbnail(task.picturePath, task.target);
  if (task.task === 'convert') return convertPicture(task);
  const { photoPath, scratchDirectory } = task;
  const photograph = await openPhotograph(photoPath, {
    scratchDirectory,
    readOnce: task.task !== 'before',
  });
  try {
    return await fromPhotograph(task, photograph);
  } finally {
    await photograph.close();
  }
}

async function fromPhotograph(task: PhotoTask, photograph: Photograph): Promise<MediaAnswer> {
  const { format, width, height } = photograph;
  switch (task.task) {
    case 'inspect':
      break;
    case 'thumbnail': {
      const small = pictureOf(await reduced(photograph, thumbnailSize));
      await write(task.target, small.webp({ quality: 82, effort: 2 }));
      break;
    }
    case 'preview': {
      const large = pictureOf(await reduced(photograph, previewSize));
      await write(task.target, large.jpeg({ quality: 90 }));
      break;
    }
    case 'before': {
      const square = await cutBefore(photograph, task.iris, task.largest);
      await write(task.target, pictureOf(square).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }));
      return { format: null, width: square.width, height: square.height };
    }
  }
  return { format, width, height };
}

async function resultThumbnail(picturePath: string, target: string): Promise<MediaAnswer> {
  try {
    const small = openUntrusted(picturePath)
      .resize(thumbnailSize, thumbnailSize, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 82, effort: 2 });
    const { data, info } = await small.toBuffer({ resolveWithObject: true });
    await writeFile(target, data, cacheFiles);
    return { format: null, width: info.width, height: info.height };
  } catch (error) {
    throw decodeFailure(error);
  }
}

/** The whole photograph within a square; the decoder reduces while it reads, where the format lets it. */
function reduced(photograph: Photograph, edge: number): Promise<ColourImage> {
  const { width, height } = photograph;
  const scale = Math.min(1, edge / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return photograph.readRegion({ left: 0, top: 0, width, height }, size);
}

function pictureOf({ data, width, height }: ColourImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } }).toColourspace('srgb');
}

async function write(target: string, picture: Sharp): Promise<void> {
  await writeFile(target, await picture.toBuffer(), cacheFiles);
}

/** What can be made again need not wait for the disk. */
const cacheFiles: WritingFileSystem = {
  async open(path, flags) {
    const file = await open(path, flags);
    return {
      writeFile: (data) => file.writeFile(data),
      sync: async () => {},
      close: () => file.close(),
    };
  },
  rm,
};
