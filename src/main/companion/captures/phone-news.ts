/** Hands on what windows are told to the phones that it concerns, and makes notices of what ends. */
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Notice } from '../../../contracts/companion/events.ts';
import type { JobEvent } from '../../../contracts/job.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import type { Progress } from '../../../contracts/progress.ts';
import type { StudioEvent } from '../../../contracts/studio-api.ts';
import { processPhotoPayloadSchema } from '../../process-photo.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import type { ConnectedPhones } from '../server/connected-phones.ts';
import type { CaptureStore } from './capture-store.ts';
import type { Captures } from './captures.ts';

export interface PhoneNewsParts {
  readonly host: StudioHost;
  readonly connected: ConnectedPhones;
  readonly captures: Captures;
  readonly store: CaptureStore;
  readonly notify: (deviceId: DeviceId, notice: Notice) => void;
}

export class PhoneNews {
  readonly #parts: PhoneNewsParts;
  /** Of photos in work: asked for at each step. */
  readonly #devicesOf = new Map<PhotoId, readonly DeviceId[]>();
  /** What was told of, for telling when it is gone: by then no row knows whose it was. */
  readonly #told = new Map<DeviceId, Set<PhotoId>>();

  constructor(parts: PhoneNewsParts) {
    this.#parts = parts;
  }

  /** @returns stops */
  follow(): () => void {
    const { gallery, parts } = this.#parts.host;
    const stopFeed = gallery.feed.subscribe(({ event }) => this.#onEvent(event));
    const stopQueue = parts.queue.subscribe({
      event: (event) =>
        void this.#onJob(event).catch((error) => parts.log.warn({ error }, 'phones could not be told')),
    });
    return () => {
      stopFeed();
      stopQueue();
    };
  }

  /** Never rejects. */
  async capturesChanged(photoIds: readonly PhotoId[]): Promise<void> {
    const { connected, host } = this.#parts;
    try {
      for (const deviceId of connected.all()) await this.#tellOf(deviceId, photoIds);
    } catch (error) {
      // The library may be closing under it.
      host.parts.log.debug({ error }, 'a phone could not be told');
    }
  }

  /** The phone knows of these. */
  remember(deviceId: DeviceId, photoIds: readonly PhotoId[]): void {
    const told = this.#told.get(deviceId) ?? new Set();
    for (const id of photoIds) told.add(id);
    this.#told.set(deviceId, told);
  }

  /** The phone has gone; it asks anew when it comes back. */
  forget(deviceId: DeviceId): void {
    this.#told.delete(deviceId);
  }

  async #tellOf(deviceId: DeviceId, photoIds: readonly PhotoId[]): Promise<void> {
    const { connected, captures } = this.#parts;
    const changed = await captures.some(deviceId, photoIds);
    if (changed.length === 0) return;
    this.remember(
      deviceId,
      changed.map(({ id }) => id),
    );
    connected.tell(deviceId, { type: 'captures', captures: changed });
  }

  #onEvent(event: StudioEvent['event']): void {
    const { connected } = this.#parts;
    if (event.type === 'progress') this.#onProgress(event.photoId, event.progress);
    if (connected.all().length === 0) return;
    if (event.type === 'cards') void this.capturesChanged(event.cards.map(({ id }) => id));
    if (event.type === 'removed') this.#onRemoved(event.photoIds);
  }

  #onProgress(photoId: PhotoId, progress: Progress): void {
    const { connected, store } = this.#parts;
    if (connected.all().length === 0) return;
    let deviceIds = this.#devicesOf.get(photoId);
    if (!deviceIds) {
      deviceIds = store.devicesOf(photoId);
      this.#devicesOf.set(photoId, deviceIds);
    }
    for (const deviceId of deviceIds)
      connected.tellIfQuick(deviceId, { type: 'progress', captureId: photoId, progress });
  }

  #onRemoved(photoIds: readonly PhotoId[]): void {
    const { connected } = this.#parts;
    for (const deviceId of connected.all()) {
      const told = this.#told.get(deviceId);
      const captureIds = photoIds.filter((photoId) => told?.delete(photoId));
      if (captureIds.length > 0) connected.tell(deviceId, { type: 'removed', captureIds });
    }
  }

  async #onJob({ type, jobId }: JobEvent): Promise<void> {
    if (type !== 'completed' && type !== 'discarded' && type !== 'cancelled') return;
    const { host, store, notify } = this.#parts;
    const { queue, library } = host.parts;
    const job = await queue.get(jobId);
    const payload = processPhotoPayloadSchema.safeParse(job?.payload);
    if (!job || !payload.success) return;
    const { photoId: captureId } = payload.data;
    this.#devicesOf.delete(captureId);
    if (type === 'cancelled') return;
    // What is told must already be seen.
    await this.capturesChanged([captureId]);
    const resultId = library.resultOfJob(jobId)?.id ?? host.gallery.cards([captureId])[0]?.result?.id;
    for (const deviceId of store.devicesOf(captureId)) {
      if (type === 'discarded')
        notify(deviceId, { type: 'failed', captureId, failure: job.failure ?? 'unexpected' });
      else if (resultId !== undefined) notify(deviceId, { type: 'finished', captureId, resultId });
    }
  }
}
