/**
 * PyTorch's files since 1.6: a zip with `<root>/data.pkl`, which names every tensor, and `<root>/data/<key>`, the
 * numbers. The root's name is free, and files that were packed again are deflated instead of stored.
 */
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { PickledStorage } from './pickled.ts';
import { readTensors, selectTensors } from './select-state-dict.ts';
import { unpickle } from './unpickle.ts';
import { bytesOf, type FloatType, type StateDict, toFloat32 } from './weights.ts';

/** The zip's own claims, checked before anything is unpacked. yauzl holds each entry to its claimed size. */
const limits = { entries: 10_000, pickleBytes: 16_000_000, entryBytes: 250_000_000 } as const;

export const isZip = (file: Uint8Array) =>
  file[0] === 0x50 && file[1] === 0x4b && file[2] === 0x03 && file[3] === 0x04;

/** @throws StudioFailure 'modelUnreadable', 'modelUntrusted', 'modelUnsupported', 'modelTooLarge' */
export async function readPytorchZip(file: Buffer): Promise<StateDict> {
  try {
    const zip = await fromBufferPromise(file, {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
    });
    const { root, entries } = await listArchive(zip);
    const pickle = await unpack(zip, entries.get(`${root}data.pkl`), limits.pickleBytes);
    const tensors = selectTensors(unpickle(pickle).value);
    return await readTensors(tensors, (storage) =>
      readStorage(zip, entries.get(`${root}data/${storage.key}`), storage),
    );
  } catch (error) {
    if (error instanceof StudioFailure) throw error;
    // yauzl and zlib complain in their own words about archives that are cut short or do not add up.
    throw new StudioFailure('modelUnreadable', { reason: String(error) }, { cause: error });
  }
}

async function listArchive(zip: ZipFile): Promise<{ root: string; entries: Map<string, Entry> }> {
  if (zip.entryCount > limits.entries) throw new StudioFailure('modelTooLarge', { entries: zip.entryCount });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw new StudioFailure('modelUnreadable', { twice: entry.fileName });
    entries.set(entry.fileName, entry);
  }
  const pickles = [...entries.keys()].filter((name) => /^([^/]+\/)?data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (pickle === undefined || pickles.length > 1)
    throw new StudioFailure('modelUnsupported', { reason: 'a zip, but none that PyTorch wrote' });
  const root = pickle.slice(0, -'data.pkl'.length);
  if (entries.has(`${root}constants.pkl`))
    throw new StudioFailure('modelUnsupported', { reason: 'a TorchScript program instead of weights' });
  const order = entries.get(`${root}byteorder`);
  if (order !== undefined && (await unpack(zip, order, 100)).toString('latin1') !== 'little')
    throw new StudioFailure('modelUnsupported', { reason: 'big-endian numbers' });
  return { root, entries };
}

async function readStorage(
  zip: ZipFile,
  entry: Entry | undefined,
  { type, length }: PickledStorage & { readonly type: FloatType },
): Promise<Float32Array> {
  const wanted = length * bytesOf[type];
  const bytes = await unpack(zip, entry, limits.entryBytes);
  if (bytes.byteLength < wanted)
    throw new StudioFailure('modelUnreadable', { entry: entry?.fileName, wanted, found: bytes.byteLength });
  return toFloat32(bytes.subarray(0, wanted), type);
}

async function unpack(zip: ZipFile, entry: Entry | undefined, largest: number): Promise<Buffer> {
  if (entry === undefined)
    throw new StudioFailure('modelUnreadable', { reason: 'a part of the archive is missing' });
  const { fileName, uncompressedSize } = entry;
  if (uncompressedSize > largest) throw new StudioFailure('modelTooLarge', { fileName, uncompressedSize });
  const pieces: Buffer[] = [];
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  if (crc32(bytes) !== entry.crc32)
    throw new StudioFailure('modelUnreadable', { fileName, reason: 'checksum' });
  return bytes;
}
