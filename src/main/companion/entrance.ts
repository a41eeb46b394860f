/**
 * How a phone gets in: when and where the studio listens, what it serves to anybody, and whom it lets through. It
 * listens while a pairing is open or a phone is paired, and not otherwise.
 */

import type { DeviceId } from '../../contracts/companion/device.ts';
import type { CarryOver } from '../../contracts/companion/telling.ts';
import { toBase64Url } from '../../transport/sealed/bytes.ts';
import type { StudioHost } from '../window/studio-host.ts';
import { WindowFiles } from '../window/window-files.ts';
import { changeListenerSettings, readListenerSettings, studioKeyPair } from './companion-settings.ts';
import { CarryOvers } from './pairing/carry-overs.ts';
import { PairingDesk } from './pairing/pairing-desk.ts';
import { Reception } from './pairing/reception.ts';
import type { Certificates, CompanionRoutes, NetworkAddresses, SecretKeeper } from './ports.ts';
import { FrontDoor, type FrontDoorParts } from './server/front-door.ts';
import { type ListenerLimits, listenerLimits } from './server/lan-listener.ts';
import { Listening } from './server/listening.ts';
import { answerPageRequests } from './server/page-requests.ts';
import { WhenToListen } from './server/when-to-listen.ts';

/** What its host decides. */
export interface EntranceOptions {
  /** The built page. */
  readonly pageDirectory: string;
  readonly network: NetworkAddresses;
  readonly keeper: SecretKeeper;
  readonly certificates?: Certificates;
  readonly routes?: readonly CompanionRoutes[];
  readonly limits?: Partial<ListenerLimits>;
  /** New connections of one address in a minute. */
  readonly meetingsPerMinute?: number;
}

export interface EntranceParts
  extends EntranceOptions,
    Pick<FrontDoorParts, 'timers' | 'devices' | 'connected' | 'serve' | 'noticesAfter' | 'onUnheard'> {
  readonly host: StudioHost;
  readonly studioName: string;
  /** Where it listens, or how a pairing stands, has changed. */
  readonly onChange: () => void;
  /** A phone came or went; `isGone` when its last page did. */
  readonly onPhone: FrontDoorParts['onChange'];
}

/** A phone on shaky Wi-Fi comes back every few seconds; several may share an address. */
const meetingsPerMinute = 120;

export class Entrance {
  readonly desk: PairingDesk;
  readonly listening: Listening;
  readonly whenToListen: WhenToListen;
  readonly #parts: EntranceParts;
  readonly #carryOvers: CarryOvers;
  readonly #frontDoor: FrontDoor;
  readonly #stops: (() => void)[] = [];

  constructor(parts: EntranceParts) {
    const { host, timers, devices, connected, network, studioName, onChange } = parts;
    const { library, clock, log } = host.parts;
    const { database } = library;
    this.#parts = parts;
    const key = studioKeyPair(database, parts.keeper);
    this.#carryOvers = new CarryOvers(clock);
    this.desk = new PairingDesk({
      clock,
      timers,
      origin: () => this.listening.origin,
      onChange,
      onEnd: () => this.whenToListen.followSoon(),
    });
    this.listening = new Listening({
      log,
      certificates: parts.certificates ?? null,
      limits: { ...listenerLimits, ...parts.limits },
      rememberedPort: (secure) => readListenerSettings(database)[secure ? 'securePort' : 'port'],
      rememberPort: (secure, port) =>
        changeListenerSettings(database, { [secure ? 'securePort' : 'port']: port }),
      onChange,
      mayConnect: (address) => this.#frontDoor.mayConnect(address),
      onSocket: (socket, address) => this.#frontDoor.meet(socket, address),
      answer: (authority) =>
        answerPageRequests(
          {
            files: new WindowFiles(parts.pageDirectory),
            routes: parts.routes ?? [],
            log,
            twin: () => this.listening.secureOrigin,
            onPage: () => this.desk.sawPage(),
          },
          authority,
        ),
    });
    this.whenToListen = new WhenToListen({
      database,
      timers,
      network,
      listening: this.listening,
      isNeeded: () => this.desk.isOpen || devices.count > 0,
    });
    this.#frontDoor = new FrontDoor({
      clock,
      timers,
      log,
      key,
      devices,
      desk: this.desk,
      carryOvers: this.#carryOvers,
      reception: new Reception({
        desk: this.desk,
        devices,
        carryOvers: this.#carryOvers,
        studioKey: toBase64Url(key.publicKey),
        studioName,
      }),
      connected,
      meetingsPerMinute: parts.meetingsPerMinute ?? meetingsPerMinute,
      serve: parts.serve,
      noticesAfter: parts.noticesAfter,
      onUnheard: parts.onUnheard,
      onChange: parts.onPhone,
    });
  }

  /** Listens if a phone is paired, and goes along with the network and the certificates. */
  async start(): Promise<void> {
    const { network, certificates, onChange } = this.#parts;
    this.#stops.push(network.subscribe(() => void this.whenToListen.follow().then(onChange)));
    if (certificates) this.#stops.push(certificates.subscribe(() => void this.listening.renewTwin()));
    await this.whenToListen.follow();
  }

  /** Says goodbye to everybody who is there. */
  async close(): Promise<void> {
    const { connected } = this.#parts;
    this.desk.close();
    this.#frontDoor.close();
    for (const deviceId of connected.all()) connected.end(deviceId, 'closing');
    for (const stop of this.#stops.splice(0)) stop();
    await this.whenToListen.close();
  }

  /** The page's HTTPS twin; null while it is off. */
  get securePage(): string | null {
    const { secureOrigin } = this.listening;
    return secureOrigin === null ? null : `${secureOrigin}/`;
  }

  /** Both of a phone's other pages are the HTTPS twin's: only that one becomes an app that is told. */
  carryOver(deviceId: DeviceId): CarryOver {
    const { secret, expiresAt } = this.#carryOvers.make(deviceId);
    const origin = this.listening.secureOrigin ?? this.listening.origin ?? '';
    return { url: `${origin}/#c.${secret}`, expiresAt };
  }

  /** It was removed: it has no way in any more, and whoever of it is inside is sent away. */
  shutOut(deviceId: DeviceId): void {
    this.#carryOvers.forget(deviceId);
    this.#parts.connected.end(deviceId, 'revoked');
  }
}
