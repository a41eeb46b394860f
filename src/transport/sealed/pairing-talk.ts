/** From a pairing's secret to a credential, on the phone. */
import { z } from 'zod';
import {
  type Admission,
  admissionSchema,
  type Credential,
  type Introduction,
} from '../../contracts/companion/pairing.ts';
import { failureCodes, StudioFailure } from '../../contracts/failure.ts';
import { toBase64Url } from './bytes.ts';
import { newKeyPair } from './device-secret.ts';
import type { FrameCarrier } from './frame-carrier.ts';
import type { PairingMeans } from './pairing-secret.ts';
import { pairAsPhone } from './phone-handshake.ts';
import type { SealedChannel } from './sealed-channel.ts';

const answerSchema = z.union([
  z.strictObject({ answer: z.literal(1), value: admissionSchema }),
  z.strictObject({ answer: z.literal(1), failure: z.strictObject({ code: z.enum(failureCodes) }) }),
]);

export interface Admitted {
  readonly credential: Credential;
  readonly admission: Admission;
}

/** The studio has seen the phone and knows that its secret was right. */
export class PairingTalk {
  readonly #channel: SealedChannel;

  private constructor(channel: SealedChannel) {
    this.#channel = channel;
  }

  /** @throws StudioFailure as `pairAsPhone` */
  static async open(carrier: FrameCarrier, by: PairingMeans, secret: string): Promise<PairingTalk> {
    return new PairingTalk(await pairAsPhone(carrier, by, secret));
  }

  /**
   * Asks to be let in, and waits for somebody at the studio to answer. Once only.
   * @throws StudioFailure pairingDenied, pairingClosed, connectionLost
   */
  async introduce(who: Omit<Introduction, 'publicKey'>): Promise<Admitted> {
    const { privateKey, publicKey } = newKeyPair();
    const introduction: Introduction = { ...who, publicKey: toBase64Url(publicKey) };
    const admission = await new Promise<Admission>((resolve, reject) => {
      this.#channel.onClose(() => reject(new StudioFailure('connectionLost')));
      this.#channel.onMessage(({ header }) => {
        const answer = answerSchema.safeParse(header);
        if (!answer.success) return reject(new StudioFailure('connectionUnsafe'));
        if ('value' in answer.data) resolve(answer.data.value);
        else reject(new StudioFailure(answer.data.failure.code));
      });
      this.#channel.send({ call: 1, method: 'introduce', argument: introduction });
    }).finally(() => this.end());
    const { deviceId, studioKey } = admission;
    return { credential: { deviceId, privateKey: toBase64Url(privateKey), studioKey }, admission };
  }

  end(): void {
    this.#channel.close();
  }
}
