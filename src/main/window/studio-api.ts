/** What windows may ask, answered over one studio. Arguments were parsed before they get here. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StudioFailure } from '../../contracts/failure.ts';
import type { StudioApi } from '../../contracts/studio-api.ts';
import { listModels } from './list-models.ts';
import { nameForSaving } from './name-for-saving.ts';
import { olderVersions, storageUse } from './storage.ts';
import type { StudioHost } from './studio-host.ts';
import { changeStudioSettings, readStudioSettings } from './studio-settings.ts';

export function createStudioApi(host: StudioHost): StudioApi {
  const { parts, studio, gallery, pictures, phones } = host;
  const { library, queue } = parts;

  async function removeResults(results: readonly { readonly id: string; readonly photoId: string }[]) {
    for (const { id } of results) await library.removeResult(id);
    await pictures.forgetResults(results.map(({ id }) => id));
    gallery.photosChanged([...new Set(results.map(({ photoId }) => photoId))]);
  }

  return {
    ...phones,

    async hello() {
      const { product, version, host: kind } = parts;
      return {
        product,
        version,
        host: kind,
        platform: process.platform,
        settings: readStudioSettings(library.database),
        counts: gallery.counts(),
        queue: gallery.queueView(),
        sequence: gallery.feed.sequence,
        recovery: studio.recovery,
      };
    },

    listPhotos: async (query) => gallery.page(query),
    listPhotoIds: async (query) => gallery.ids(query),
    photoDetail: async (photoId) => gallery.detail(photoId),

    async process({ photoIds, recipe, again }) {
      const wishes = gallery.known(photoIds).map((photoId) => ({ photoId, recipe, again }));
      const accepted = await studio.processAll(wishes, wishes.length === 1 ? 'interactive' : 'batch');
      return { accepted };
    },

    async cancel(photoIds) {
      for (const jobId of gallery.liveJobIds(photoIds)) {
        await queue.cancel(jobId);
        await nextTurn();
      }
    },

    async pauseQueue() {
      queue.pause();
      gallery.queueChanged();
    },

    async resumeQueue() {
      queue.resume();
      await studio.resumeWork();
      gallery.queueChanged();
    },

    async moveInQueue({ photoId, before }) {
      const waiting = (id: string) =>
        gallery.liveJobs(id).find(({ state }) => state !== 'running')?.id ?? null;
      const moved = waiting(photoId);
      const target = before === null ? null : waiting(before);
      if (moved !== null && (before === null || target !== null)) await queue.move(moved, target);
      // Where it was too late, the window learns how the line stands now.
      gallery.queueChanged();
    },

    retryFailed: async () => ({ accepted: await studio.retryJobs(gallery.failedJobs()) }),

    async deletePhotos(photoIds) {
      await studio.stopJobs(gallery.liveJobIds(photoIds));
      for (const id of photoIds) {
        const resultIds = library.resultsOfPhoto(id).map((result) => result.id);
        if (!(await library.removePhoto(id))) continue;
        await pictures.forget(id, resultIds);
        gallery.photosRemoved([id]);
      }
    },

    async deleteResult(resultId) {
      const result = library.result(resultId);
      if (result) await removeResults([result]);
    },

    async acceptPictures(photoIds) {
      library.markLookedAt(photoIds);
      gallery.photosChanged(photoIds);
    },

    async addSample() {
      const { samplesDirectory } = parts;
      const names = (await readdir(samplesDirectory)).filter((name) => name.endsWith('.jpg')).sort();
      return host.importFiles(names.map((name) => ({ path: join(samplesDirectory, name) })));
    },

    readSettings: async () => readStudioSettings(library.database),

    async writeSettings(change) {
      const settings = changeStudioSettings(library.database, change);
      gallery.feed.publish({ type: 'settings', settings });
      return settings;
    },

    storageUse: () => storageUse(library),

    async cleanUp({ keepVersions }) {
      await removeResults(olderVersions(library, keepVersions));
      await pictures.clearPreviews();
      return storageUse(library);
    },

    testHardware: () => studio.readiness(),
    listModels: () => listModels(parts.modelsDirectory, parts.ownModels.list()),

    removeModel: (id) => parts.ownModels.remove(id),

    async nameForSaving({ resultId, format }) {
      const result = library.result(resultId);
      const photo = result && library.photo(result.photoId);
      if (!photo) throw new StudioFailure('fileMissing', { resultId });
      const versions = library.resultsOfPhoto(photo.id).toReversed();
      return nameForSaving(readStudioSettings(library.database).namePattern, {
        photoName: photo.name,
        number: versions.findIndex(({ id }) => id === resultId) + 1,
        createdAt: new Date(result.createdAt),
        format,
      });
    },
  };
}
