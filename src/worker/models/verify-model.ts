/**
 * A session is made from the very bytes that were hashed: reading the file a second time would open a gap in
 * which it can change.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import { type Manifest, type ManifestModel, parseManifest } from './manifest.ts';

export type ReadFile = (path: string) => Promise<Uint8Array>;

async function readShipped(path: string, file: string, read: ReadFile): Promise<Uint8Array> {
  try {
    return await read(path);
  } catch (error) {
    throw new StudioFailure('modelMissing', { file, reason: String(error) }, { cause: error });
  }
}

/** @throws StudioFailure 'modelMissing' or 'modelChanged' */
export async function readManifest(directory: string, read: ReadFile = readFile): Promise<Manifest> {
  const bytes = await readShipped(join(directory, 'manifest.json'), 'manifest.json', read);
  return parseManifest(new TextDecoder().decode(bytes));
}

/**
 * @returns the model's bytes, whose length and SHA-256 are those of the manifest
 * @throws StudioFailure 'modelMissing' or 'modelChanged'
 */
export async function readVerifiedModel(
  directory: string,
  model: ManifestModel,
  read: ReadFile = readFile,
): Promise<Uint8Array> {
  const bytes = await readShipped(join(directory, model.file), model.file, read);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.byteLength !== model.bytes || sha256 !== model.sha256) {
    throw new StudioFailure('modelChanged', {
      file: model.file,
      expected: { bytes: model.bytes, sha256: model.sha256 },
      found: { bytes: bytes.byteLength, sha256 },
    });
  }
  return bytes;
}
