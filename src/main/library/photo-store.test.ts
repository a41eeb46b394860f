import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileStore, nodeFileStore } from './file-store.ts';
import { temporaryFolder } from './fixtures.ts';
import type { Library } from './library.ts';
import { openLibrary } from './open-library.ts';

describe('importing photos', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const libraries: Library[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const library of libraries.splice(0)) await library.close();
    await folder.remove();
  });

  async function open(files: Partial<FileStore> = {}): Promise<Library> {
    const directory = join(folder.path, 'data');
    const library = await openLibrary({
      directory,
      files: { ...nodeFileStore, ...files },
      clock: { now: () => 42 },
    });
    libraries.push(library);
    return library;
  }

  async function source(name: string, contents: string | Uint8Array): Promise<string> {
    const path = join(folder.path, name);
    await writeFile(path, contents);
    return path;
  }

  const parts = async () =>
    (await readdir(join(folder.path, 'data/originals'))).filter((name) => name.endsWith('.part'));

  it('names a photo by its bytes and keeps the same bytes once', async () => {
    const library = await open();
    const first = await library.importPhoto(await source('left.jpg', 'abc'), 'shoot/left.jpg');
    const id = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(first).toEqual({
      photo: { id, name: 'left.jpg', byteLength: 3, importedAt: 42 },
      duplicate: false,
    });
    expect(library.photoPath(id)).toBe(join(folder.path, 'data/originals/ba', `${id}.bin`));
    expect(await readFile(library.photoPath(id), 'utf8')).toBe('abc');

    const again = await library.importPhoto(await source('copy.jpg', 'abc'), 'copy.jpg');
    expect(again).toEqual({ photo: first.photo, duplicate: true });
    const sameLength = await library.importPhoto(await source('other.jpg', 'xyz'), 'other.jpg');
    expect(sameLength.duplicate).toBe(false);
    expect(library.photos().map((photo) => photo.name)).toEqual(['other.jpg', 'left.jpg']);
    expect(await parts()).toEqual([]);
  });

  it('takes the same new photo from two places at once', async () => {
    const library = await open();
    const bytes = Buffer.alloc(3_000_000, 7);
    const paths = [await source('a.jpg', bytes), await source('b.jpg', bytes)];
    const imported = await Promise.all(paths.map((path) => library.importPhoto(path, 'a.jpg')));
    expect(imported[0]?.photo).toEqual(imported[1]?.photo);
    expect(library.photos()).toHaveLength(1);
    expect(await readFile(library.photoPath(imported[0]!.photo.id))).toEqual(bytes);
    expect(await parts()).toEqual([]);
  });

  it('puts an original back that was deleted or cut short behind its back', async () => {
    const library = await open();
    const path = await source('left.jpg', 'abc');
    const { photo } = await library.importPhoto(path, 'left.jpg');
    await truncate(library.photoPath(photo.id), 1);
    await library.importPhoto(path, 'left.jpg');
    expect(await readFile(library.photoPath(photo.id), 'utf8')).toBe('abc');
    await rm(library.photoPath(photo.id));
    await library.importPhoto(path, 'left.jpg');
    expect(await readFile(library.photoPath(photo.id), 'utf8')).toBe('abc');
  });

  it('says what is wrong with a source', async () => {
    const library = await open();
    const code = (path: string) => library.importPhoto(path, 'x').catch((error) => error.code);
    expect(await code(join(folder.path, 'nowhere.jpg'))).toBe('fileMissing');
    expect(await code(await source('empty.jpg', ''))).toBe('fileEmpty');
    await mkdir(join(folder.path, 'folder.jpg'));
    expect(await code(join(folder.path, 'folder.jpg'))).toBe('fileNotAPhoto');
    await symlink(join(folder.path, 'gone'), join(folder.path, 'dangling.jpg'));
    expect(await code(join(folder.path, 'dangling.jpg'))).toBe('fileMissing');
    const huge = await source('huge.jpg', '');
    await truncate(huge, 1_000_000_001);
    expect(await code(huge)).toBe('fileTooLarge');
    expect(library.photos()).toEqual([]);
    expect(await parts()).toEqual([]);
  });

  const refuse = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

  it.each([
    ['ENOSPC', 'diskFull'],
    ['EROFS', 'folderReadOnly'],
    ['EIO', 'storageFailed'],
  ])('leaves nothing behind when the library side meets %s in the middle of a photo', async (errno, code) => {
    const library = await open({
      async create(path) {
        const file = await nodeFileStore.create(path);
        let pieces = 0;
        const write = (bytes: Uint8Array) => {
          pieces += 1;
          return pieces > 2 ? refuse(errno) : file.write(bytes);
        };
        return { ...file, write };
      },
    });
    const path = await source('big.jpg', Buffer.alloc(5_000_000, 1));
    await expect(library.importPhoto(path, 'big.jpg')).rejects.toMatchObject({ code });
    expect(library.photos()).toEqual([]);
    expect(await parts()).toEqual([]);
  });

  it.each(['rename', 'sync', 'syncDirectory'] as const)('makes no row when %s is refused', async (call) => {
    let refuses = false;
    const library = await open({
      [call]: (...paths: [string, string]) =>
        refuses ? refuse('EIO') : (nodeFileStore[call] as (...all: string[]) => Promise<void>)(...paths),
    });
    refuses = true;
    const path = await source('a.jpg', 'abc');
    await expect(library.importPhoto(path, 'a.jpg')).rejects.toMatchObject({ code: 'storageFailed' });
    refuses = false;
    expect(library.photos()).toEqual([]);
    expect(await parts()).toEqual([]);
    expect(await library.importPhoto(path, 'a.jpg')).toMatchObject({ duplicate: false });
  });

  it('tells a source that may not be read from a library that may not be written', async () => {
    const library = await open({
      // biome-ignore lint/correctness/useYield: it fails before it could.
      async *read() {
        await refuse('EACCES');
      },
    });
    const path = await source('a.jpg', 'abc');
    await expect(library.importPhoto(path, 'a.jpg')).rejects.toMatchObject({ code: 'fileUnreadable' });
  });
});
