/** What becomes of a photo that a phone sent: it is imported, is that phone's capture, and is looked at. */
import type { Capture, Verdict } from '../../../contracts/companion/capture.ts';
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Notice } from '../../../contracts/companion/events.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import type { DeviceStore } from '../devices/device-store.ts';
import type { CaptureStore } from './capture-store.ts';
import type { Captures } from './captures.ts';
import { Verdicts } from './verdicts.ts';

export interface IncomingCapturesParts {
  readonly host: StudioHost;
  readonly devices: DeviceStore;
  readonly store: CaptureStore;
  readonly captures: Captures;
  /** Tells connected phones how these of theirs stand now. */
  readonly tellChanged: (photoIds: readonly PhotoId[]) => void;
  readonly notify: (deviceId: DeviceId, notice: Notice) => void;
}

export class IncomingCaptures {
  readonly #parts: IncomingCapturesParts;
  readonly #verdicts: Verdicts;

  constructor(parts: IncomingCapturesParts) {
    const { host } = parts;
    const { library, worker, log } = host.parts;
    this.#parts = parts;
    this.#verdicts = new Verdicts({
      library,
      worker,
      log,
      decode: async (photoId) => (await host.pictures.thumbnail(photoId, 'now')) !== null,
      onVerdict: (photoId, verdict) => this.#judged(photoId, verdict),
    });
  }

  /** Looks at what the studio was closed over. */
  start(): void {
    for (const photoId of this.#parts.store.unjudged()) this.#verdicts.judge(photoId);
  }

  close(): void {
    this.#verdicts.close();
  }

  /** @throws StudioFailure as importing does */
  async import(path: string, name: string, deviceId: DeviceId) {
    const { host, devices } = this.#parts;
    const from = devices.get(deviceId)?.name;
    const imported = await host.importFile({ path, name, ...(from !== undefined && { from }) });
    this.#received(imported.photoId, deviceId);
    return imported;
  }

  /** A photo of these bytes is here: then it is this phone's capture too. Null where it is not, or not whole. */
  async takeKnown(deviceId: DeviceId, sha256: PhotoId, byteLength: number): Promise<Capture | null> {
    const { host, captures } = this.#parts;
    if (host.parts.library.photo(sha256)?.byteLength !== byteLength) return null;
    this.#received(sha256, deviceId);
    return (await captures.some(deviceId, [sha256]))[0] ?? null;
  }

  #received(photoId: PhotoId, deviceId: DeviceId): void {
    const { devices, store } = this.#parts;
    // Revoked while its photo was looked at: the photo stays, and is nobody's.
    if (devices.get(deviceId)) store.add(photoId, deviceId);
    if (!store.hasVerdict(photoId)) this.#verdicts.judge(photoId);
  }

  #judged(photoId: PhotoId, verdict: Verdict): void {
    const { store, tellChanged, notify } = this.#parts;
    store.setVerdict(photoId, verdict);
    tellChanged([photoId]);
    for (const deviceId of store.devicesOf(photoId))
      notify(deviceId, { type: 'judged', captureId: photoId, verdict });
  }
}
