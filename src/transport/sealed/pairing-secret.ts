/** The three secrets with which a page can be let in, as bytes for the key exchange. */

import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { digitsSchema, linkSecretSchema } from '../../contracts/companion/pairing.ts';
import { fromBase64Url, lengthPrefixed, toBase64Url, utf8 } from './bytes.ts';

export type PairingMeans = 'link' | 'digits' | 'carryOver';

/** Throws where it is no such secret. */
export function pairingPassword(by: PairingMeans, secret: string): Uint8Array {
  return by === 'digits'
    ? utf8(digitsSchema.parse(secret))
    : fromBase64Url(linkSecretSchema.parse(secret), 16);
}

/** One kind of secret can never stand in for another. */
export const pairingChannel = (by: PairingMeans): Uint8Array => utf8(`IrisVue companion pairing 1 ${by}`);

export function pairingTranscript(
  by: PairingMeans,
  session: Uint8Array,
  phone: Uint8Array,
  studio: Uint8Array,
): Uint8Array {
  return lengthPrefixed(pairingChannel(by), session, phone, studio);
}

/** Names a carry-over code without telling it: 72 bits of a hash of 128 random ones. */
export function carryOverHint(secret: string): string {
  return toBase64Url(
    sha256(concatBytes(utf8('IrisVue carry-over hint 1'), fromBase64Url(secret, 16))).slice(0, 9),
  );
}
