/**
 * PyTorch's files before 1.6, as many ESRGAN and BSRGAN weights still are: five pickles (a magic number, a version,
 * facts about the machine, the object, the keys of its storages), then each storage as a count and its numbers.
 * Format: torch/serialization.py, `_legacy_save`.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import { isCount, malformed, type PickledStorage } from './pickled.ts';
import { readTensors, selectTensors } from './select-state-dict.ts';
import { unpickle } from './unpickle.ts';
import { bytesOf, type FloatType, type StateDict, toFloat32 } from './weights.ts';

/** A pickle of protocol 2 of the number 0x1950a86a20f9469cfc6c. */
const magic = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');
const legacyVersion = 1001;

export const isLegacyPytorch = (file: Buffer) => magic.equals(file.subarray(0, magic.length));

/** @throws StudioFailure 'modelUnreadable', 'modelUntrusted', 'modelUnsupported', 'modelTooLarge' */
export async function readLegacyPytorch(file: Buffer): Promise<StateDict> {
  const version = unpickle(file, magic.length);
  if (version.value !== legacyVersion) throw malformed('version');
  const machine = unpickle(file, version.end);
  if (machine.value instanceof Map && machine.value.get('little_endian') === false)
    throw new StudioFailure('modelUnsupported', { reason: 'big-endian numbers' });
  const object = unpickle(file, machine.end);
  const keys = unpickle(file, object.end);
  const tensors = selectTensors(object.value);

  const storages = new Map<string, PickledStorage>();
  for (const { storage } of tensors.values()) storages.set(storage.key, storage);
  if (!Array.isArray(keys.value)) throw malformed('list of storages');
  const offsets = locate(file, keys.value, keys.end, storages);
  return await readTensors(tensors, async ({ key, type, length }) => {
    const from = offsets.get(key);
    if (from === undefined) throw malformed('list of storages');
    return toFloat32(file.subarray(from, from + length * bytesOf[type]), type);
  });
}

/** Where each storage's numbers begin. Every storage has to be a known one: only its type says how long it is. */
function locate(
  file: Buffer,
  keys: readonly unknown[],
  start: number,
  storages: ReadonlyMap<string, PickledStorage>,
): Map<string, number> {
  const offsets = new Map<string, number>();
  let at = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (storage === undefined || at + 8 > file.byteLength) throw malformed('list of storages');
    const length = Number(file.readBigUInt64LE(at));
    if (!isCount(length) || length !== storage.length) throw malformed('storage');
    offsets.set(storage.key, at + 8);
    at += 8 + length * bytesOf[storage.type as FloatType];
    if (at > file.byteLength) throw new StudioFailure('modelUnreadable', { reason: 'numbers are missing' });
  }
  return offsets;
}
