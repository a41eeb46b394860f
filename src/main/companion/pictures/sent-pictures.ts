/**
 * Finished pictures that somebody at the studio sends to a phone: kept until the phone or the studio removes them, so
 * that a phone that is away finds them when it comes back.
 */
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Notice } from '../../../contracts/companion/events.ts';
import type { StudioPicture } from '../../../contracts/companion/studio-picture.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { PictureSending } from '../../../contracts/phones.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import type { StudioEvent } from '../../../contracts/studio-api.ts';
import { presentResult } from '../../window/find-media.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import type { DeviceStore } from '../devices/device-store.ts';
import type { ConnectedPhones } from '../server/connected-phones.ts';
import { SentPictureStore } from './sent-picture-store.ts';

export interface SentPicturesParts {
  readonly host: StudioHost;
  readonly devices: DeviceStore;
  readonly connected: ConnectedPhones;
  /** @returns whether the phone's open page was told */
  readonly notify: (deviceId: DeviceId, notice: Notice) => boolean;
}

export class SentPictures {
  readonly #parts: SentPicturesParts;
  readonly #store: SentPictureStore;
  /** Pictures that a phone knows of, and their photos, for telling when they are gone: by then no row knows. */
  readonly #told = new Map<DeviceId, Map<string, PhotoId>>();

  constructor(parts: SentPicturesParts) {
    this.#parts = parts;
    const { library, clock } = parts.host.parts;
    this.#store = new SentPictureStore(library.database, clock);
  }

  /** @returns stops */
  follow(): () => void {
    return this.#parts.host.gallery.feed.subscribe(({ event }) => this.#onEvent(event));
  }

  /** @throws StudioFailure phoneUnknown, fileMissing */
  async send(resultId: string, deviceId: DeviceId): Promise<PictureSending> {
    const { devices, connected, notify } = this.#parts;
    const shown = await this.#shown(resultId);
    if (shown === null) throw new StudioFailure('fileMissing', { resultId });
    // Removed meanwhile; from here on nothing comes in between.
    if (!devices.get(deviceId)) throw new StudioFailure('phoneUnknown');
    const row = this.#store.add(resultId, deviceId);
    if (row === null) return { state: 'here' };
    const { photoId, ...picture } = shown;
    this.#remember(deviceId, resultId, photoId);
    // What is told must already be seen.
    connected.tell(deviceId, { type: 'studioPictures', pictures: [{ ...picture, sentAt: row.sentAt }] });
    const reached = notify(deviceId, { type: 'sent', pictureId: resultId });
    return { state: reached ? 'told' : 'kept' };
  }

  /** Whether this phone may see it. */
  isFor(deviceId: DeviceId, resultId: string): boolean {
    return this.#store.has(resultId, deviceId);
  }

  /** Newest first. */
  async page(
    deviceId: DeviceId,
    before: number | null,
    limit: number,
  ): Promise<{ pictures: StudioPicture[]; more: boolean }> {
    const rows = this.#store.list(deviceId, before, limit + 1);
    const pictures: StudioPicture[] = [];
    for (const { resultId, sentAt } of rows.slice(0, limit)) {
      const shown = await this.#shown(resultId);
      // Removed in this very moment.
      if (shown === null) continue;
      const { photoId, ...picture } = shown;
      this.#remember(deviceId, resultId, photoId);
      pictures.push({ ...picture, sentAt });
    }
    return { pictures, more: rows.length > limit };
  }

  /** Off this phone, on all of its pages; the studio keeps the pictures. */
  remove(deviceId: DeviceId, resultIds: readonly string[]): void {
    const gone = resultIds.filter((resultId) => this.#store.remove(resultId, deviceId));
    this.#tellGone(deviceId, gone);
  }

  /** The phone has gone; it asks anew when it comes back. */
  forget(deviceId: DeviceId): void {
    this.#told.delete(deviceId);
  }

  #remember(deviceId: DeviceId, resultId: string, photoId: PhotoId): void {
    if (!this.#parts.connected.isConnected(deviceId)) return;
    const told = this.#told.get(deviceId) ?? new Map<string, PhotoId>();
    this.#told.set(deviceId, told.set(resultId, photoId));
  }

  #onEvent(event: StudioEvent['event']): void {
    if (this.#told.size === 0) return;
    // A version that was deleted changes its photo's card.
    if (event.type === 'removed') this.#lookFor(new Set(event.photoIds));
    if (event.type === 'cards') this.#lookFor(new Set(event.cards.map(({ id }) => id)));
  }

  #lookFor(photoIds: ReadonlySet<PhotoId>): void {
    for (const [deviceId, told] of this.#told) {
      const gone = [...told].flatMap(([resultId, photoId]) =>
        photoIds.has(photoId) && !this.#store.has(resultId, deviceId) ? [resultId] : [],
      );
      this.#tellGone(deviceId, gone);
    }
  }

  #tellGone(deviceId: DeviceId, pictureIds: string[]): void {
    if (pictureIds.length === 0) return;
    for (const pictureId of pictureIds) this.#told.get(deviceId)?.delete(pictureId);
    this.#parts.connected.tell(deviceId, { type: 'studioPicturesGone', pictureIds });
  }

  /** Null where it is not there, or not any more. */
  async #shown(resultId: string): Promise<(Omit<StudioPicture, 'sentAt'> & { photoId: PhotoId }) | null> {
    const { host } = this.#parts;
    const stored = presentResult(host, resultId);
    if (!stored) return null;
    // As it is handed out: no phone shows a TIFF.
    const format = stored.recipe.format === 'tiff' ? 'png' : stored.recipe.format;
    const name = await host.api.nameForSaving({ resultId, format });
    if (!presentResult(host, resultId)) return null;
    const { width, height } = stored.report.picture;
    return { id: resultId, name, width, height, photoId: stored.photoId };
  }
}
