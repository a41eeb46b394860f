/** Everything that can be known about a photograph without decoding a pixel, and every reason to refuse it. */
import type { Metadata } from 'sharp';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { SourceFormat } from '../../../contracts/processing.ts';
import { adobeRgb, type ColourProfile, parseColourProfile } from '../../imaging/colour-profile.ts';
import { largestPixelCount, largestWholePixelCount, openUntrusted } from './hardened-sharp.ts';
import { type Orientation, orientationFrom, type Size } from './orientation.ts';
import { decodeFailure } from './read-failure.ts';
import { exifSaysAdobeRgb } from './tiff-directory.ts';

/** Where the pixels come from when they are asked for. */
export type Route =
  /** Straight from the file, which libvips reads quickly and in any reduction. */
  | 'stream'
  /** Decoded once into a scratch file, because each reading would decode it all again. */
  | 'unpack'
  /** The same, by libheif. */
  | 'unpackHeic';

export interface PhotographHeader {
  readonly format: SourceFormat;
  /** As stored; `orientation` still to be applied. */
  readonly stored: Size;
  readonly orientation: Orientation;
  readonly route: Route;
  /** More than 8 bits per channel. */
  readonly deep: boolean;
  /** Factor that makes white 65535 where the decoder leaves low bits empty. */
  readonly gain: number;
  readonly transparent: boolean;
  /** Ours to convert; null is sRGB. */
  readonly profile: ColourProfile | null;
  /** Print and lookup-table profiles: libvips converts these to 8-bit sRGB while unpacking. */
  readonly convertedByLibvips: boolean;
}

/** Below this no iris could be made out, and decoders behave oddly. */
export const smallestEdge = 32;

const decoderNames: Readonly<Record<SourceFormat, string>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  tiff: 'tiff',
  avif: 'heif',
  heic: 'heif',
};

/**
 * @param recognised what the first bytes say; the decoder must agree
 * @throws StudioFailure fileDamaged, formatUnsupported, photoTooLarge, irisTooSmall
 */
export async function readHeader(path: string, recognised: SourceFormat): Promise<PhotographHeader> {
  let metadata: Metadata;
  try {
    metadata = await openUntrusted(path, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw decodeFailure(error);
  }
  const { width, height, depth } = metadata;
  if (metadata.format !== decoderNames[recognised]) {
    throw new StudioFailure('formatUnsupported', { recognised, decoder: metadata.format });
  }
  const format = settleHeif(recognised, metadata.compression);
  if (format === 'webp' && (metadata.pages ?? 1) > 1) {
    throw new StudioFailure('formatUnsupported', { recognised: 'animated WebP' });
  }
  if (depth !== 'uchar' && depth !== 'ushort') throw new StudioFailure('formatUnsupported', { depth });

  const pixels = width * height;
  const streams = streamable(format, metadata.isProgressive);
  if (pixels > (streams ? largestPixelCount : largestWholePixelCount)) {
    throw new StudioFailure('photoTooLarge', { width, height, format });
  }
  if (Math.min(width, height) < smallestEdge) throw new StudioFailure('irisTooSmall', { width, height });

  const deep = depth === 'ushort';
  const colours = readColours(metadata);
  const route = format === 'heic' ? 'unpackHeic' : 'unpack';
  return {
    format,
    stored: { width, height },
    // libheif has turned AVIF and HEIC already.
    orientation: metadata.format === 'heif' ? 1 : orientationFrom(metadata.orientation),
    route: format === 'jpeg' && streams && !colours.convertedByLibvips ? 'stream' : route,
    deep: deep && !colours.convertedByLibvips,
    gain: format === 'avif' && deep ? 65535 / (65536 - 2 ** (16 - (metadata.bitsPerSample ?? 16))) : 1,
    transparent: metadata.hasAlpha === true,
    ...colours,
  };
}

/** Whether the decoder can go through the file row by row, however large it is. */
function streamable(format: SourceFormat, progressive: boolean | undefined): boolean {
  return format === 'tiff' || ((format === 'jpeg' || format === 'png') && progressive !== true);
}

/** Brands may leave open which codec is inside. */
function settleHeif(recognised: SourceFormat, compression: string | undefined): SourceFormat {
  if (recognised !== 'avif' && recognised !== 'heic') return recognised;
  if (compression === 'av1') return 'avif';
  if (compression === 'hevc') return 'heic';
  throw new StudioFailure('formatUnsupported', { recognised, compression });
}

const ownSpaces: readonly string[] = ['srgb', 'rgb', 'rgb16', 'b-w', 'grey16'];
const greySpaces: readonly string[] = ['b-w', 'grey16'];

function readColours(metadata: Metadata): Pick<PhotographHeader, 'profile' | 'convertedByLibvips'> {
  const { space, icc, exif } = metadata;
  if (!ownSpaces.includes(space ?? '')) return { profile: null, convertedByLibvips: true };
  if (icc === undefined) {
    const adobe = exif !== undefined && !greySpaces.includes(space ?? '') && exifSaysAdobeRgb(exif);
    return { profile: adobe ? adobeRgb : null, convertedByLibvips: false };
  }
  const profile = parseColourProfile(icc);
  if (profile === null) return { profile: null, convertedByLibvips: looksLikeProfile(icc) };
  // A profile for the wrong number of channels says nothing about these pixels.
  const fits = (profile.space === 'grey') === greySpaces.includes(space ?? '');
  return { profile: fits ? profile : null, convertedByLibvips: false };
}

function looksLikeProfile(icc: Buffer): boolean {
  return icc.byteLength > 132 && icc.toString('latin1', 36, 40) === 'acsp';
}
