import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../queue/manual-time.ts';
import { completedReport, plainRecipe, playWorker, temporaryFolder } from './fixtures.ts';
import type { Library } from './library.ts';
import { latestSchemaVersion, migrate } from './migrate.ts';
import { openLibrary } from './open-library.ts';

const day = 24 * 3_600_000;
const recipeHash = 'd'.repeat(64);

const tablesQuery = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

describe('openLibrary', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let directory: string;
  let time: ManualTime;
  const opened: Library[] = [];

  beforeEach(async () => {
    folder = await temporaryFolder();
    directory = join(folder.path, 'data');
    time = new ManualTime();
  });
  afterEach(async () => {
    for (const library of opened.splice(0)) await library.close().catch(() => {});
    await folder.remove();
  });

  async function open(): Promise<Library> {
    const library = await openLibrary({ directory, clock: time });
    opened.push(library);
    return library;
  }

  it.skipIf(process.platform === 'win32')(
    'keeps the folder that it makes from the computer’s other users, and leaves one that is there as it is',
    async () => {
      const rights = async () => (await stat(directory)).mode & 0o777;
      await (await open()).close();
      expect(await rights()).toBe(0o700);
      await chmod(directory, 0o750);
      await (await open()).close();
      expect(await rights()).toBe(0o750);
    },
  );

  async function addPhoto(library: Library, contents: string): Promise<string> {
    const path = join(folder.path, 'source.jpg');
    await writeFile(path, contents);
    return (await library.importPhoto(path, `${contents}.jpg`)).photo.id;
  }

  async function addResult(library: Library, photoId: string) {
    const targets = await library.resultTargets(photoId, 'png');
    const report = completedReport(await playWorker(targets));
    const request = { targets, jobId: 'job', recipe: plainRecipe, recipeHash, report };
    return (await library.acceptResult(request)).record();
  }

  /** As a crash leaves it: everything is there, and so is the mark of an open library. */
  async function closeUncleanly(library: Library) {
    await library.close();
    await writeFile(join(directory, 'library.open'), '');
  }

  const damage = async () => {
    const path = join(directory, 'library.db');
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xa5, 4096, bytes.length));
  };

  it('makes a data folder, with settings that keep what was committed', async () => {
    const library = await open();
    const pragma = (name: string) => library.database.pragma(name, { simple: true });
    expect([
      pragma('journal_mode'),
      pragma('synchronous'),
      pragma('foreign_keys'),
      pragma('trusted_schema'),
    ]).toEqual(['wal', 2, 1, 0]);
    expect(library.recovery).toBeNull();
    expect(library.sweep).toEqual({ removed: 0, lost: [] });
    for (const name of ['originals', 'results', 'scratch', 'backups', 'logs']) {
      expect(existsSync(join(directory, name))).toBe(true);
    }
  });

  it('keeps what it holds from one run to the next', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    const result = await addResult(first, photoId);
    await first.close();
    expect(existsSync(join(directory, 'library.open'))).toBe(false);
    const second = await open();
    expect(second.photo(photoId)?.name).toBe('eye.jpg');
    expect(await second.findResult(photoId, recipeHash)).toEqual(result);
  });

  it('tells a second owner at once, in this process too', async () => {
    const library = await open();
    await expect(open()).rejects.toMatchObject({ code: 'libraryInUse' });
    await library.close();
    await expect(open()).resolves.toBeDefined();
  });

  it('is free again the moment its owner is killed', async () => {
    await mkdir(directory, { recursive: true });
    const script = `import { takeOwnership } from ${JSON.stringify(new URL('./owner-lock.ts', import.meta.url).href)};
      takeOwnership(${JSON.stringify(join(directory, 'owner.db'))});
      // Nobody here keeps what was given: the lock has to stay all the same.
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
      globalThis.gc();
      console.log('owned');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', script]);
    await once(child.stdout, 'data');
    await expect(open()).rejects.toMatchObject({ code: 'libraryInUse' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(open()).resolves.toBeDefined();
  });

  it('says that a folder is read-only', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const refuse = () => Promise.reject(Object.assign(new Error('ro'), { code: 'EROFS' }));
    const { nodeFileStore } = await import('./file-store.ts');
    const files = { ...nodeFileStore, create: refuse };
    await expect(openLibrary({ directory, files })).rejects.toMatchObject({ code: 'folderReadOnly' });
    await expect(openLibrary({ directory })).resolves.toSatisfy((library: Library) => {
      opened.push(library);
      return true;
    });
  });

  it('sweeps what a crash left: parts, scratch and folders without a row', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    const result = await addResult(first, photoId);
    const unfinished = await first.resultTargets(photoId, 'png');
    await playWorker(unfinished);
    const unrecorded = await first.resultTargets(photoId, 'png');
    const report = completedReport(await playWorker(unrecorded));
    await first.acceptResult({ targets: unrecorded, jobId: 'j', recipe: plainRecipe, recipeHash, report });
    await writeFile(join(directory, 'originals', 'half.part'), 'half');
    await closeUncleanly(first);
    const second = await open();
    expect(second.recovery).toBeNull();
    expect(second.sweep).toEqual({ removed: 3, lost: [] });
    expect(await readdir(join(directory, 'results', photoId.slice(0, 2)))).toEqual([result.id]);
    expect(await readdir(join(directory, 'scratch'))).toEqual([]);
    expect((await second.findResult(photoId, recipeHash))?.id).toBe(result.id);
  });

  it('reports results whose files are gone as lost, once', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    const result = await addResult(first, photoId);
    await first.close();
    await rm(result.directory, { recursive: true });
    const second = await open();
    expect(second.sweep.lost).toEqual([result.id]);
    expect(second.result(result.id)?.lostAt).toBe(time.now());
    expect(await second.findResult(photoId, recipeHash)).toBeNull();
    await second.close();
    expect((await open()).sweep.lost).toEqual([]);
  });

  it('backs up once a day when it opens after a clean exit, and keeps seven', async () => {
    for (let i = 0; i < 9; i += 1) {
      await (await open()).close();
      await time.advance(3_600_000);
      await (await open()).close();
      await time.advance(day);
    }
    const names = await readdir(join(directory, 'backups'));
    expect(names).toHaveLength(7);
    expect(names[0]).toBe('library-2026-01-07T11-00-00.000Z.db');
  });

  it('restores the newest good backup when the database is damaged, and takes up what is newer on disk', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    await time.advance(1000);
    await first.backup();
    await time.advance(1000);
    const bad = await first.backup();
    await writeFile(bad, 'not a database at all, though it is the newest');
    const later = await addPhoto(first, 'later');
    const result = await addResult(first, later);
    await closeUncleanly(first);
    await damage();

    const second = await open();
    expect(second.recovery).toMatchObject({
      reason: 'damaged',
      restoredFrom: { at: time.now() - 1000 },
      registered: { photos: 1, results: 1 },
    });
    expect(second.recovery?.setAside[0]).toMatch(/library\.damaged-2026-01-05T09-00-02\.000Z\.db$/);
    expect(existsSync(second.recovery!.setAside[0]!)).toBe(true);
    expect(second.photo(photoId)?.name).toBe('eye.jpg');
    expect(second.photo(later)?.name).toBe(`Recovered photo ${later.slice(0, 8)}`);
    expect((await second.findResult(later, recipeHash))?.id).toBe(result.id);
    await second.close();
    expect((await open()).recovery).toBeNull();
  });

  it('starts afresh from the files when there is no good backup', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    const result = await addResult(first, photoId);
    await closeUncleanly(first);
    await rm(join(directory, 'backups'), { recursive: true });
    await writeFile(join(directory, 'library.db'), 'garbage'.repeat(1000));
    const second = await open();
    expect(second.recovery).toMatchObject({ restoredFrom: null, registered: { photos: 1, results: 1 } });
    expect((await second.findResult(photoId, recipeHash))?.id).toBe(result.id);
  });

  it('recovers a database that is missing beside its photos', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    await first.close();
    await rm(join(directory, 'library.db'));
    const second = await open();
    expect(second.recovery).toMatchObject({ reason: 'missing', setAside: [], registered: { photos: 1 } });
    expect(second.photo(photoId)).not.toBeNull();
  });

  it('never deletes a finished picture that it cannot take up after a recovery', async () => {
    const first = await open();
    const photoId = await addPhoto(first, 'eye');
    const result = await addResult(first, photoId);
    await closeUncleanly(first);
    await rm(join(result.directory, 'result.json'));
    await writeFile(join(directory, 'library.db'), 'garbage'.repeat(1000));
    await rm(join(directory, 'backups'), { recursive: true });
    await open();
    const aside = (await readdir(directory)).find((name) => name.startsWith('results-set-aside-'));
    expect(await readdir(join(directory, aside!, result.id))).toContain('picture.png');
  });

  it('backs up before it migrates, and leaves a newer library alone', async () => {
    await (await open()).close();
    await rm(join(directory, 'backups'), { recursive: true });
    const path = join(directory, 'library.db');
    const old = new Sqlite(path);
    old.pragma('foreign_keys = OFF');
    old.pragma('user_version = 0');
    for (const { name } of old.prepare<[], { name: string }>(tablesQuery).all())
      old.exec(`DROP TABLE ${name}`);
    migrate(old, 1);
    old.close();
    const library = await open();
    expect(library.database.pragma('user_version', { simple: true })).toBe(latestSchemaVersion);
    expect(await readdir(join(directory, 'backups'))).toHaveLength(1);
    await library.close();

    const newer = new Sqlite(path);
    newer.pragma('user_version = 999');
    newer.close();
    await expect(open()).rejects.toMatchObject({ code: 'libraryTooNew' });
    const untouched = new Sqlite(path);
    expect(untouched.pragma('user_version', { simple: true })).toBe(999);
    untouched.close();
  });
});
