/**
 * Tells what a file is from its first bytes, never from its name. Sources: ITU-T T.81 (JPEG), PNG 3rd edition,
 * RFC 9649 (WebP), TIFF 6.0, ISO/IEC 23008-12 and the AV1 image format (brands), libmagic for the rest.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import type { SourceFormat } from '../../../contracts/processing.ts';

/** How many bytes `recogniseFormat` wants to see, where the file has them. */
export const recognitionBytes = 4096;

interface Signature {
  readonly name: string;
  /** The first bytes, written as Latin-1 text. */
  readonly bytes: string;
}

const signature = (name: string, bytes: string): Signature => ({ name, bytes });

const photographs: readonly (Signature & { readonly format: SourceFormat })[] = [
  { ...signature('JPEG', '\xff\xd8\xff'), format: 'jpeg' },
  { ...signature('PNG', '\x89PNG\r\n\x1a\n'), format: 'png' },
  { ...signature('TIFF, little-endian', 'II*\0'), format: 'tiff' },
  { ...signature('TIFF, big-endian', 'MM\0*'), format: 'tiff' },
  { ...signature('BigTIFF, little-endian', 'II+\0'), format: 'tiff' },
  { ...signature('BigTIFF, big-endian', 'MM\0+'), format: 'tiff' },
];

/** Pictures, and things that are often taken for one, that the studio does not read. */
const otherPictures: readonly Signature[] = [
  signature('Canon raw (CR2)', 'II*\0\x10\0\0\0CR'),
  signature('GIF', 'GIF8'),
  signature('BMP', 'BM'),
  signature('PDF', '%PDF-'),
  signature('PostScript', '%!PS'),
  signature('Photoshop', '8BPS'),
  signature('JPEG XL', '\xff\x0a'),
  signature('JPEG XL', '\0\0\0\x0cJXL '),
  signature('JPEG 2000', '\0\0\0\x0cjP  '),
  signature('JPEG 2000 codestream', '\xff\x4f\xff\x51'),
  signature('Windows icon', '\0\0\x01\0'),
  signature('Radiance', '#?RADIANCE'),
  signature('OpenEXR', 'v/1\x01'),
  signature('JPEG XR', 'II\xbc\x01'),
  signature('Fujifilm raw', 'FUJIFILMCCD-RAW'),
  signature('Olympus raw', 'IIRO'),
  signature('Olympus raw', 'IIRS'),
  signature('Panasonic raw', 'IIU\0'),
  signature('Minolta raw', '\0MRM'),
  signature('Sigma raw', 'FOVb'),
  signature('libvips', '\xb6\xa6\xf2\x08'),
  signature('libvips', '\x08\xf2\xa6\xb6'),
  signature('DirectDraw surface', 'DDS '),
  signature('QOI', 'qoif'),
  signature('GIMP', 'gimp xcf'),
];

const avifBrands = new Set(['avif', 'avis']);
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
/** Containers that say "a picture" without saying which codec. */
const structuralBrands = new Set(['mif1', 'mif2', 'msf1', 'miaf', 'MiHE', 'tmap', '1pic']);

/**
 * @param head the first bytes of the file, at most `recognitionBytes`
 * @throws StudioFailure fileEmpty, fileNotAPhoto, formatUnsupported
 */
export function recogniseFormat(head: Uint8Array): SourceFormat {
  if (head.byteLength === 0) throw new StudioFailure('fileEmpty');
  const start = Buffer.from(head).toString('latin1');
  const starts = ({ bytes }: Signature) => start.startsWith(bytes);

  const other = otherPictures.find(starts);
  if (other !== undefined) throw new StudioFailure('formatUnsupported', { recognised: other.name });
  const photograph = photographs.find(starts);
  if (photograph !== undefined) return photograph.format;
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return recogniseWebp(head, start);
  if (start.startsWith('ftyp', 4)) return recogniseBrands(head, start);
  if (/^\s*</.test(start) && /<svg[\s>]/i.test(start)) {
    throw new StudioFailure('formatUnsupported', { recognised: 'SVG' });
  }
  throw new StudioFailure('fileNotAPhoto', { firstBytes: start.slice(0, 16) });
}

/** Animations are refused: which of their pictures is meant, nobody can say. */
function recogniseWebp(head: Uint8Array, start: string): SourceFormat {
  const animated = start.startsWith('VP8X', 12) && head.byteLength > 20 && (head[20]! & 0x02) !== 0;
  if (animated) throw new StudioFailure('formatUnsupported', { recognised: 'animated WebP' });
  return 'webp';
}

/** ISO base media: the major brand and the compatible ones decide between AVIF, HEIC and films. */
function recogniseBrands(head: Uint8Array, start: string): SourceFormat {
  const declared = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const end = Math.min(declared, start.length);
  const brands = [start.slice(8, 12)];
  for (let offset = 16; offset + 4 <= end; offset += 4) brands.push(start.slice(offset, offset + 4));
  if (brands.some((brand) => avifBrands.has(brand))) return 'avif';
  if (brands.some((brand) => heicBrands.has(brand))) return 'heic';
  if (brands.some((brand) => structuralBrands.has(brand))) return 'heic';
  throw new StudioFailure('formatUnsupported', { recognised: 'ISO media', brands });
}
