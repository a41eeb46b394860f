/**
 * Everything behind a window, whichever program shows it: the studio, what its gallery sees, the small pictures,
 * and the contract. A host adds how windows, uploads and pictures travel.
 */
import { basename } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import type { PhonesApi } from '../../contracts/phones.ts';
import type { ImportReport, ModelCard, StudioApi } from '../../contracts/studio-api.ts';
import { noPhones } from '../companion/no-phones.ts';
import { Gallery } from '../gallery/gallery.ts';
import { Pictures } from '../gallery/pictures.ts';
import { idFor } from '../models/own-model-store.ts';
import type { Timers } from '../queue/timers.ts';
import { Studio, type StudioParts } from '../studio.ts';
import type { MediaWorker } from '../workers/media-supervisor.ts';
import { modelCardOf } from './list-models.ts';
import { createStudioApi } from './studio-api.ts';

export interface StudioHostParts extends StudioParts {
  readonly media: MediaWorker;
  /** For gathering what windows are told. */
  readonly timers?: Timers;
  readonly host: 'desktop' | 'browser';
  readonly product: string;
  readonly version: string;
  readonly modelsDirectory: string;
  readonly samplesDirectory: string;
  /** Lets phones in; without it there are none. */
  readonly openPhones?: (host: StudioHost) => PhonesRoom;
}

/** The phones' side of a studio. */
export interface PhonesRoom {
  readonly api: PhonesApi;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface FileToImport {
  readonly path: string;
  /** As shown; the file's own name unless told. */
  readonly name?: string;
  /** The name of the phone it came from. */
  readonly from?: string;
}

export interface ModelToAdd {
  readonly path: string;
  /** Of the file as the user knows it. */
  readonly name: string;
  readonly licence: string | null;
  /** Of a finder, as text; null looks for a JSON file of the same name. */
  readonly description: string | null;
}

export interface ImportedFile {
  readonly photoId: string;
  /** These bytes were here already. */
  readonly duplicate: boolean;
}

export class StudioHost {
  readonly parts: StudioHostParts;
  readonly studio: Studio;
  readonly gallery: Gallery;
  readonly pictures: Pictures;
  readonly phones: PhonesApi;
  readonly #phonesRoom: PhonesRoom | null;
  readonly api: StudioApi;

  constructor(parts: StudioHostParts) {
    const { library, log, media } = parts;
    this.parts = parts;
    this.studio = new Studio(parts);
    this.gallery = new Gallery(parts);
    this.pictures = new Pictures({
      library,
      media,
      log,
      onDecoded: (photoId) => this.gallery.photosChanged([photoId]),
    });
    this.#phonesRoom = parts.openPhones?.(this) ?? null;
    this.phones = this.#phonesRoom?.api ?? noPhones;
    this.api = createStudioApi(this);
    parts.queue.subscribe({
      event: ({ type, jobId }) => {
        if (type === 'completed') void this.#makeAhead(jobId);
      },
    });
  }

  /** Goes on where the last run stopped. */
  async resume(): Promise<void> {
    const { log } = this.parts;
    await this.studio.purge();
    await this.studio.resumeWork();
    // Without phones it is still a studio.
    await this.#phonesRoom?.start().catch((error) => log.error({ error }, 'phones cannot be let in'));
    this.pictures
      .sweep()
      .then(() => this.pictures.resume())
      .catch((error) => log.warn({ error }, 'thumbnails could not be tidied up'));
  }

  /** Each file on its own: one that cannot be used is named with its reason and keeps no other out. */
  async importFiles(files: readonly FileToImport[]): Promise<ImportReport> {
    const report: ImportReport = { added: [], duplicates: [], failed: [] };
    for (const file of files) {
      try {
        const { photoId, duplicate } = await this.importFile(file);
        (duplicate ? report.duplicates : report.added).push(photoId);
      } catch (error) {
        const code = error instanceof StudioFailure ? error.code : 'unexpected';
        this.parts.log.warn({ code }, 'a photo could not be imported');
        // The error names the customer's file.
        this.parts.log.debug({ error }, 'why it could not be imported');
        report.failed.push({ name: file.name ?? basename(file.path), code });
      }
    }
    return report;
  }

  /** @throws StudioFailure as the media worker's inspection and `Library.importPhoto` */
  async importFile({ path, name = basename(path), from }: FileToImport): Promise<ImportedFile> {
    const { photo, duplicate } = await this.#import(path, name, from);
    if (!duplicate) {
      this.gallery.photosChanged([photo.id]);
      void this.pictures.makeAhead([photo.id]);
    }
    return { photoId: photo.id, duplicate };
  }

  /**
   * Adds a model from a file, which is read and tried in a process of its own.
   * @throws StudioFailure as `OwnModelStore.add`
   */
  async addModel({ path, name, licence, description }: ModelToAdd): Promise<ModelCard> {
    const wish = { path, id: idFor({ path: name }), licence, description, origin: name.slice(0, 1000) };
    return modelCardOf(await this.parts.ownModels.add(wish));
  }

  /** Stops what runs, which goes back into the queue, and closes everything. */
  async close(): Promise<void> {
    await this.#phonesRoom?.close();
    this.pictures.stop();
    await this.parts.media.close();
    await this.pictures.settled();
    // Before the library, for its timers read from it.
    this.gallery.close();
    await this.studio.close();
  }

  /** What a window will want to show of a new result; of one that somebody waits for, "before" too. */
  async #makeAhead(jobId: string): Promise<void> {
    const { library, queue, log } = this.parts;
    try {
      const result = library.resultOfJob(jobId);
      if (!result) return;
      await this.pictures.resultThumbnail(result.id, 'later');
      const job = await queue.get(jobId);
      if (job?.priority === 'interactive') await this.pictures.before(result.id, 'later');
    } catch (error) {
      log.debug({ error, jobId }, 'nothing was made ahead');
    }
  }

  /** What is no photo is told before a byte of it is kept. */
  async #import(path: string, name: string, from?: string) {
    const { library, media } = this.parts;
    const { scratch } = library.layout;
    await media.run({ task: 'inspect', photoPath: path, scratchDirectory: scratch }, 'now');
    return library.importPhoto(path, name, from);
  }
}
