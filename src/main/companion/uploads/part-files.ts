/**
 * The bytes of what is not finished: one file each, its length the truth of how far it is. It is written at its end
 * only, so that whatever a crash leaves is a beginning of the photo; the whole is checked when it is finished.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { partEnding } from '../../library/layout.ts';

export class PartFiles {
  readonly #directory: string;
  readonly #open = new Map<string, PartFile>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async prepare(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
  }

  path(id: string): string {
    return join(this.#directory, `${id}${partEnding}`);
  }

  /** 0 where there is none yet. */
  async length(id: string): Promise<number> {
    const open = this.#open.get(id);
    if (open) return open.length;
    return (await stat(this.path(id)).catch(() => null))?.size ?? 0;
  }

  /** Adds to the end. Calls for one file must not overlap. Rejects with the system's error. */
  async append(id: string, bytes: Uint8Array): Promise<number> {
    let part = this.#open.get(id);
    if (!part) {
      part = await PartFile.open(this.path(id));
      this.#open.set(id, part);
    }
    return part.append(bytes);
  }

  /** Hexadecimal, of the whole file. */
  async sha256(id: string): Promise<string> {
    const counted = this.#open.get(id)?.digest() ?? null;
    if (counted !== null) return counted;
    const hash = createHash('sha256');
    await pipeline(createReadStream(this.path(id)), hash);
    return hash.digest('hex');
  }

  async release(id: string): Promise<void> {
    const part = this.#open.get(id);
    this.#open.delete(id);
    await part?.close();
  }

  async remove(id: string): Promise<void> {
    await this.release(id).catch(() => {});
    await rm(this.path(id), { force: true });
  }

  /** Removes what no row speaks of. */
  async sweep(isKnown: (id: string) => boolean): Promise<void> {
    for (const name of await readdir(this.#directory)) {
      if (!isKnown(name.slice(0, -partEnding.length))) await rm(join(this.#directory, name), { force: true });
    }
  }

  async close(): Promise<void> {
    for (const id of [...this.#open.keys()]) await this.release(id);
  }
}

class PartFile {
  readonly #file: FileHandle;
  /** Of all bytes so far; null where the file began in an earlier run. */
  #hash: Hash | null;
  length: number;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.length = length;
    this.#hash = length === 0 ? createHash('sha256') : null;
  }

  static async open(path: string): Promise<PartFile> {
    const file = await open(path, 'a');
    return new PartFile(file, (await file.stat()).size);
  }

  async append(bytes: Uint8Array): Promise<number> {
    try {
      // Writes all of it, or rejects.
      await this.#file.appendFile(bytes);
      this.#hash?.update(bytes);
      this.length += bytes.length;
    } catch (error) {
      // Part of it may be there.
      this.length = (await this.#file.stat()).size;
      this.#hash = null;
      throw error;
    }
    return this.length;
  }

  digest(): string | null {
    return this.#hash?.copy().digest('hex') ?? null;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
