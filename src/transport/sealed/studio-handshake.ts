/** The studio's side of the first frames; docs/companion-protocol.md has them in order. */
import type { z } from 'zod';
import {
  largestHandshakeBytes,
  type PhoneOpening,
  phoneOpeningSchema,
  phoneProofSchema,
} from '../../contracts/companion/handshake.ts';
import type { FailureCode } from '../../contracts/failure.ts';
import { fromBase64Url, textOf, toBase64Url, utf8 } from './bytes.ts';
import { cpaceKey, cpaceShare } from './cpace.ts';
import { type KeyPair, meetingTranscript, newKeyPair, studioSecret } from './device-secret.ts';
import { type FrameCarrier, FrameReader } from './frame-carrier.ts';
import type { FrameCipherOf } from './frame-cipher.ts';
import { type PairingMeans, pairingChannel, pairingPassword, pairingTranscript } from './pairing-secret.ts';
import { SealedChannel } from './sealed-channel.ts';
import { deriveSessionKeys, isSameProof, type SessionKeys } from './session-keys.ts';

/** One try at a pairing's secret. It counts as wrong until it is settled. */
export interface PairingTry {
  readonly secret: string;
  /** Whose other page this would be; null for a phone that is new. */
  readonly deviceId: string | null;
  /** Called once: the phone has proven the secret, or it has not. */
  settle(right: boolean): void;
}

export interface HandshakeParts {
  readonly studioKey: KeyPair;
  readonly cipherOf: FrameCipherOf;
  /** The public key of a device; null where it is not known (any more). */
  deviceKey(deviceId: string): Uint8Array | null;
  /** Whether this try may be made. */
  beginTry(by: PairingMeans, hint: string | null): PairingTry | FailureCode;
}

export type Met =
  | { readonly as: 'device'; readonly deviceId: string; readonly channel: SealedChannel }
  | {
      readonly as: 'pairing';
      readonly by: PairingMeans;
      /** As the try said it. */
      readonly deviceId: string | null;
      readonly channel: SealedChannel;
    };

/**
 * Resolves to who is there once it is proven; null when it was not, and then the carrier is closed. Never rejects.
 */
export async function meetAsStudio(carrier: FrameCarrier, parts: HandshakeParts): Promise<Met | null> {
  const reader = new FrameReader(carrier);
  const exchange = new StudioExchange(carrier, reader);
  try {
    const opening = await exchange.next(phoneOpeningSchema);
    const seal = (keys: SessionKeys) =>
      new SealedChannel(carrier, reader, {
        sending: parts.cipherOf(keys.studioToPhone),
        receiving: parts.cipherOf(keys.phoneToStudio),
      });
    if (opening.kind === 'pair') {
      const attempt = parts.beginTry(opening.by, opening.hint);
      if (typeof attempt === 'string') return exchange.refuse(attempt);
      const keys = await pair(exchange, opening, attempt);
      return keys && { as: 'pairing', by: opening.by, deviceId: attempt.deviceId, channel: seal(keys) };
    }
    const keys = await meetDevice(exchange, opening, parts);
    return keys && { as: 'device', deviceId: opening.deviceId, channel: seal(keys) };
  } catch {
    // It went away, or said what no phone of ours says.
    carrier.close();
    return null;
  }
}

class StudioExchange {
  readonly #carrier: FrameCarrier;
  readonly #reader: FrameReader;

  constructor(carrier: FrameCarrier, reader: FrameReader) {
    this.#carrier = carrier;
    this.#reader = reader;
  }

  async next<Schema extends z.ZodType>(schema: Schema): Promise<z.infer<Schema>> {
    const frame = await this.#reader.next();
    if (frame.length > largestHandshakeBytes) throw new RangeError('a handshake is short');
    return schema.parse(JSON.parse(textOf(frame)));
  }

  send(message: object): void {
    this.#carrier.send(utf8(JSON.stringify(message)));
  }

  refuse(code: FailureCode): null {
    this.send({ kind: 'refused', code });
    this.#carrier.close();
    return null;
  }
}

type Opening<Kind extends PhoneOpening['kind']> = Extract<PhoneOpening, { kind: Kind }>;

async function pair(
  exchange: StudioExchange,
  { by, session: sessionText, share }: Opening<'pair'>,
  attempt: PairingTry,
): Promise<SessionKeys | null> {
  let right = false;
  try {
    const session = fromBase64Url(sessionText, 16);
    const theirs = fromBase64Url(share, 32);
    const context = { password: pairingPassword(by, attempt.secret), channel: pairingChannel(by), session };
    const ours = cpaceShare(context);
    const shares = { initiator: theirs, responder: ours.share };
    const key = cpaceKey(context, ours.secret, shares, theirs);
    const keys = deriveSessionKeys(key, pairingTranscript(by, session, theirs, ours.share));
    exchange.send({ kind: 'share', share: toBase64Url(ours.share), proof: null });
    // The phone goes first: who guesses must have its guess counted before it learns whether it was right.
    const { proof } = await exchange.next(phoneProofSchema);
    right = isSameProof(fromBase64Url(proof, 32), keys.phoneProof);
    if (!right) return exchange.refuse('pairingWrongCode');
    exchange.send({ kind: 'proof', proof: toBase64Url(keys.studioProof) });
    return keys;
  } finally {
    attempt.settle(right);
  }
}

async function meetDevice(
  exchange: StudioExchange,
  { deviceId, share }: Opening<'device'>,
  { deviceKey, studioKey }: HandshakeParts,
): Promise<SessionKeys | null> {
  const known = deviceKey(deviceId);
  if (known === null) return exchange.refuse('phoneUnknown');
  const phone = { known, fresh: fromBase64Url(share, 32) };
  const fresh = newKeyPair();
  const studio = { known: studioKey.publicKey, fresh: fresh.publicKey };
  const keys = deriveSessionKeys(
    studioSecret(studioKey.privateKey, fresh.privateKey, phone),
    meetingTranscript({ deviceId, phone, studio }),
  );
  exchange.send({ kind: 'share', share: toBase64Url(fresh.publicKey), proof: toBase64Url(keys.studioProof) });
  const { proof } = await exchange.next(phoneProofSchema);
  if (!isSameProof(fromBase64Url(proof, 32), keys.phoneProof)) return exchange.refuse('connectionUnsafe');
  exchange.send({ kind: 'proof', proof: null });
  return keys;
}
