/**
 * CPace, a balanced password-authenticated key exchange, as draft-irtf-cfrg-cpace describes it for ristretto255 and
 * SHA-512 with an initiator and a responder. Whoever listens learns nothing to try passwords against; whoever takes
 * part learns whether one password was right. Group and hash are noble's; the draft's test vectors are in the test.
 */
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, randomBytes } from '@noble/hashes/utils.js';
import { lengthPrefixed, utf8 } from './bytes.ts';

const label = utf8('CPaceRistretto255');
const keyLabel = utf8('CPaceRistretto255_ISK');
/** SHA-512's input block: the password is padded to fill the first one, whatever its length. */
const blockBytes = 128;

type Point = InstanceType<typeof ristretto255.Point>;

export interface CpaceContext {
  readonly password: Uint8Array;
  /** What both sides know of the channel; differs where the same password is used for another purpose. */
  readonly channel: Uint8Array;
  /** Fresh for each run. */
  readonly session: Uint8Array;
}

export interface CpaceShare {
  readonly secret: bigint;
  readonly share: Uint8Array;
}

/** @param scalar 64 random bytes unless a test gives its own number */
export function cpaceShare(context: CpaceContext, secret: bigint = randomScalar()): CpaceShare {
  return { secret, share: generator(context).multiply(secret).toBytes() };
}

/**
 * 64 bytes that both sides hold when their passwords were the same.
 * @throws RangeError when the other side's share is no element of the group, or its neutral one
 */
export function cpaceKey(
  { session }: CpaceContext,
  secret: bigint,
  shares: { readonly initiator: Uint8Array; readonly responder: Uint8Array },
  theirs: Uint8Array,
  associated: { readonly initiator: Uint8Array; readonly responder: Uint8Array } = none,
): Uint8Array {
  const point = elementOf(theirs).multiply(secret);
  if (point.is0()) throw new RangeError('the neutral element');
  return sha512(
    concatBytes(
      lengthPrefixed(keyLabel, session, point.toBytes()),
      lengthPrefixed(shares.initiator, associated.initiator),
      lengthPrefixed(shares.responder, associated.responder),
    ),
  );
}

const none = { initiator: new Uint8Array(), responder: new Uint8Array() };

/** The password, mapped into the group. Exported for the draft's vectors. */
export function generator({ password, channel, session }: CpaceContext): Point {
  const padding = Math.max(
    0,
    blockBytes - 1 - lengthPrefixed(password).length - lengthPrefixed(label).length,
  );
  const text = lengthPrefixed(label, password, new Uint8Array(padding), channel, session);
  return ristretto255_hasher.deriveToCurve!(sha512(text));
}

function elementOf(bytes: Uint8Array): Point {
  let point: Point;
  try {
    point = ristretto255.Point.fromBytes(bytes);
  } catch (error) {
    throw new RangeError('no element of the group', { cause: error });
  }
  if (point.is0()) throw new RangeError('the neutral element');
  return point;
}

/** Uniform but for a bias of less than 2^-256, and never 0. */
function randomScalar(): bigint {
  const { Fn } = ristretto255.Point;
  const wide = randomBytes(64).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const scalar = Fn.create(wide);
  return scalar === 0n ? randomScalar() : scalar;
}
