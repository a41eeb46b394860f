/** Opens a stranger's file as a photograph. docs/adr/0005-decoding-untrusted-photographs.md says how and why. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open as openFile, rm, stat as statFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { Rectangle } from '../../../contracts/geometry.ts';
import { type ColourConversion, colourConversion } from '../../imaging/colour-conversion.ts';
import type { ColourImage } from '../../imaging/image.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { openUntrusted, sharp } from './hardened-sharp.ts';
import { type Size, toStoredRegion, turnSize, turnUpright } from './orientation.ts';
import { decodeFailure, openFailure } from './read-failure.ts';
import { type PhotographHeader, readHeader } from './read-header.ts';
import { recogniseFormat, recognitionBytes } from './recognise-format.ts';
import { isCameraRaw } from './tiff-directory.ts';
import { unpackHeic } from './unpack-heic.ts';

/** What opening needs of a file system. Pixels are read by the decoders themselves, from the same path. */
export interface ReadingFileSystem {
  stat(path: string): Promise<{ isFile(): boolean; size: number }>;
  open(path: string, flags: 'r'): Promise<Pick<FileHandle, 'read' | 'close'>>;
}

export interface OpenOptions {
  /** Where a photo that has to be unpacked may put its pixels until it is closed. */
  readonly scratchDirectory: string;
  readonly fileSystem?: ReadingFileSystem;
  /** It will be read once and as a whole: then nothing is worth unpacking, and the decoder reduces as it goes. */
  readonly readOnce?: boolean;
}

const largestFile = 1_000_000_000;
/** A region never takes more than 256 MB: 6 bytes for each pixel. */
export const largestRegionPixels = Math.floor((256 * 1024 * 1024) / 6);
/** What shows through where a picture is transparent. */
const neutral = { r: 128, g: 128, b: 128 };

/**
 * Recognises the file by its content and reads its header; no pixel is decoded yet.
 *
 * @throws StudioFailure fileMissing, fileUnreadable, fileEmpty, fileTooLarge, fileNotAPhoto, formatUnsupported,
 *   fileDamaged, photoTooLarge, irisTooSmall (an edge under 32 pixels)
 */
export async function openPhotograph(path: string, options: OpenOptions): Promise<Photograph> {
  const head = await readHead(path, options.fileSystem ?? { stat: statFile, open: openFile });
  const recognised = recogniseFormat(head);
  if (recognised === 'tiff' && isCameraRaw(head)) {
    throw new StudioFailure('formatUnsupported', { recognised: 'camera raw' });
  }
  return new PhotographOnDisk(path, await readHeader(path, recognised), options);
}

async function readHead(path: string, fileSystem: ReadingFileSystem): Promise<Uint8Array> {
  try {
    const status = await fileSystem.stat(path);
    // A pipe or a device would block or never end.
    if (!status.isFile()) throw new StudioFailure('fileNotAPhoto', { reason: 'not a regular file' });
    if (status.size > largestFile) throw new StudioFailure('fileTooLarge', { size: status.size });
    const handle = await fileSystem.open(path, 'r');
    try {
      const buffer = new Uint8Array(recognitionBytes);
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof StudioFailure ? error : openFailure(error);
  }
}

class PhotographOnDisk implements Photograph {
  readonly format;
  readonly width: number;
  readonly height: number;
  readonly #path: string;
  readonly #header: PhotographHeader;
  readonly #scratchPath: string;
  readonly #readOnce: boolean;
  readonly #conversion: ColourConversion;
  #unpacked: Promise<void> | undefined;
  #proven: Promise<void> | undefined;

  constructor(path: string, header: PhotographHeader, { scratchDirectory, readOnce = false }: OpenOptions) {
    this.format = header.format;
    ({ width: this.width, height: this.height } = turnSize(header.stored, header.orientation));
    this.#path = path;
    this.#header = header;
    this.#readOnce = readOnce;
    this.#scratchPath = join(scratchDirectory, `unpacked-${randomUUID()}.part`);
    this.#conversion = colourConversion(header.profile);
  }

  async readRegion(region: Rectangle, size: Size = region): Promise<ColourImage> {
    const { stored, orientation } = this.#header;
    this.#requireInside(region);
    const target = reducedSize(region, size);
    const cut = toStoredRegion(region, stored, orientation);
    const whole = cut.width === stored.width && cut.height === stored.height;
    try {
      let pipeline = await this.#source(whole);
      // Without a cut, JPEG is reduced while it is decoded.
      if (!whole) pipeline = pipeline.extract(cut);
      const resized = turnSize(target, orientation);
      if (resized.width !== cut.width || resized.height !== cut.height) {
        pipeline = pipeline.resize({ ...resized, fit: 'fill', kernel: 'lanczos3' });
      }
      const pixels = await this.#pixels(turnUpright(pipeline, orientation));
      if (whole) this.#proven ??= Promise.resolve();
      if (pixels.length !== target.width * target.height * 3) {
        throw new StudioFailure('fileDamaged', { reason: 'the decoder gave another size' });
      }
      return { ...target, data: this.#conversion.convert(pixels) };
    } catch (error) {
      throw decodeFailure(error);
    }
  }

  async close(): Promise<void> {
    await this.#unpacked?.catch(() => undefined);
    this.#unpacked = Promise.reject(new StudioFailure('unexpected', { reason: 'the photograph was closed' }));
    this.#unpacked.catch(() => undefined);
    await rm(this.#scratchPath, { force: true });
  }

  #requireInside({ left, top, width, height }: Rectangle): void {
    const sides = [left, top, width, height];
    const inside = left >= 0 && top >= 0 && left + width <= this.width && top + height <= this.height;
    if (!sides.every(Number.isInteger) || width < 1 || height < 1 || !inside) {
      throw new RangeError(`region ${sides} lies outside the photograph of ${this.width} x ${this.height}`);
    }
  }

  /** The first pixels are handed out only after the file was read to its end once. */
  async #source(readsAll: boolean): Promise<Sharp> {
    const { route } = this.#header;
    if (route === 'unpack' && readsAll && this.#readOnce) return this.#decodedByLibvips();
    if (route !== 'stream') {
      this.#unpacked ??= this.#unpack();
      await this.#unpacked;
      return sharp(this.#scratchPath, { sequentialRead: true });
    }
    if (!readsAll) {
      this.#proven ??= this.#readToTheEnd();
      await this.#proven;
    }
    return openUntrusted(this.#path);
  }

  /** At an eighth of the size a JPEG is still read to its last byte, in a third of the time. */
  async #readToTheEnd(): Promise<void> {
    await openUntrusted(this.#path)
      .resize({ width: Math.ceil(this.#header.stored.width / 8) })
      .raw()
      .toBuffer();
  }

  async #pixels(pipeline: Sharp): Promise<Uint8Array | Uint16Array> {
    if (!this.#header.deep) return await pipeline.toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
    const bytes = await pipeline.toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer();
    const aligned = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
    return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
  }

  /** Writes the pixels, in the source's own colours, as an uncompressed tiled TIFF: any region is quick to read. */
  async #unpack(): Promise<void> {
    try {
      const pipeline =
        this.#header.route === 'unpackHeic' ? await this.#decodedHeic() : this.#decodedByLibvips();
      await pipeline
        .toColourspace(this.#header.deep ? 'rgb16' : 'srgb')
        .tiff({ compression: 'none', tile: true, tileWidth: 256, tileHeight: 256 })
        .toFile(this.#scratchPath);
    } catch (error) {
      await rm(this.#scratchPath, { force: true });
      throw decodeFailure(error);
    }
  }

  #decodedByLibvips(): Sharp {
    const { convertedByLibvips, transparent, gain } = this.#header;
    let pipeline = openUntrusted(this.#path, { ignoreIcc: !convertedByLibvips });
    // A 16-bit picture with a lookup profile would otherwise stay in Display P3.
    if (convertedByLibvips) pipeline = pipeline.withIccProfile('srgb', { attach: false });
    if (transparent) pipeline = pipeline.flatten({ background: neutral });
    return gain === 1 ? pipeline : pipeline.linear(gain, 0);
  }

  async #decodedHeic(): Promise<Sharp> {
    const { stored, deep } = this.#header;
    const { width, height, data } = await unpackHeic(this.#path, deep);
    if (width !== stored.width || height !== stored.height) {
      throw new StudioFailure('fileDamaged', { reason: 'header and picture differ in size' });
    }
    return sharp(data, { raw: { width, height, channels: 3 } });
  }
}

/** Never larger than the region, never more than 256 MB. */
function reducedSize(region: Size, wanted: Size): Size {
  const width = Math.max(1, Math.min(region.width, Math.round(wanted.width)));
  const height = Math.max(1, Math.min(region.height, Math.round(wanted.height)));
  const shrink = Math.sqrt(largestRegionPixels / (width * height));
  if (shrink >= 1) return { width, height };
  return { width: Math.max(1, Math.floor(width * shrink)), height: Math.max(1, Math.floor(height * shrink)) };
}
