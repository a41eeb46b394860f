/** The phones' side of the studio: who is let in, what they send, what they see, what they are told. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Device, DeviceId } from '../../contracts/companion/device.ts';
import type { Notice } from '../../contracts/companion/events.ts';
import type { TellingOffer } from '../../contracts/companion/telling.ts';
import type { PhonesApi } from '../../contracts/phones.ts';
import { systemTimers, type Timers } from '../queue/timers.ts';
import { freeBytes } from '../window/storage.ts';
import type { PhonesRoom, StudioHost } from '../window/studio-host.ts';
import { CaptureStore } from './captures/capture-store.ts';
import { Captures } from './captures/captures.ts';
import { IncomingCaptures } from './captures/incoming-captures.ts';
import { NoticeStore } from './captures/notice-store.ts';
import { PhoneNews } from './captures/phone-news.ts';
import { PicturePieces } from './captures/picture-pieces.ts';
import { DeviceStore } from './devices/device-store.ts';
import { Entrance, type EntranceOptions } from './entrance.ts';
import { servePhone } from './phone-methods.ts';
import { createPhonesApi, phonesView } from './phones-api.ts';
import { PhonesTelling } from './phones-telling.ts';
import { SentPictures } from './pictures/sent-pictures.ts';
import type { ConnectionDoctor, PhonePush } from './ports.ts';
import { ConnectedPhones } from './server/connected-phones.ts';
import type { Listening } from './server/listening.ts';
import { Uploads } from './uploads/uploads.ts';

export interface CompanionParts extends EntranceOptions {
  readonly doctor: ConnectionDoctor;
  /** Made once the companion is there to ask. */
  readonly createPush?: (companion: Companion) => PhonePush;
  readonly timers?: Timers;
  /** On the library's disk; null where nobody can say. */
  readonly freeBytes?: () => Promise<number | null>;
}

const dayMs = 86_400_000;

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
  readonly news: PhoneNews;
  readonly sentPictures: SentPictures;
  readonly entrance: Entrance;
  readonly studioName = hostname();
  readonly api: PhonesApi;

  readonly #parts: CompanionParts;
  readonly #timers: Timers;
  readonly #connected = new ConnectedPhones();
  readonly #telling: PhonesTelling;
  readonly #stops: (() => void)[] = [];

  constructor(host: StudioHost, parts: CompanionParts) {
    const { library, clock, log } = host.parts;
    const { database } = library;
    this.host = host;
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
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
    this.uploads = new Uploads({
      database,
      clock,
      directory: join(library.directory, 'incoming'),
      freeBytes: parts.freeBytes ?? (() => freeBytes(library.directory)),
      isConnected: (deviceId) => this.#connected.isConnected(deviceId),
      nameOf: (deviceId) => this.devices.get(deviceId)?.name ?? '',
      importPhoto: (path, name, deviceId) => this.incoming.import(path, name, deviceId),
      onChange: () => this.#telling.arrivingChanged(),
    });
    this.#telling = new PhonesTelling({
      timers: this.#timers,
      publish: (event) => host.gallery.feed.publish(event),
      view: () => phonesView(this),
      arriving: () => this.uploads.arriving(),
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
    this.entrance = new Entrance({
      ...parts,
      host,
      timers: this.#timers,
      devices: this.devices,
      connected: this.#connected,
      studioName: this.studioName,
      serve: servePhone(this),
      noticesAfter: (deviceId, sequence) => this.notices.after(deviceId, sequence),
      onUnheard: (deviceId, notices) => {
        for (const notice of notices) this.push?.noticed(deviceId, notice, false);
      },
      onChange: () => this.#telling.phonesChanged(),
      onPhone: (deviceId, isGone) => {
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
    this.api = createPhonesApi(this, parts.doctor);
  }

  /** Listens if a phone is paired, and goes on with what was on its way. */
  async start(): Promise<void> {
    this.notices.purge();
    await this.uploads.start();
    this.#stops.push(this.news.follow(), this.sentPictures.follow());
    this.#tidyDaily();
    this.incoming.start();
    await this.entrance.start();
  }

  /** Says goodbye; what was on its way goes on at the next start. */
  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.incoming.close();
    await this.entrance.close();
    await this.uploads.close();
    this.#telling.close();
  }

  get listening(): Listening {
    return this.entrance.listening;
  }

  /** Newest first. */
  listDevices(): Device[] {
    return this.devices
      .list()
      .map((device) => ({ ...device, connected: this.#connected.isConnected(device.id) }));
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
    this.entrance.shutOut(deviceId);
    this.push?.forget(deviceId);
    this.#telling.phonesChanged();
    await this.uploads.forgetDevice(uploadIds);
    await this.entrance.whenToListen.follow();
  }

  tellingOffer(deviceId: DeviceId, address: string): TellingOffer {
    const { certificates } = this.#parts;
    const { origin } = this.listening;
    const path = certificates?.path ?? null;
    return {
      certificateUrl: path === null || origin === null ? null : `${origin}${path}`,
      certificateName: certificates?.name ?? '',
      certificateFetched: certificates?.wasFetchedFrom(address) ?? false,
      securePageUrl: this.entrance.securePage,
      pushKey: this.push?.vapidKey ?? null,
      subscribed: this.push?.isSubscribed(deviceId) ?? false,
    };
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
