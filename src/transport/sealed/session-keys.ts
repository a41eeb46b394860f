/** From a shared secret and the transcript that led to it: two session keys and two proofs. */
import { equalBytes } from '@noble/ciphers/utils.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from './bytes.ts';

export interface SessionKeys {
  readonly phoneToStudio: Uint8Array;
  readonly studioToPhone: Uint8Array;
  /** What each side shows to have derived the same. */
  readonly phoneProof: Uint8Array;
  readonly studioProof: Uint8Array;
}

/** @param transcript everything both sides said and knew, in order, each part prefixed by its length */
export function deriveSessionKeys(secret: Uint8Array, transcript: Uint8Array): SessionKeys {
  const digest = sha256(transcript);
  const keys = hkdf(sha256, secret, digest, utf8('IrisVue companion session 1'), 4 * 32);
  const part = (index: number) => keys.slice(index * 32, (index + 1) * 32);
  return {
    phoneToStudio: part(0),
    studioToPhone: part(1),
    phoneProof: hmac(sha256, part(2), digest),
    studioProof: hmac(sha256, part(3), digest),
  };
}

/** Takes as long whatever differs. */
export const isSameProof = (given: Uint8Array, expected: Uint8Array): boolean => equalBytes(given, expected);
