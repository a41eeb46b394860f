/** SHA-256 of a file in slices: `crypto.subtle` does not exist on plain HTTP, and a photo is never held whole. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const sliceBytes = 1 << 20;

/** @returns hexadecimal, lower case */
export async function hashFile(file: Blob): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += sliceBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
