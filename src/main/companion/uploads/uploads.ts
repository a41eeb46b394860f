/**
 * Takes photos from phones in pieces. Limits are looked at before a byte is taken, the file's length says how far it
 * is, and what is whole and right goes the way of every import: the media worker looks at it before it is kept.
 */

import type { DeviceId } from '../../../contracts/companion/device.ts';
import { companionLimits } from '../../../contracts/companion/limits.ts';
import type { PhoneArgument } from '../../../contracts/companion/phone-api.ts';
import { type FailureCode, failures, StudioFailure } from '../../../contracts/failure.ts';
import type { ArrivingCapture } from '../../../contracts/phones.ts';
import { cleanName } from '../../library/clean-name.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';
import { failureOfIoError } from '../../library/failure-of-io-error.ts';
import { PartFiles } from './part-files.ts';
import { type Upload, UploadStore } from './upload-store.ts';

export interface UploadsParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Where unfinished files lie. */
  readonly directory: string;
  readonly freeBytes: () => Promise<number | null>;
  readonly isConnected: (deviceId: DeviceId) => boolean;
  readonly nameOf: (deviceId: DeviceId) => string;
  /** Looks at the file and copies it into the library. @throws StudioFailure */
  readonly importPhoto: (
    path: string,
    name: string,
    deviceId: DeviceId,
  ) => Promise<{ readonly photoId: string; readonly duplicate: boolean }>;
  readonly onChange: () => void;
}

export interface Received {
  readonly photoId: string;
  readonly duplicate: boolean;
}

const dayMs = 86_400_000;
/** A file's row is not written for each of its chunks. */
const touchEveryMs = 60_000;

export class Uploads {
  readonly #parts: UploadsParts;
  readonly #store: UploadStore;
  readonly #files: PartFiles;
  /** One thing at a time for each file, whichever of a phone's connections asks. */
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #touched = new Map<string, number>();
  readonly #checking = new Set<string>();
  readonly #lengths = new Map<string, number>();

  constructor(parts: UploadsParts) {
    this.#parts = parts;
    this.#store = new UploadStore(parts.database, parts.clock);
    this.#files = new PartFiles(parts.directory);
  }

  /** Clears away what nobody asked for in a week, and what nobody knows of. */
  async start(): Promise<void> {
    await this.#files.prepare();
    await this.removeStale();
    await this.#files.sweep((id) => this.#store.get(id) !== null);
    for (const { id } of this.#store.all()) this.#lengths.set(id, await this.#files.length(id));
  }

  /**
   * @returns where to go on
   * @throws StudioFailure uploadTooLarge, tooManyUploads, studioFull
   */
  async begin(
    deviceId: DeviceId,
    { localId, name, byteLength }: Omit<PhoneArgument<'beginUpload'>, 'sha256'>,
  ): Promise<{ readonly uploadId: string; readonly offset: number }> {
    if (byteLength > companionLimits.fileBytes) throw new StudioFailure('uploadTooLarge', { byteLength });
    const known = await this.#known(deviceId, localId, byteLength);
    if (known) return known;
    await this.#checkRoom(byteLength);
    // Another tab may have announced it meanwhile; from here on nothing waits.
    const raced = this.#store.find(deviceId, localId);
    if (raced) return { uploadId: raced.id, offset: 0 };
    const { uploads, bytes } = this.#store.unfinished(deviceId);
    if (uploads >= companionLimits.unfinishedUploads || bytes + byteLength > companionLimits.unfinishedBytes)
      throw new StudioFailure('tooManyUploads', { uploads, bytes });
    const upload = this.#store.add({ deviceId, localId, name: cleanName(name), byteLength });
    this.#lengths.set(upload.id, 0);
    this.#parts.onChange();
    return { uploadId: upload.id, offset: 0 };
  }

  /**
   * Takes the chunk if it begins exactly where the file ends.
   * @returns the file's end, whatever became of the chunk
   * @throws StudioFailure uploadUnknown, uploadTooLarge (beyond what was announced), studioFull, storageFailed
   */
  async append(deviceId: DeviceId, uploadId: string, offset: number, bytes: Uint8Array): Promise<number> {
    return this.#alone(uploadId, async () => {
      const upload = this.#owned(deviceId, uploadId);
      const length = await this.#files.length(uploadId);
      if (offset !== length || bytes.length === 0) return length;
      if (length + bytes.length > upload.byteLength)
        throw new StudioFailure('uploadTooLarge', { announced: upload.byteLength });
      // There was room when it was announced; somebody else may have filled the disk since.
      const free = await this.#parts.freeBytes();
      if (free !== null && free - bytes.length < companionLimits.freeBytes)
        throw new StudioFailure('studioFull', { free });
      const end = await this.#files.append(uploadId, bytes).catch((error) => {
        throw asPhonesHearIt(failureOfIoError(error, 'library'));
      });
      this.#lengths.set(uploadId, end);
      this.#touch(uploadId);
      this.#parts.onChange();
      return end;
    });
  }

  /**
   * @throws StudioFailure uploadUnknown, uploadDamaged (it begins anew), and what an import throws. A photo that
   *   cannot be used is gone afterwards; one that the disk had no room for stays, for another try.
   */
  async finish(deviceId: DeviceId, uploadId: string, sha256: string): Promise<Received> {
    return this.#alone(uploadId, async () => {
      const upload = this.#owned(deviceId, uploadId);
      const length = await this.#files.length(uploadId);
      if (length !== upload.byteLength) throw new StudioFailure('uploadDamaged', { length });
      this.#checking.add(uploadId);
      this.#parts.onChange();
      try {
        if ((await this.#files.sha256(uploadId)) !== sha256) throw new StudioFailure('uploadDamaged');
        await this.#files.release(uploadId);
        const received = await this.#parts.importPhoto(this.#files.path(uploadId), upload.name, deviceId);
        await this.#forget(uploadId);
        return received;
      } catch (error) {
        if (isFinal(error)) await this.#forget(uploadId);
        throw asPhonesHearIt(error);
      } finally {
        this.#checking.delete(uploadId);
        this.#parts.onChange();
      }
    });
  }

  async abandon(deviceId: DeviceId, uploadId: string): Promise<void> {
    await this.#alone(uploadId, async () => {
      if (this.#store.get(uploadId)?.deviceId === deviceId) await this.#forget(uploadId);
    });
  }

  /** It has just been told that its bytes are here already. */
  async drop(deviceId: DeviceId, localId: string): Promise<void> {
    const upload = this.#store.find(deviceId, localId);
    if (upload) await this.abandon(deviceId, upload.id);
  }

  /** The phone has gone for now: nothing stays open for what it may never go on with. */
  async rest(deviceId: DeviceId): Promise<void> {
    for (const id of this.idsOf(deviceId)) await this.#alone(id, () => this.#files.release(id));
  }

  /** The phone was removed, and its rows with it. */
  async forgetDevice(uploadIds: readonly string[]): Promise<void> {
    for (const id of uploadIds) await this.#alone(id, () => this.#forget(id));
  }

  idsOf(deviceId: DeviceId): string[] {
    return this.#store.all().flatMap((upload) => (upload.deviceId === deviceId ? [upload.id] : []));
  }

  arriving(): ArrivingCapture[] {
    return this.#store.all().map((upload) => ({
      uploadId: upload.id,
      name: upload.name,
      deviceId: upload.deviceId,
      from: this.#parts.nameOf(upload.deviceId),
      byteLength: upload.byteLength,
      receivedBytes: Math.min(upload.byteLength, this.#lengths.get(upload.id) ?? 0),
      state: this.#stateOf(upload),
    }));
  }

  async removeStale(): Promise<void> {
    const since = this.#parts.clock.now() - companionLimits.partDays * dayMs;
    for (const { id } of this.#store.staleSince(since)) await this.#alone(id, () => this.#forget(id));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#last.values());
    await this.#files.close();
  }

  async #known(deviceId: DeviceId, localId: string, byteLength: number) {
    const known = this.#store.find(deviceId, localId);
    if (!known) return null;
    return this.#alone(known.id, async () => {
      if (known.byteLength === byteLength)
        return { uploadId: known.id, offset: await this.#files.length(known.id) };
      // The same name for other bytes: the phone has begun anew.
      await this.#forget(known.id);
      return null;
    });
  }

  #stateOf({ id, deviceId }: Upload): ArrivingCapture['state'] {
    if (this.#checking.has(id)) return 'checking';
    return this.#parts.isConnected(deviceId) ? 'arriving' : 'waiting';
  }

  #owned(deviceId: DeviceId, uploadId: string): Upload {
    const upload = this.#store.get(uploadId);
    // Another phone's is as unknown as none.
    if (upload?.deviceId !== deviceId) throw new StudioFailure('uploadUnknown');
    return upload;
  }

  /** What was announced may still come: once as a part, and once more as the library's copy. */
  async #checkRoom(byteLength: number): Promise<void> {
    const free = await this.#parts.freeBytes();
    if (free === null) return;
    const needed = (this.#store.announcedBytes() + byteLength) * 2 + companionLimits.freeBytes;
    if (free < needed) throw new StudioFailure('studioFull', { free, needed });
  }

  async #forget(id: string): Promise<void> {
    this.#store.remove(id);
    this.#lengths.delete(id);
    this.#touched.delete(id);
    await this.#files.remove(id);
    this.#parts.onChange();
  }

  #touch(id: string): void {
    const now = this.#parts.clock.now();
    if (Math.abs(now - (this.#touched.get(id) ?? 0)) < touchEveryMs) return;
    this.#touched.set(id, now);
    this.#store.touch(id);
  }

  #alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    const result = (this.#last.get(id) ?? Promise.resolve()).then(work, work);
    const settled = result.then(
      () => {},
      () => {},
    );
    this.#last.set(id, settled);
    void settled.then(() => {
      if (this.#last.get(id) === settled) this.#last.delete(id);
    });
    return result;
  }
}

/** Whoever holds the phone cannot free the studio's disk: the photo waits there, and goes by itself once there is room. */
function asPhonesHearIt(error: unknown): unknown {
  const isFull = error instanceof StudioFailure && error.code === 'diskFull';
  return isFull ? new StudioFailure('studioFull', {}, { cause: error }) : error;
}

/** Sending the same bytes again would end the same way; or they were not the right ones. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof StudioFailure)) return false;
  const code: FailureCode = error.code;
  return code === 'uploadDamaged' || failures[code].kind === 'input';
}
