/**
 * Reads single tags out of TIFF directories (TIFF 6.0, section 2). The same structure holds TIFF files, camera
 * raws that call themselves TIFF, and EXIF blocks. Everything is bounds-checked: what does not fit is absent.
 */

export interface TiffDirectory {
  /** First value of a numeric tag. */
  number(tag: number): number | null;
  /** An ASCII tag, without its end mark. */
  text(tag: number): string | null;
  has(tag: number): boolean;
}

export interface TiffReader {
  readonly first: TiffDirectory | null;
  directoryAt(offset: number): TiffDirectory | null;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where the values lie. */
  readonly offset: number;
}

const typeSizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4 };

/** Over the bytes of a classic TIFF structure; null when they are not one. */
export function readTiff(bytes: Uint8Array): TiffReader | null {
  if (bytes.byteLength < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) return null;
  const directoryAt = (offset: number) => readDirectory(view, offset, little);
  return { first: directoryAt(view.getUint32(4, little)), directoryAt };
}

function readDirectory(view: DataView, start: number, little: boolean): TiffDirectory | null {
  if (start < 8 || start + 2 > view.byteLength) return null;
  const count = view.getUint16(start, little);
  const entries = new Map<number, Entry>();
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * 12;
    if (at + 12 > view.byteLength) break;
    const type = view.getUint16(at + 2, little);
    const values = view.getUint32(at + 4, little);
    const length = (typeSizes[type] ?? 8) * values;
    const offset = length <= 4 ? at + 8 : view.getUint32(at + 8, little);
    entries.set(view.getUint16(at, little), { type, count: values, offset });
  }
  const fits = ({ offset, count: values, type }: Entry) =>
    values > 0 && offset + (typeSizes[type] ?? 8) * values <= view.byteLength;
  return {
    has: (tag) => entries.has(tag),
    number(tag) {
      const entry = entries.get(tag);
      if (entry === undefined || !fits(entry)) return null;
      if (entry.type === 1 || entry.type === 7) return view.getUint8(entry.offset);
      if (entry.type === 3) return view.getUint16(entry.offset, little);
      if (entry.type === 4 || entry.type === 13) return view.getUint32(entry.offset, little);
      return null;
    },
    text(tag) {
      const entry = entries.get(tag);
      if (entry?.type !== 2 || !fits(entry)) return null;
      const bytes = new Uint8Array(view.buffer, view.byteOffset + entry.offset, entry.count);
      return Buffer.from(bytes).toString('latin1').replace(/\0.*$/s, '');
    },
  };
}

const tags = {
  newSubfileType: 254,
  subDirectories: 330,
  exifDirectory: 34665,
  interoperabilityDirectory: 40965,
  interoperabilityIndex: 1,
  dngVersion: 50706,
} as const;

/**
 * Whether a TIFF is really a camera raw (DNG, NEF, ARW and their kin), whose first picture is a thumbnail that a
 * TIFF reader would take for the photo. Only what lies within `bytes` is looked at.
 */
export function isCameraRaw(bytes: Uint8Array): boolean {
  const first = readTiff(bytes)?.first;
  if (first == null) return false;
  if (first.has(tags.dngVersion)) return true;
  return first.has(tags.subDirectories) && first.number(tags.newSubfileType) === 1;
}

/**
 * Whether EXIF says Adobe RGB. Cameras set to Adobe RGB name it by the interoperability index "R03" (DCF 2.0,
 * JEITA CP-3461) and often embed no profile.
 */
export function exifSaysAdobeRgb(exif: Uint8Array): boolean {
  const marker = Buffer.from('Exif\0\0', 'latin1');
  const block = marker.equals(exif.subarray(0, 6)) ? exif.subarray(6) : exif;
  const reader = readTiff(block);
  const exifOffset = reader?.first?.number(tags.exifDirectory);
  if (reader == null || exifOffset == null) return false;
  const offset = reader.directoryAt(exifOffset)?.number(tags.interoperabilityDirectory);
  if (offset == null) return false;
  return reader.directoryAt(offset)?.text(tags.interoperabilityIndex) === 'R03';
}
