/**
 * The phones' side of the studio: who is let in, what they send, what they see, what they are told. It listens while a
 * pairing is open or a phone is paired, and not otherwise.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'socket.io';
import type { Capture, Verdict } from '../../contracts/companion/capture.ts';
import type { Device, DeviceId } from '../../contracts/companion/device.ts';
import type { Notice, PhoneEvent } from '../../contracts/companion/events.ts';
import type { CarryOver, TellingOffer } from '../../contracts/companion/telling.ts';
import type { PhonesApi, PhonesView } from '../../contracts/phones.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import { toBase64Url } from '../../transport/sealed/bytes.ts';
import type { KeyPair } from '../../transport/sealed/device-secret.ts';
import type { SealedChannel } from '../../transport/sealed/sealed-channel.ts';
import { systemTimers, type Timers } from '../queue/timers.ts';
import { freeBytes } from '../window/storage.ts';
import type { PhonesRoom, StudioHost } from '../window/studio-host.ts';
import { WindowFiles } from '../window/window-files.ts';
import { CaptureStore } from './captures/capture-store.ts';
import { Captures } from './captures/captures.ts';
import { NoticeStore } from './captures/notice-store.ts';
import { PhoneNews } from './captures/phone-news.ts';
import { PicturePieces } from './captures/picture-pieces.ts';
import { Verdicts } from './captures/verdicts.ts';
import { changeListenerSettings, readListenerSettings, studioKeyPair } from './companion-settings.ts';
import { DeviceStore } from './devices/device-store.ts';
import { CarryOvers } from './pairing/carry-overs.ts';
import { PairingDesk } from './pairing/pairing-desk.ts';
import { Reception } from './pairing/reception.ts';
import { servePhone } from './phone-methods.ts';
import { PhonesTelling } from './phones-telling.ts';
import type {
  Certificates,
  CompanionRoutes,
  ConnectionDoctor,
  NetworkAddresses,
  PhonePush,
  SecretKeeper,
} from './ports.ts';
import { ConnectedPhones } from './server/connected-phones.ts';
import { DeviceConnection } from './server/device-connection.ts';
import { type ListenerLimits, listenerLimits } from './server/lan-listener.ts';
import { Listening } from './server/listening.ts';
import { meetPhone } from './server/meet-phones.ts';
import { nativeFrameCipher } from './server/node-frame-cipher.ts';
import { answerPageRequests } from './server/page-requests.ts';
import { RateLimiter } from './server/rate-limiter.ts';
import { FairTurns } from './uploads/fair-turns.ts';
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
/** For the last words of a pairing that came to nothing: that it was denied, or is over. */
const lastWordsMs = 2_000;

export class Companion implements PhonesRoom {
  readonly host: StudioHost;
  readonly devices: DeviceStore;
  readonly captureStore: CaptureStore;
  readonly captures: Captures;
  readonly notices: NoticeStore;
  readonly uploads: Uploads;
  readonly pictures: PicturePieces;
  readonly push: PhonePush | null;
  readonly listening: Listening;
  readonly studioName = hostname();
  readonly api: PhonesApi;

  readonly #parts: CompanionParts;
  readonly #timers: Timers;
  readonly #key: KeyPair;
  readonly #desk: PairingDesk;
  readonly #carryOvers: CarryOvers;
  readonly #reception: Reception;
  readonly #connected = new ConnectedPhones();
  readonly #turns = new FairTurns();
  readonly #verdicts: Verdicts;
  readonly news: PhoneNews;
  readonly #telling: PhonesTelling;
  readonly #meetings: RateLimiter;
  readonly #serve: ReturnType<typeof servePhone>;
  readonly #stops: (() => void)[] = [];
  #stopping: (() => void) | null = null;
  #closed = false;

  constructor(host: StudioHost, parts: CompanionParts) {
    const { library, clock, log, worker } = host.parts;
    const { database } = library;
    this.host = host;
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
    this.#key = studioKeyPair(database, parts.keeper);
    this.devices = new DeviceStore(database, clock);
    this.captureStore = new CaptureStore(database, clock);
    this.captures = new Captures(host, this.captureStore);
    this.notices = new NoticeStore(database, clock);
    this.pictures = new PicturePieces(host);
    this.#meetings = new RateLimiter(clock, { limit: parts.meetingsPerMinute ?? 120, windowMs: 60_000 });
    this.#carryOvers = new CarryOvers(clock);
    this.#desk = new PairingDesk({
      clock,
      timers: this.#timers,
      origin: () => this.listening.origin,
      onChange: () => this.#telling.phonesChanged(),
      onEnd: () => this.#stopSoon(),
    });
    this.#reception = new Reception({
      desk: this.#desk,
      devices: this.devices,
      carryOvers: this.#carryOvers,
      studioKey: toBase64Url(this.#key.publicKey),
      studioName: this.studioName,
    });
    this.uploads = new Uploads({
      database,
      clock,
      directory: join(library.directory, 'incoming'),
      freeBytes: () => freeBytes(library.directory),
      isConnected: (deviceId) => this.#connected.isConnected(deviceId),
      nameOf: (deviceId) => this.devices.get(deviceId)?.name ?? '',
      importPhoto: (path, name, deviceId) => this.#import(path, name, deviceId),
      onChange: () => this.#telling.arrivingChanged(),
    });
    this.#telling = new PhonesTelling({
      timers: this.#timers,
      publish: (event) => host.gallery.feed.publish(event),
      view: () => this.view(),
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
      mayConnect: (address) => !this.#closed && !this.#meetings.isFull(address),
      onSocket: (socket, address) => this.#meet(socket, address),
      answer: (authority) =>
        answerPageRequests(
          {
            files: new WindowFiles(parts.pageDirectory),
            routes: parts.routes ?? [],
            log,
            onPage: () => this.#desk.sawPage(),
          },
          authority,
        ),
    });
    this.#verdicts = new Verdicts({
      library,
      worker,
      log,
      decode: async (photoId) => (await host.pictures.thumbnail(photoId, 'now')) !== null,
      onVerdict: (photoId, verdict) => this.#judged(photoId, verdict),
    });
    this.news = new PhoneNews({
      host,
      connected: this.#connected,
      captures: this.captures,
      store: this.captureStore,
      notify: (deviceId, notice) => this.notify(deviceId, notice),
    });
    this.push = parts.createPush?.(this) ?? null;
    this.#serve = servePhone(this);
    this.api = this.#createApi();
  }

  /** Listens if a phone is paired, and goes on with what was on its way. */
  async start(): Promise<void> {
    const { network, certificates } = this.#parts;
    this.notices.purge();
    await this.uploads.start();
    this.#stops.push(
      this.news.follow(),
      network.subscribe(() => void this.#networkChanged()),
    );
    if (certificates) this.#stops.push(certificates.subscribe(() => void this.listening.renewTwin()));
    this.#tidyDaily();
    await this.#listenAsNeeded();
  }

  /** Says goodbye; what was on its way goes on at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#desk.close();
    this.#stopping?.();
    for (const deviceId of this.#connected.all()) this.#connected.end(deviceId, 'closing');
    for (const stop of this.#stops.splice(0)) stop();
    this.#parts.network.stop();
    this.#verdicts.close();
    await this.listening.listenOn(null);
    await this.uploads.close();
    this.#telling.close();
  }

  view(): PhonesView {
    const { addresses } = this.#parts.network;
    const { interfaceName } = readListenerSettings(this.host.parts.library.database);
    const chosenByUser = addresses.some((each) => each.interfaceName === interfaceName);
    return {
      listening: this.listening.origin,
      problem: this.listening.problem,
      networks: [...addresses],
      chosen: this.#chosen()?.interfaceName ?? null,
      chosenByUser,
      pairing: this.#desk.state(),
      devices: this.devices
        .list()
        .map((device) => ({ ...device, connected: this.#connected.isConnected(device.id) })),
    };
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

  /** A photo of these bytes is here: then it is this phone's capture too. Null where it is not, or not whole. */
  async takeKnown(deviceId: DeviceId, sha256: PhotoId, byteLength: number): Promise<Capture | null> {
    if (this.host.parts.library.photo(sha256)?.byteLength !== byteLength) return null;
    this.#received(sha256, deviceId);
    return (await this.captures.some(deviceId, [sha256]))[0] ?? null;
  }

  /** Keeps it, tells the phone if it is there, and lets push decide if it is not. */
  notify(deviceId: DeviceId, notice: Notice): void {
    const event = this.notices.add(deviceId, notice);
    const reached = this.#connected.tell(deviceId, event);
    this.push?.noticed(deviceId, notice, reached);
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
    await this.#listenAsNeeded();
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

  #createApi(): PhonesApi {
    return {
      phones: async () => this.view(),
      arriving: async () => this.uploads.arriving(),
      openPairing: () => this.#openPairing(),
      closePairing: async () => this.#desk.close(),
      answerPairing: async (answer) => this.#desk.answer(answer),
      renameDevice: async ({ deviceId, name }) => this.renameDevice(deviceId, name),
      revokeDevice: (deviceId) => this.removeDevice(deviceId),
      chooseInterface: async (interfaceName) => {
        changeListenerSettings(this.host.parts.library.database, { interfaceName });
        await this.#networkChanged();
        return this.view();
      },
      examineConnection: () =>
        this.#parts.doctor.examine({
          address: this.listening.address,
          port: this.listening.port,
          refusal: this.listening.refusal,
          pageSeen: this.#desk.pageSeen,
          pairingOpenedAt: this.#desk.openedAt,
        }),
    };
  }

  async #openPairing(): Promise<PhonesView> {
    this.#desk.open();
    await this.#listenAsNeeded();
    if (this.listening.origin === null) this.#desk.close('noNetwork');
    return this.view();
  }

  async #networkChanged(): Promise<void> {
    await this.#listenAsNeeded();
    this.#telling.phonesChanged();
  }

  #chosen() {
    const { addresses } = this.#parts.network;
    const { interfaceName } = readListenerSettings(this.host.parts.library.database);
    return addresses.find((each) => each.interfaceName === interfaceName) ?? addresses[0] ?? null;
  }

  /** Off until a pairing is open or a phone is paired. */
  async #listenAsNeeded(): Promise<void> {
    const { network } = this.#parts;
    const isNeeded = !this.#closed && (this.#desk.isOpen || this.devices.count > 0);
    if (isNeeded) await network.start();
    else network.stop();
    await this.listening.listenOn(isNeeded && !this.#closed ? (this.#chosen()?.address ?? null) : null);
  }

  #stopSoon(): void {
    this.#stopping?.();
    this.#stopping = this.#timers.after(lastWordsMs, () => void this.#listenAsNeeded());
  }

  #meet(socket: Socket, address: string): void {
    this.#meetings.add(address);
    meetPhone(socket, address, {
      timers: this.#timers,
      handshake: () => ({
        studioKey: this.#key,
        cipherOf: nativeFrameCipher,
        deviceKey: (keyId) => this.devices.key(keyId)?.publicKey ?? null,
        beginTry: (by, hint) =>
          by === 'carryOver' ? this.#carryOvers.beginTry(hint) : this.#desk.beginTry(by, address),
      }),
      admit: (who, deviceId) => this.#reception.receive(who, deviceId),
      onDevice: (keyId, channel) => this.#connect(keyId, channel, socket, address),
    });
  }

  #connect(keyId: string, channel: SealedChannel, socket: Socket, address: string): void {
    // Removed while it proved who it is.
    const deviceId = this.devices.key(keyId)?.deviceId;
    if (deviceId === undefined || this.#closed) {
      channel.close();
      return;
    }
    const connection: DeviceConnection = new DeviceConnection({
      channel,
      lane: this.#turns.lane(),
      log: this.host.parts.log,
      unsentBytes: () => unsentBytes(socket),
      serve: (call) =>
        this.#serve(call, {
          deviceId,
          address,
          greeted: (after) => this.#tellMissed(connection, deviceId, after),
        }),
    });
    channel.onClose(() => {
      if (this.#connected.remove(deviceId, connection)) this.news.forget(deviceId);
      if (this.#closed) return;
      this.devices.seen(deviceId);
      this.#telling.phonesChanged();
      this.#telling.arrivingChanged();
    });
    this.#connected.add(deviceId, connection);
    this.devices.seen(deviceId);
    this.#telling.phonesChanged();
    this.#telling.arrivingChanged();
    connection.start();
  }

  #tellMissed(connection: DeviceConnection, deviceId: DeviceId, after: number | null): void {
    if (after === null) return;
    const missed: PhoneEvent[] = this.notices.after(deviceId, after);
    for (const event of missed) connection.tell(event);
  }

  async #import(path: string, name: string, deviceId: DeviceId) {
    const from = this.devices.get(deviceId)?.name;
    const imported = await this.host.importFile({ path, name, ...(from !== undefined && { from }) });
    this.#received(imported.photoId, deviceId);
    return imported;
  }

  #received(photoId: PhotoId, deviceId: DeviceId): void {
    // Revoked while its photo was looked at: the photo stays, and is nobody's.
    if (this.devices.get(deviceId)) this.captureStore.add(photoId, deviceId);
    if (!this.captureStore.hasVerdict(photoId)) this.#verdicts.judge(photoId);
  }

  #judged(photoId: PhotoId, verdict: Verdict): void {
    this.captureStore.setVerdict(photoId, verdict);
    void this.news.capturesChanged([photoId]);
    for (const deviceId of this.captureStore.devicesOf(photoId))
      this.notify(deviceId, { type: 'judged', captureId: photoId, verdict });
  }

  #tidyDaily(): void {
    const callOff = this.#timers.after(dayMs, () => {
      this.notices.purge();
      void this.uploads.removeStale();
      this.#stops.splice(this.#stops.indexOf(callOff), 1);
      this.#tidyDaily();
    });
    this.#stops.push(callOff);
  }
}

/** What the socket holds back because the phone does not read as fast as it is told. */
function unsentBytes(socket: Socket): number {
  const transport = socket.conn.transport as { readonly socket?: { readonly bufferedAmount?: number } };
  return transport.socket?.bufferedAmount ?? 0;
}
