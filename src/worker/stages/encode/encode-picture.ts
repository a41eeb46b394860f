import type { Sharp } from 'sharp';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { OutputFormat } from '../../../contracts/recipe.ts';
import type { PictureImage } from '../../imaging/image.ts';
import { sharp } from '../decode/hardened-sharp.ts';
import { buildXmp, type PictureMetadata } from './picture-metadata.ts';
import { PngStream } from './png-stream.ts';
import { readSrgbProfile, wrapPixels } from './wrap-pixels.ts';
import { type WritingFileSystem, writeFile } from './write-file.ts';

export interface EncodeOptions extends PictureMetadata {
  /** Where to write; the caller renames it when it is verified. */
  readonly path: string;
  readonly format: OutputFormat;
  /** Dots per inch, for printing; 300 unless told. */
  readonly dpi?: number;
  readonly fileSystem?: WritingFileSystem;
}

const printResolution = 300;

/**
 * A picture on its way to a file: with an sRGB profile, its print resolution and an XMP packet; PNG and JPEG with 8
 * bits per channel, TIFF with 16. A PNG is packed while the picture is made, the others when it is finished.
 */
export class PictureEncoding {
  readonly #picture: PictureImage;
  readonly #profile: Buffer;
  readonly #options: EncodeOptions;
  readonly #png: PngStream | null;

  /**
   * @param picture its rows may still be missing; they are read when `advance` says that they are there
   * @param profile what `readSrgbProfile` gives
   */
  constructor(picture: PictureImage, profile: Buffer, options: EncodeOptions) {
    if (options.format === 'jpeg' && picture.channels === 4) {
      throw new StudioFailure('unexpected', { reason: 'a JPEG cannot be transparent' });
    }
    this.#picture = picture;
    this.#profile = profile;
    this.#options = options;
    const { dpi = printResolution } = options;
    this.#png =
      options.format === 'png' ? new PngStream(picture, { dpi, profile, xmp: buildXmp(options) }) : null;
  }

  /** Rows above `end` are finished. */
  advance(end: number): void {
    this.#png?.advance(end);
  }

  /**
   * All rows are finished: writes the file.
   *
   * @returns its length in bytes
   * @throws StudioFailure diskFull, folderReadOnly, storageFailed; nothing is left at the path then
   */
  async finish(): Promise<number> {
    const { path, fileSystem } = this.#options;
    const bytes = await (this.#png?.finish() ?? this.#encode());
    await writeFile(path, bytes, fileSystem);
    return bytes.byteLength;
  }

  /** Frees what a picture holds that will not be finished; does no harm afterwards. */
  discard(): void {
    this.#png?.discard();
  }

  async #encode(): Promise<Buffer> {
    const { format, dpi = printResolution } = this.#options;
    const wrapped = wrapPixels(this.#picture, format === 'tiff' ? 16 : 8, dpi, this.#profile);
    const source = sharp(wrapped, { limitInputPixels: false, sequentialRead: true })
      .keepIccProfile()
      .withXmp(buildXmp(this.#options));
    if (format === 'tiff') return asTiff(source, dpi).toBuffer();
    const encoded = await source
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4', optimiseCoding: false })
      .toBuffer();
    return withJfifHeader(encoded, dpi);
  }
}

/** Writes a picture that is finished; see `PictureEncoding`. */
export async function encodePicture(picture: PictureImage, options: EncodeOptions): Promise<number> {
  const encoding = new PictureEncoding(picture, await readSrgbProfile(), options);
  try {
    return await encoding.finish();
  } finally {
    encoding.discard();
  }
}

function asTiff(source: Sharp, dpi: number): Sharp {
  const perMillimetre = dpi / 25.4;
  return source.toColourspace('rgb16').tiff({
    compression: 'lzw',
    predictor: 'horizontal',
    xres: perMillimetre,
    yres: perMillimetre,
    resolutionUnit: 'inch',
  });
}

/** Puts the JFIF header in front (ITU-T T.871, 10.1), which libvips leaves out and which holds the resolution. */
function withJfifHeader(jpeg: Buffer, dpi: number): Buffer {
  const startOfImage = jpeg.subarray(0, 2);
  const header = Buffer.from('\xff\xe0\0\x10JFIF\0\x01\x02\x01\0\0\0\0\0\0', 'latin1');
  header.writeUInt16BE(Math.round(dpi), 12);
  header.writeUInt16BE(Math.round(dpi), 14);
  return Buffer.concat([startOfImage, header, jpeg.subarray(2)]);
}
