/**
 * The only door to libvips. Loaders that no photograph needs (SVG, GIF, PDF, libvips' own formats and whatever a
 * later build may add) are switched off before the first byte is read; caching is off so that a file replaced on
 * disk is never answered from memory. See docs/adr/0005-decoding-untrusted-photographs.md.
 */
import { availableParallelism } from 'node:os';
import sharp, { type Sharp, type SharpOptions } from 'sharp';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadTiff',
    'VipsForeignLoadHeif',
  ],
});
sharp.cache(false);
sharp.concurrency(Math.min(4, availableParallelism()));

/** Pixels that a file may declare; more is refused from the header alone. */
export const largestPixelCount = 200_000_000;
/** Pixels of formats that can only be decoded as a whole. */
export const largestWholePixelCount = 100_000_000;

/** Seconds after which a decoder is stopped; the slowest honest photo needs a tenth of it. */
const decoderTimeout = 180;

const untrusted: SharpOptions = {
  limitInputPixels: largestPixelCount,
  unlimited: false,
  pages: 1,
  sequentialRead: true,
};

/** A pipeline over a stranger's file. Profiles are left alone: colours are converted by us, at full depth. */
export function openUntrusted(path: string, options: SharpOptions = {}): Sharp {
  return sharp(path, { ...untrusted, ignoreIcc: true, ...options }).timeout({ seconds: decoderTimeout });
}

export { sharp };
