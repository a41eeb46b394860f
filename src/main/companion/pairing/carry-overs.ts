/**
 * Single-use codes with which another page of a paired phone is let in without a click: its HTTPS twin, its Home
 * Screen app. 128 random bits each; a page names the one it has by a hint that tells nothing about it.
 */
import { randomBytes } from 'node:crypto';
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { FailureCode } from '../../../contracts/failure.ts';
import { carryOverHint } from '../../../transport/sealed/pairing-secret.ts';
import type { PairingTry } from '../../../transport/sealed/studio-handshake.ts';
import type { Clock } from '../../library/clock.ts';

/** Long enough to install a certificate or to find "Add to Home Screen". */
const lifetimeMs = 15 * 60_000;
const codesPerDevice = 3;

export class CarryOvers {
  readonly #clock: Clock;
  readonly #codes = new Map<
    string,
    { readonly secret: string; readonly deviceId: DeviceId; readonly expiresAt: number }
  >();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  make(deviceId: DeviceId): { readonly secret: string; readonly expiresAt: number } {
    this.#forgetExpired();
    const own = [...this.#codes].filter(([, code]) => code.deviceId === deviceId);
    for (const [hint] of own.slice(0, Math.max(0, own.length - codesPerDevice + 1))) this.#codes.delete(hint);
    const secret = randomBytes(16).toString('base64url');
    const expiresAt = this.#clock.now() + lifetimeMs;
    this.#codes.set(carryOverHint(secret), { secret, deviceId, expiresAt });
    return { secret, expiresAt };
  }

  beginTry(hint: string | null): PairingTry | FailureCode {
    this.#forgetExpired();
    const code = hint === null ? undefined : this.#codes.get(hint);
    if (hint === null || !code) return 'pairingClosed';
    return {
      secret: code.secret,
      deviceId: code.deviceId,
      settle: (right) => {
        if (right) this.#codes.delete(hint);
      },
    };
  }

  forget(deviceId: DeviceId): void {
    for (const [hint, code] of this.#codes) if (code.deviceId === deviceId) this.#codes.delete(hint);
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const [hint, { expiresAt }] of this.#codes) if (expiresAt <= now) this.#codes.delete(hint);
  }
}
