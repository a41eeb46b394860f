/**
 * The phones' side of the studio: who is let in, what they send, what they see, what they are told. It listens while a
 * pairing is open or a phone is paired, and not otherwise.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Device, DeviceId } from '../../contracts/companion/device.ts';
import type { Notice } from '../../contracts/companion/events.ts';
import type { CarryOver, TellingOffer } from '../../contracts/companion/telling.ts';
import type { PhonesApi } from '../../contracts/phones.ts';
import { toBase64Url } from '../../transport/sealed/bytes.ts';
import { systemTimers, type Timers } from '../queue/timers.ts';
import { freeBytes } from '../window/storage.ts';
import type { PhonesRoom, StudioHost } from '../window/studio-host.ts';
import { WindowFiles } from '../window/window-files.ts';
import { CaptureStore } from './captures/capture-store.ts';
import { Captures } from './captures/captures.ts';
import { IncomingCaptures } from './captures/incoming-captures.ts';
import { NoticeStore } from './captures/notice-store.ts';
import { PhoneNews } from './captures/phone-news.ts';
import { PicturePieces } from './captures/picture-pieces.ts';
import { changeListenerSettings, readListenerSettings, studioKeyPair } from './companion-settings.ts';
import { DeviceStore } from './devices/device-store.ts';
import { CarryOvers } from './pairing/carry-overs.ts';
import { PairingDesk } from './pairing/pairing-desk.ts';
import { Reception } from './pairing/reception.ts';
import { servePhone } from './phone-methods.ts';
import { createPhonesApi, phonesView } from './phones-api.ts';
import { PhonesTelling } from './phones-telling.ts';
import { SentPictures } from './pictures/sent-pictures.ts';
import type {
  Certificates,
  CompanionRoutes,
  ConnectionDoctor,
  NetworkAddresses,
  PhonePush,
  SecretKeeper,
} from './ports.ts';
import { ConnectedPhones } from './server/connected-phones.ts';
import { FrontDoor } from './server/front-door.ts';
import { type ListenerLimits, listenerLimits } from './server/lan-listener.ts';
import { Listening } from './server/listening.ts';
import { answerPageRequests } from './server/page-requests.ts';
import { WhenToListen } from './server/when-to-listen.ts';
import { Uploads } from './uploads/uploads.ts';

export interface CompanionParts {
  /** The built page. */
  readonly pageDirectory: string;
  readonly network: NetworkAddresses;
  readonly doctor: ConnectionDoctor;
  readonly keeper: SecretKeeper;
  readonly certificates?: Certificates;
  readonly routes?: readonly CompanionRoutes[];
  /** Made once the companion is there to ask. */
  readonly createPush?: (companion: Companion) => PhonePush;
  readonly timers?: Timers;
  readonly limits?: Partial<ListenerLimits>;
  /** New connections of one address in a minute. */
  readonly meetingsPerMinute?: number;
}

const dayMs = 86_400_000;
/** A phone on shaky Wi-Fi comes back every few seconds; several may share an address. */
const meetingsPerMinute = 120;

export class Companion implements PhonesRoom {
  readonly host: StudioHost;
  readonly devices: DeviceStore;
  readonly captureStore: CaptureStore;
  readonly captures: Captures;
  readonly incoming: IncomingCaptures;
  readonly notices: NoticeStore;
  readonly uploads: Uploads;
  readonly pictures: PicturePieces;
  readonly push: PhonePush | null;
  readonly listening: Listening;
  readonly news: PhoneNews;
  readonly sentPictures: SentPictures;
  readonly studioName = hostname();
  readonly api: PhonesApi;

  readonly #parts: CompanionParts;
  readonly #timers: Timers;
  readonly #desk: PairingDesk;
  readonly #carryOvers: CarryOvers;
  readonly #connected = new ConnectedPhones();
  readonly #frontDoor: FrontDoor;
  readonly #whenToListen: WhenToListen;
  readonly #telling: PhonesTelling;
  readonly #stops: (() => void)[] = [];

  constructor(host: StudioHost, parts: CompanionParts) {
    const { library, clock, log } = host.parts;
    const { database } = library;
    this.host = host;
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
    const key = studioKeyPair(database, parts.keeper);
    this.devices = new DeviceStore(database, clock);
    this.captureStore = new CaptureStore(database, clock);
    this.captures = new Captures(host, this.captureStore);
    this.incoming = new IncomingCaptures({
      host,
      devices: this.devices,
      store: this.captureStore,
      captures: this.captures,
      tellChanged: (photoIds) => void this.news.capturesChanged(photoIds),
      notify: (deviceId, notice) => this.notify(deviceId, notice),
    });
    this.notices = new NoticeStore(database, clock);
    this.pictures = new PicturePieces(host);
    this.#carryOvers = new CarryOvers(clock);
    this.#desk = new PairingDesk({
      clock,
      timers: this.#timers,
      origin: () => this.listening.origin,
      onChange: () => this.#telling.phonesChanged(),
      onEnd: () => this.#whenToListen.followSoon(),
    });
    this.uploads = new Uploads({
      database,
      clock,
      directory: join(library.directory, 'incoming'),
      freeBytes: () => freeBytes(library.directory),
      isConnected: (deviceId) => this.#connected.isConnected(deviceId),
      nameOf: (deviceId) => this.devices.get(deviceId)?.name ?? '',
      importPhoto: (path, name, deviceId) => this.incoming.import(path, name, deviceId),
      onChange: () => this.#telling.arrivingChanged(),
    });
    this.#telling = new PhonesTelling({
      timers: this.#timers,
      publish: (event) => host.gallery.feed.publish(event),
      view: () => phonesView({ companion: this, desk: this.#desk, whenToListen: this.#whenToListen }),
      arriving: () => this.uploads.arriving(),
    });
    this.listening = new Listening({
      log,
      certificates: parts.certificates ?? null,
      limits: { ...listenerLimits, ...parts.limits },
      rememberedPort: (secure) => readListenerSettings(database)[secure ? 'securePort' : 'port'],
      rememberPort: (secure, port) =>
        changeListenerSettings(database, { [secure ? 'securePort' : 'port']: port }),
      onChange: () => this.#telling.phonesChanged(),
      mayConnect: (address) => this.#frontDoor.mayConnect(address),
      onSocket: (socket, address) => this.#frontDoor.meet(socket, address),
      answer: (authority) =>
        answerPageRequests(
          {
            files: new WindowFiles(parts.pageDirectory),
            routes: parts.routes ?? [],
            log,
            twin: () => this.listening.secureOrigin,
            onPage: () => this.#desk.sawPage(),
          },
          authority,
        ),
    });
    this.#whenToListen = new WhenToListen({
      database,
      timers: this.#timers,
      network: parts.network,
      listening: this.listening,
      isNeeded: () => this.#desk.isOpen || this.devices.count > 0,
    });
    this.news = new PhoneNews({
      host,
      connected: this.#connected,
      captures: this.captures,
      store: this.captureStore,
      notify: (deviceId, notice) => this.notify(deviceId, notice),
    });
    this.sentPictures = new SentPictures({
      host,
      devices: this.devices,
      connected: this.#connected,
      notify: (deviceId, notice) => this.notify(deviceId, notice),
    });
    this.push = parts.createPush?.(this) ?? null;
    this.#frontDoor = new FrontDoor({
      clock,
      timers: this.#timers,
      log,
      key,
      devices: this.devices,
      desk: this.#desk,
      carryOvers: this.#carryOvers,
      reception: new Reception({
        desk: this.#desk,
        devices: this.devices,
        carryOvers: this.#carryOvers,
        studioKey: toBase64Url(key.publicKey),
        studioName: this.studioName,
      }),
      connected: this.#connected,
      meetingsPerMinute: parts.meetingsPerMinute ?? meetingsPerMinute,
      serve: servePhone(this),
      noticesAfter: (deviceId, sequence) => this.notices.after(deviceId, sequence),
      onUnheard: (deviceId, notices) => {
        for (const notice of notices) this.push?.noticed(deviceId, notice, false);
      },
      onChange: (deviceId, isGone) => {
        if (isGone) {
          this.news.forget(deviceId);
          this.sentPictures.forget(deviceId);
          this.uploads
            .rest(deviceId)
            .catch((error) => log.warn({ error }, 'a part of an upload could not be closed'));
        }
        this.#telling.phonesChanged();
        this.#telling.arrivingChanged();
      },
    });
    this.api = createPhonesApi({
      companion: this,
      desk: this.#desk,
      whenToListen: this.#whenToListen,
      doctor: parts.doctor,
    });
  }

  /** Listens if a phone is paired, and goes on with what was on its way. */
  async start(): Promise<void> {
    const { network, certificates } = this.#parts;
    this.notices.purge();
    await this.uploads.start();
    this.#stops.push(
      this.news.follow(),
      this.sentPictures.follow(),
      network.subscribe(() => void this.#whenToListen.follow().then(() => this.#telling.phonesChanged())),
    );
    if (certificates) this.#stops.push(certificates.subscribe(() => void this.listening.renewTwin()));
    this.#tidyDaily();
    this.incoming.start();
    await this.#whenToListen.follow();
  }

  /** Says goodbye; what was on its way goes on at the next start. */
  async close(): Promise<void> {
    this.#desk.close();
    this.#frontDoor.close();
    for (const deviceId of this.#connected.all()) this.#connected.end(deviceId, 'closing');
    for (const stop of this.#stops.splice(0)) stop();
    this.incoming.close();
    await this.#whenToListen.close();
    await this.uploads.close();
    this.#telling.close();
  }

  /** Newest first. */
  listDevices(): Device[] {
    return this.devices
      .list()
      .map((device) => ({ ...device, connected: this.#connected.isConnected(device.id) }));
  }

  /** The page's HTTPS twin; null while it is off. */
  get securePage(): string | null {
    const { secureOrigin } = this.listening;
    return secureOrigin === null ? null : `${secureOrigin}/`;
  }

  device(deviceId: DeviceId): Device | null {
    const device = this.devices.get(deviceId);
    return device && { ...device, connected: this.#connected.isConnected(deviceId) };
  }

  /**
   * Keeps it, tells the phone if it is there, and lets push decide if it is not.
   * @returns whether an open page was told
   */
  notify(deviceId: DeviceId, notice: Notice): boolean {
    const event = this.notices.add(deviceId, notice);
    const reached = this.#connected.tell(deviceId, event);
    this.push?.noticed(deviceId, notice, reached);
    return reached;
  }

  testConnection(deviceId: DeviceId): void {
    this.#connected.tell(deviceId, { type: 'test' });
  }

  renameDevice(deviceId: DeviceId, name: string): void {
    const before = this.devices.get(deviceId)?.name;
    if (before === undefined || before === name || !this.devices.rename(deviceId, name)) return;
    this.host.gallery.photosChanged(this.captureStore.renameOrigin(deviceId, before, name));
    this.#connected.tell(deviceId, { type: 'renamed', name });
    this.#telling.phonesChanged();
    this.#telling.arrivingChanged();
  }

  /** For good: its connections end, and what it had not finished goes. */
  async removeDevice(deviceId: DeviceId): Promise<void> {
    const uploadIds = this.uploads.idsOf(deviceId);
    if (!this.devices.remove(deviceId)) return;
    this.#carryOvers.forget(deviceId);
    this.#connected.end(deviceId, 'revoked');
    this.push?.forget(deviceId);
    this.#telling.phonesChanged();
    await this.uploads.forgetDevice(uploadIds);
    await this.#whenToListen.follow();
  }

  tellingOffer(deviceId: DeviceId, address: string): TellingOffer {
    const { certificates } = this.#parts;
    const { origin } = this.listening;
    const path = certificates?.path ?? null;
    return {
      certificateUrl: path === null || origin === null ? null : `${origin}${path}`,
      certificateName: certificates?.name ?? '',
      certificateFetched: certificates?.wasFetchedFrom(address) ?? false,
      securePageUrl: this.securePage,
      pushKey: this.push?.vapidKey ?? null,
      subscribed: this.push?.isSubscribed(deviceId) ?? false,
    };
  }

  /** Both of its other pages are the HTTPS twin's: only that one becomes an app that is told. */
  carryOver(deviceId: DeviceId): CarryOver {
    const { secret, expiresAt } = this.#carryOvers.make(deviceId);
    const origin = this.listening.secureOrigin ?? this.listening.origin ?? '';
    return { url: `${origin}/#c.${secret}`, expiresAt };
  }

  #tidyDaily(): void {
    const callOff = this.#timers.after(dayMs, () => {
      this.notices.purge();
      void this.uploads
        .removeStale()
        .catch((error) => this.host.parts.log.warn({ error }, 'old parts could not be removed'));
      this.#stops.splice(this.#stops.indexOf(callOff), 1);
      this.#tidyDaily();
    });
    this.#stops.push(callOff);
  }
}
