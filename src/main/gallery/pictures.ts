/**
 * The small pictures that windows show, made once by the media worker and kept as files: thumbnails as long as their
 * photo or result, previews as long as there is room. Whoever asks for one that is not there yet waits for it, ahead
 * of what is made on reserve.
 */
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { failures, StudioFailure } from '../../contracts/failure.ts';
import type { MediaAnswer, MediaTask } from '../../contracts/media-api.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import { failureOfIoError } from '../library/failure-of-io-error.ts';
import { nodeFileStore } from '../library/file-store.ts';
import { partEnding } from '../library/layout.ts';
import type { Library } from '../library/library.ts';
import type { Log } from '../library/log.ts';
import type { MediaWorker, Urgency } from '../workers/media-supervisor.ts';

export interface PicturesParts {
  readonly library: Library;
  readonly media: MediaWorker;
  readonly log: Log;
  /** A photo was decoded for the first time, or turned out unreadable. */
  readonly onDecoded: (photoId: PhotoId) => void;
  /** Bytes of previews kept. */
  readonly previewRoom?: number;
}

const defaultPreviewRoom = 1_000_000_000;

export class Pictures {
  readonly #parts: PicturesParts;
  readonly #making = new Map<string, Promise<MediaAnswer | null>>();
  #isClosed = false;

  constructor(parts: PicturesParts) {
    this.#parts = parts;
  }

  /** Path of the photo's thumbnail. Null when there is no such photo, or it cannot be decoded. */
  async thumbnail(photoId: PhotoId, urgency: Urgency): Promise<string | null> {
    const { library } = this.#parts;
    if (!library.photo(photoId)) return null;
    const path = this.#thumbnailPath(photoId);
    const { scratch } = library.layout;
    const photoPath = library.photoPath(photoId);
    try {
      const answer = await this.#made(path, urgency, (target) => ({
        task: 'thumbnail',
        photoPath,
        target,
        scratchDirectory: scratch,
      }));
      if (answer?.format && library.photo(photoId)) {
        library.describePhoto(photoId, { ...answer, format: answer.format });
        this.#parts.onDecoded(photoId);
      }
      return path;
    } catch (error) {
      if (!isOfPhoto(error)) throw error;
      library.markUnreadable(photoId, error.code);
      this.#parts.onDecoded(photoId);
      return null;
    }
  }

  async resultThumbnail(resultId: string, urgency: Urgency): Promise<string | null> {
    const result = this.#parts.library.result(resultId);
    if (!result || result.lostAt !== null) return null;
    const path = this.#thumbnailPath(resultId);
    const { picturePath } = result;
    await this.#made(path, urgency, (target) => ({ task: 'resultThumbnail', picturePath, target }));
    return path;
  }

  /** The whole oriented photo. */
  async preview(photoId: PhotoId): Promise<string | null> {
    const { library } = this.#parts;
    if (!library.photo(photoId)) return null;
    const photoPath = library.photoPath(photoId);
    const { scratch } = library.layout;
    return this.#preview(`${photoId}.jpg`, 'now', (target) => ({
      task: 'preview',
      photoPath,
      target,
      scratchDirectory: scratch,
    }));
  }

  /** The finished picture in a format that every window can show. */
  async shown(resultId: string): Promise<string | null> {
    const { library } = this.#parts;
    const result = library.result(resultId);
    if (!result || result.lostAt !== null) return null;
    const { picturePath, recipe } = result;
    if (recipe.format !== 'tiff') return picturePath;
    return this.#preview(`shown-${resultId}.png`, 'now', (target) => ({
      task: 'convert',
      picturePath,
      target,
      format: 'png',
      largest: null,
      recipe,
      software: 'IrisVue Studio',
    }));
  }

  /** What the result shows, as it was in the photo. */
  async before(resultId: string, urgency: Urgency): Promise<string | null> {
    const { library } = this.#parts;
    const result = library.result(resultId);
    const iris = result?.report.findings.iris;
    if (!result || !iris) return null;
    const photoPath = library.photoPath(result.photoId);
    const largest = result.report.picture.width;
    const { scratch } = library.layout;
    return this.#preview(`before-${resultId}.jpg`, urgency, (target) => ({
      task: 'before',
      photoPath,
      target,
      scratchDirectory: scratch,
      iris,
      largest,
    }));
  }

  /** Makes thumbnails on reserve, one after another. Resolves when all were tried. */
  async makeAhead(photoIds: readonly PhotoId[]): Promise<void> {
    await Promise.all(
      photoIds.map((id) =>
        this.thumbnail(id, 'later').catch((error) => {
          if (!this.#isClosed) this.#parts.log.warn({ error, photoId: id }, 'no thumbnail could be made');
        }),
      ),
    );
  }

  /** Goes on with what was imported and not yet decoded when the studio was last closed. */
  async resume(): Promise<void> {
    const ids = this.#parts.library.database
      .prepare<[], string>(
        'SELECT id FROM photos WHERE width IS NULL AND unreadable IS NULL ORDER BY imported_at DESC',
      )
      .pluck()
      .all();
    for (let start = 0; start < ids.length && !this.#isClosed; start += 50)
      await this.makeAhead(ids.slice(start, start + 50));
  }

  async forget(photoId: PhotoId, resultIds: readonly string[]): Promise<void> {
    await this.#remove(this.#previewPath(`${photoId}.jpg`));
    await this.#remove(this.#thumbnailPath(photoId));
    await this.forgetResults(resultIds);
  }

  async forgetResults(resultIds: readonly string[]): Promise<void> {
    for (const id of resultIds) {
      await this.#remove(this.#previewPath(`before-${id}.jpg`));
      await this.#remove(this.#previewPath(`shown-${id}.png`));
      await this.#remove(this.#thumbnailPath(id));
    }
  }

  async clearPreviews(): Promise<void> {
    const { previews } = this.#parts.library.layout;
    for (const name of await readdir(previews)) await rm(join(previews, name), { force: true });
  }

  /** Removes what no photo or result stands behind any more, and unfinished files. */
  async sweep(): Promise<void> {
    const { library } = this.#parts;
    const { thumbnails } = library.layout;
    for (const prefix of await nodeFileStore.list(thumbnails)) {
      for (const name of await nodeFileStore.list(join(thumbnails, prefix))) {
        if (this.#isClosed) return;
        const id = name.replace(/\.webp$/, '');
        if (!library.photo(id) && !library.result(id))
          await rm(join(thumbnails, prefix, name), { force: true });
      }
      await nextTurn();
    }
    await this.#boundPreviews();
  }

  /** Nothing new is made. */
  stop(): void {
    this.#isClosed = true;
  }

  /** Resolves when nothing is being made any more; stop first, and close the media worker. */
  async settled(): Promise<void> {
    while (this.#making.size > 0) await Promise.allSettled(this.#making.values());
    // What follows the last one, its row for instance, is done in the same turn.
    await nextTurn();
  }

  async #preview(name: string, urgency: Urgency, task: (target: string) => MediaTask): Promise<string> {
    const path = this.#previewPath(name);
    const made = await this.#made(path, urgency, task);
    if (made) await this.#boundPreviews();
    else await utimes(path, new Date(), new Date()).catch(() => {});
    return path;
  }

  /** Null when it was there. The same picture is never made twice at a time. */
  async #made(
    path: string,
    urgency: Urgency,
    task: (target: string) => MediaTask,
  ): Promise<MediaAnswer | null> {
    const making = this.#making.get(path);
    if (making) {
      if (urgency === 'now') this.#parts.media.hurry(partOf(path));
      return making;
    }
    const made = this.#make(path, urgency, task).finally(() => this.#making.delete(path));
    this.#making.set(path, made);
    return made;
  }

  async #make(
    path: string,
    urgency: Urgency,
    task: (target: string) => MediaTask,
  ): Promise<MediaAnswer | null> {
    // An empty one is what a power loss can leave of a file that was not synced.
    if (((await nodeFileStore.size(path)) ?? 0) > 0) return null;
    if (this.#isClosed) throw new StudioFailure('cancelled', { reason: 'the studio closes' });
    const part = partOf(path);
    try {
      await nodeFileStore.makeDirectory(dirname(path));
      const answer = await this.#parts.media.run(task(part), urgency);
      await rename(part, path);
      return answer;
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      throw failureOfIoError(error, 'library');
    }
  }

  /** Also one that is just being made. */
  async #remove(path: string): Promise<void> {
    await this.#making.get(path)?.catch(() => {});
    await rm(path, { force: true });
  }

  /** The ones not looked at for longest go first. */
  async #boundPreviews(): Promise<void> {
    const { previews } = this.#parts.library.layout;
    const files: { path: string; bytes: number; usedAt: number }[] = [];
    for (const name of await nodeFileStore.list(previews)) {
      const path = join(previews, name);
      const found = await stat(path).catch(() => null);
      if (found && !this.#making.has(path.slice(0, -partEnding.length)))
        files.push({ path, bytes: found.size, usedAt: found.mtimeMs });
    }
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { path, bytes } of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= (this.#parts.previewRoom ?? defaultPreviewRoom)) return;
      await rm(path, { force: true });
      total -= bytes;
    }
  }

  #thumbnailPath(id: string): string {
    return join(this.#parts.library.layout.thumbnails, id.slice(0, 2), `${id}.webp`);
  }

  #previewPath(name: string): string {
    return join(this.#parts.library.layout.previews, name);
  }
}

const partOf = (path: string) => `${path}${partEnding}`;

/** The photo itself is the reason, so trying again is no use. */
function isOfPhoto(error: unknown): error is StudioFailure {
  if (!(error instanceof StudioFailure)) return false;
  const { kind } = failures[error.code];
  return kind === 'input' || kind === 'quality';
}
