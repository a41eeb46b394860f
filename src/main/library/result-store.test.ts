import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileStore, nodeFileStore } from './file-store.ts';
import { completedReport, plainRecipe, playWorker, temporaryFolder } from './fixtures.ts';
import type { Library } from './library.ts';
import { openLibrary } from './open-library.ts';

const recipeHash = 'd'.repeat(64);

describe('results', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let library: Library;
  let photoId: string;
  let broken: Partial<FileStore> = {};

  beforeEach(async () => {
    folder = await temporaryFolder();
    broken = {};
    const files = new Proxy(nodeFileStore, {
      get: (target, call: keyof FileStore) => broken[call] ?? target[call],
    });
    library = await openLibrary({ directory: join(folder.path, 'data'), files });
    await writeFile(join(folder.path, 'eye.jpg'), 'eye');
    photoId = (await library.importPhoto(join(folder.path, 'eye.jpg'), 'eye.jpg')).photo.id;
  });
  afterEach(async () => {
    await library.close();
    await folder.remove();
  });

  async function finish(jobId: string, picture?: string) {
    const targets = await library.resultTargets(photoId, 'png');
    const report = completedReport(await playWorker(targets, picture));
    return library.acceptResult({ targets, jobId, recipe: plainRecipe, recipeHash, report });
  }

  it('has no result until the row is recorded, then finds it whole', async () => {
    const { record } = await finish('job-1');
    expect(await library.findResult(photoId, recipeHash)).toBeNull();
    const result = record();
    expect(result).toMatchObject({ photoId, jobId: 'job-1', version: 1, recipe: plainRecipe, lostAt: null });
    expect(await library.findResult(photoId, recipeHash)).toEqual(result);
    expect(library.resultOfJob('job-1')).toEqual(result);
    expect(basename(result.picturePath)).toBe('picture.png');
    expect(dirname(dirname(result.picturePath))).toBe(join(folder.path, 'data/results', photoId.slice(0, 2)));
    expect(await readdir(result.directory)).toEqual([
      'filled-reflections.png',
      'picture.png',
      'result.json',
      'visible-iris.png',
    ]);
    expect(await readdir(join(folder.path, 'data/scratch'))).toEqual([]);
    expect(await library.findResult(photoId, 'e'.repeat(64))).toBeNull();
  });

  it('keeps earlier versions, and falls back to one when the latest lost its files', async () => {
    const first = (await finish('job-1', 'first')).record();
    const second = (await finish('job-2', 'second')).record();
    expect([first.version, second.version]).toEqual([1, 2]);
    expect((await library.findResult(photoId, recipeHash))?.id).toBe(second.id);
    await writeFile(second.picturePath, 'cut');
    expect((await library.findResult(photoId, recipeHash))?.id).toBe(first.id);
    await rm(first.visibleMaskPath);
    expect(await library.findResult(photoId, recipeHash)).toBeNull();
    expect(library.resultsOfPhoto(photoId).map((result) => result.lostAt !== null)).toEqual([true, true]);
  });

  it('goes away with a transaction that is undone', async () => {
    const { record } = await finish('job-1');
    const complete = library.database.transaction(() => {
      record();
      throw new Error('stale');
    });
    expect(() => complete()).toThrow('stale');
    expect(await library.findResult(photoId, recipeHash)).toBeNull();
    expect(record().version).toBe(1);
  });

  it('refuses files that are not what the report says', async () => {
    const targets = await library.resultTargets(photoId, 'jpeg');
    const accept = (byteLength: number) =>
      library.acceptResult({
        targets,
        jobId: 'job',
        recipe: plainRecipe,
        recipeHash,
        report: completedReport(byteLength),
      });
    await expect(accept(5)).rejects.toMatchObject({ code: 'resultNotVerified' });
    const size = await playWorker(targets);
    await expect(accept(size + 1)).rejects.toMatchObject({ code: 'resultNotVerified' });
    await writeFile(targets.targets.filledMask, '');
    await expect(accept(size)).rejects.toMatchObject({
      code: 'resultNotVerified',
      details: { file: 'filledMask' },
    });
    await library.abandonResult(targets);
    expect(await readdir(dirname(targets.directory))).toEqual([]);
  });

  it('says that the disk is full when it is, and can be cleared up after', async () => {
    const targets = await library.resultTargets(photoId, 'tiff');
    expect(basename(targets.targets.picture)).toBe('picture.tif.part');
    const report = completedReport(await playWorker(targets));
    broken.rename = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const request = { targets, jobId: 'job', recipe: plainRecipe, recipeHash, report };
    await expect(library.acceptResult(request)).rejects.toMatchObject({ code: 'diskFull' });
    await library.abandonResult(targets);
    expect(await readdir(dirname(targets.directory))).toEqual([]);
    broken.makeDirectory = () => Promise.reject(Object.assign(new Error('ro'), { code: 'EROFS' }));
    await expect(library.resultTargets(photoId, 'png')).rejects.toMatchObject({ code: 'folderReadOnly' });
  });
});
