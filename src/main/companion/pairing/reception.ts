/** From a proven code to a device: a click for a new phone, none for another page of one that is known. */
import type { Admission, Introduction } from '../../../contracts/companion/pairing.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import { fromBase64Url } from '../../../transport/sealed/bytes.ts';
import type { DeviceStore } from '../devices/device-store.ts';
import type { ApplicantConnection } from '../server/meet-phones.ts';
import type { CarryOvers } from './carry-overs.ts';
import type { PairingDesk } from './pairing-desk.ts';

export interface ReceptionParts {
  readonly desk: PairingDesk;
  readonly devices: DeviceStore;
  readonly carryOvers: CarryOvers;
  /** Base64url. */
  readonly studioKey: string;
  readonly studioName: string;
}

export class Reception {
  readonly #parts: ReceptionParts;

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
  }

  /** @param deviceId whose other page it is; null for a new phone */
  receive(who: ApplicantConnection, deviceId: string | null): void {
    const admitted = deviceId === null ? this.#askForNew(who) : this.#carryOver(who, deviceId);
    admitted.catch((error) => who.refuse(error instanceof StudioFailure ? error.code : 'unexpected'));
  }

  async #carryOver(who: ApplicantConnection, deviceId: string): Promise<void> {
    const { devices } = this.#parts;
    const { publicKey } = await who.introduction;
    const device = devices.get(deviceId);
    if (!device) throw new StudioFailure('pairingClosed');
    const keyId = devices.addKey(deviceId, fromBase64Url(publicKey, 32));
    who.answer(this.#admission(keyId, device.name));
  }

  async #askForNew(who: ApplicantConnection): Promise<void> {
    const { desk, devices } = this.#parts;
    const applicant = { from: who.address, dismiss: who.refuse };
    if (!desk.seat(applicant)) throw new StudioFailure('pairingClosed');
    who.onClose(() => desk.unseat(applicant));
    const introduction = await who.introduction;
    const publicKey = fromBase64Url(introduction.publicKey, 32);
    const shown = { ...introduction, name: introduction.name || nameOf(introduction.platform) };
    const name = (await desk.introduce(applicant, shown)) ?? shown.name;
    const added = devices.add({ name, platform: introduction.platform, publicKey });
    who.answer(this.#admission(added.keyId, name));
    desk.paired(added.deviceId);
  }

  #admission(keyId: string, name: string): Admission {
    const { studioKey, studioName } = this.#parts;
    return { deviceId: keyId, name, studioKey, studio: studioName };
  }
}

const nameOf = (platform: Introduction['platform']): string =>
  ({ ios: 'iPhone', android: 'Android phone', other: 'Phone' })[platform];
