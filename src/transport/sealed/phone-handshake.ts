/** The phone's side of the first frames; docs/companion-protocol.md has them in order. */
import { randomBytes } from '@noble/hashes/utils.js';
import type { z } from 'zod';
import {
  largestHandshakeBytes,
  type PhoneOpening,
  protocolVersion,
  studioProofSchema,
  studioReplySchema,
} from '../../contracts/companion/handshake.ts';
import type { Credential } from '../../contracts/companion/pairing.ts';
import { StudioFailure } from '../../contracts/failure.ts';
import { fromBase64Url, textOf, toBase64Url, utf8 } from './bytes.ts';
import { cpaceKey, cpaceShare } from './cpace.ts';
import { meetingTranscript, newKeyPair, phoneSecret, publicKeyOf } from './device-secret.ts';
import { CarrierClosed, type FrameCarrier, FrameReader } from './frame-carrier.ts';
import { type FrameCipherOf, nobleFrameCipher } from './frame-cipher.ts';
import {
  carryOverHint,
  type PairingMeans,
  pairingChannel,
  pairingPassword,
  pairingTranscript,
} from './pairing-secret.ts';
import { SealedChannel } from './sealed-channel.ts';
import { deriveSessionKeys, isSameProof, type SessionKeys } from './session-keys.ts';

/**
 * Proves a pairing's secret.
 * @throws StudioFailure as the studio refuses (pairingClosed, pairingWrongCode, tooManyTries), connectionUnsafe when
 *   the studio does not know the secret itself, connectionLost
 */
export function pairAsPhone(carrier: FrameCarrier, by: PairingMeans, secret: string): Promise<SealedChannel> {
  return meet(carrier, nobleFrameCipher, async (exchange) => {
    const session = randomBytes(16);
    const context = { password: pairingPassword(by, secret), channel: pairingChannel(by), session };
    const ours = cpaceShare(context);
    const share = toBase64Url(ours.share);
    const hint = by === 'carryOver' ? carryOverHint(secret) : null;
    exchange.send({ version: protocolVersion, kind: 'pair', by, hint, session: toBase64Url(session), share });
    const reply = await exchange.share();
    const theirs = fromBase64Url(reply.share, 32);
    const shares = { initiator: ours.share, responder: theirs };
    const key = cpaceKey(context, ours.secret, shares, theirs);
    const keys = deriveSessionKeys(key, pairingTranscript(by, session, ours.share, theirs));
    exchange.send({ kind: 'proof', proof: toBase64Url(keys.phoneProof) });
    const { proof } = await exchange.proof();
    if (proof === null || !isSameProof(fromBase64Url(proof, 32), keys.studioProof)) throw unsafe();
    return keys;
  });
}

/**
 * Meets the studio as a device it knows.
 * @throws StudioFailure phoneUnknown, tooManyTries, connectionUnsafe, connectionLost
 */
export function meetAsPhone(
  carrier: FrameCarrier,
  credential: Credential,
  cipherOf: FrameCipherOf = nobleFrameCipher,
): Promise<SealedChannel> {
  return meet(carrier, cipherOf, async (exchange) => {
    const { deviceId } = credential;
    const known = fromBase64Url(credential.privateKey, 32);
    const fresh = newKeyPair();
    const share = toBase64Url(fresh.publicKey);
    exchange.send({ version: protocolVersion, kind: 'device', deviceId, share });
    const reply = await exchange.share();
    const studio = {
      known: fromBase64Url(credential.studioKey, 32),
      fresh: fromBase64Url(reply.share, 32),
    };
    const phone = { known: publicKeyOf(known), fresh: fresh.publicKey };
    const keys = deriveSessionKeys(
      phoneSecret(known, fresh.privateKey, studio),
      meetingTranscript({ deviceId, phone, studio }),
    );
    if (reply.proof === null || !isSameProof(fromBase64Url(reply.proof, 32), keys.studioProof))
      throw unsafe();
    exchange.send({ kind: 'proof', proof: toBase64Url(keys.phoneProof) });
    await exchange.proof();
    return keys;
  });
}

interface Exchange {
  send(message: PhoneOpening | { readonly kind: 'proof'; readonly proof: string }): void;
  share(): Promise<{ readonly share: string; readonly proof: string | null }>;
  proof(): Promise<{ readonly proof: string | null }>;
}

async function meet(
  carrier: FrameCarrier,
  cipherOf: FrameCipherOf,
  agree: (exchange: Exchange) => Promise<SessionKeys>,
): Promise<SealedChannel> {
  const reader = new FrameReader(carrier);
  const next = async <Schema extends z.ZodType>(schema: Schema): Promise<z.infer<Schema>> => {
    const frame = await reader.next();
    if (frame.length > largestHandshakeBytes) throw unsafe();
    return schema.parse(JSON.parse(textOf(frame)));
  };
  const exchange: Exchange = {
    send: (message) => carrier.send(utf8(JSON.stringify(message))),
    async share() {
      const reply = await next(studioReplySchema);
      if (reply.kind === 'refused') throw new StudioFailure(reply.code);
      return reply;
    },
    async proof() {
      const reply = await next(studioProofSchema);
      if (reply.kind === 'refused') throw new StudioFailure(reply.code);
      return reply;
    },
  };
  try {
    const keys = await agree(exchange);
    return new SealedChannel(carrier, reader, {
      sending: cipherOf(keys.phoneToStudio),
      receiving: cipherOf(keys.studioToPhone),
    });
  } catch (error) {
    carrier.close();
    if (error instanceof StudioFailure) throw error;
    if (error instanceof CarrierClosed) throw new StudioFailure('connectionLost');
    // A share, a proof or a message that is none: nobody we know would send it.
    throw new StudioFailure('connectionUnsafe', {}, { cause: error });
  }
}

const unsafe = () => new StudioFailure('connectionUnsafe');
