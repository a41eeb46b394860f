/**
 * The models that the user added: for each an ONNX file and, written last, a description that makes it exist. One
 * description a model and no common list, so that the command line and a window can both add and remove without
 * ever losing each other's change.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, join } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import {
  type ImportedModel,
  type OwnModel,
  type OwnModelSource,
  ownModelIdSchema,
  ownModelSchema,
} from '../../contracts/own-model.ts';
import type { Clock } from '../library/clock.ts';
import { readHashed, settleFile, writeWhole } from '../library/copy-file.ts';
import { failureOfIoError } from '../library/failure-of-io-error.ts';
import type { FileStore } from '../library/file-store.ts';
import { type CatalogueEntry, entryWithHash } from './catalogue.ts';
import type { ImportModel } from './import-in-child.ts';

export interface AddModelRequest {
  /** .pth, .safetensors or .onnx */
  readonly path: string;
  /** A twin to mix in: `share` of the first, the rest of this one. */
  readonly blend?: { readonly path: string; readonly share: number };
  /** How a finder is fed and read, as text; left out, a JSON file of the same name says it. */
  readonly description?: string | null;
  /** A short name or a whole text; null where nobody said, and the file is not one that we know. */
  readonly licence: string | null;
  /** The address that it came from; file names where it was brought by hand. */
  readonly origin?: string;
  readonly id?: string;
}

export interface OwnModelStoreParts {
  readonly directory: string;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly importModel: ImportModel;
}

/** A shorter licence is a name; anything longer is the text itself. */
const longestLicenceName = 100;
const idLength = 60;

export class OwnModelStore {
  readonly #parts: OwnModelStoreParts;
  /** A batch of thousands of photos asks for the same model every time. */
  readonly #read = new Map<string, { readonly mtimeMs: number; readonly model: OwnModel | null }>();

  constructor(parts: OwnModelStoreParts) {
    this.#parts = parts;
  }

  get directory(): string {
    return this.#parts.directory;
  }

  /** In the order of their ids. Reads the folder anew, because another process may have added one. */
  list(): OwnModel[] {
    return namesIn(this.directory)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => this.find(name.slice(0, -'.json'.length)) ?? []);
  }

  /** Null where there is none, or its description cannot be understood. */
  find(id: string): OwnModel | null {
    if (!ownModelIdSchema.safeParse(id).success) return null;
    try {
      const path = this.#descriptionOf(id);
      const { mtimeMs } = statSync(path);
      const remembered = this.#read.get(id);
      if (remembered?.mtimeMs === mtimeMs) return remembered.model;
      const parsed = ownModelSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      const model = parsed.success && parsed.data.id === id ? parsed.data : null;
      this.#read.set(id, { mtimeMs, model });
      return model;
    } catch {
      return null;
    }
  }

  /**
   * What the worker needs for a recipe that names this model.
   * @throws StudioFailure 'ownModelMissing'
   */
  source(id: string): OwnModelSource {
    const model = this.find(id);
    if (model === null) throw new StudioFailure('ownModelMissing', { model: id });
    return { directory: this.directory, model };
  }

  /**
   * Imports, tries and keeps a model. The same file again is the model that is there already.
   * @throws StudioFailure what the importer throws, and the failures of a disk; nothing is left behind then
   */
  async add(request: AddModelRequest): Promise<OwnModel> {
    const { files, importModel } = this.#parts;
    const part = join(this.directory, `${randomUUID()}.part`);
    try {
      await files.makeDirectory(this.directory, 'private');
      const imported = await importModel({
        path: request.path,
        blend: request.blend ?? null,
        description: request.description ?? null,
        target: part,
        threads: Math.min(8, Math.max(1, availableParallelism() >> 1)),
      });
      await this.#requireWhole(part, imported);
      const wanted = request.id ?? idFor(request);
      const { id, existing } = this.#freeId(wanted, imported.sha256);
      if (existing !== null) return existing;
      const model = this.#describe(id, request, imported);
      await settleFile(files, part, join(this.directory, model.file));
      await writeWhole(files, this.#descriptionOf(id), Buffer.from(`${JSON.stringify(model, null, 2)}\n`));
      return model;
    } catch (error) {
      throw failureOfIoError(error, 'library');
    } finally {
      await files.remove(part).catch(() => {});
    }
  }

  /** @throws StudioFailure 'ownModelMissing' */
  async remove(id: string): Promise<void> {
    const { files } = this.#parts;
    const { model } = this.source(id);
    await files.remove(this.#descriptionOf(id));
    await files.remove(join(this.directory, model.file));
  }

  #descriptionOf(id: string): string {
    return join(this.directory, `${id}.json`);
  }

  /** The importer has read a stranger's file, so its word is checked against what it wrote. */
  async #requireWhole(part: string, imported: ImportedModel): Promise<void> {
    const found = await readHashed(this.#parts.files, part, null, { from: 'library', to: 'library' });
    if (found.sha256 !== imported.sha256 || found.byteLength !== imported.bytes)
      throw new StudioFailure('modelUnreadable', { reason: 'the importer wrote something else', found });
  }

  #freeId(wanted: string, sha256: string): { readonly id: string; readonly existing: OwnModel | null } {
    for (let number = 1; ; number++) {
      const id = number === 1 ? wanted : `${wanted}-${number}`;
      const existing = this.find(id);
      if (existing === null) return { id, existing };
      if (existing.sha256 === sha256) return { id, existing };
    }
  }

  #describe(id: string, request: AddModelRequest, imported: ImportedModel): OwnModel {
    const known = request.blend === undefined ? entryWithHash(imported.sourceSha256) : null;
    const names = [request.path, ...(request.blend ? [request.blend.path] : [])].map((path) =>
      basename(path),
    );
    return ownModelSchema.parse({
      ...imported,
      formatVersion: 1,
      id,
      file: `${id}.onnx`,
      version: imported.sourceSha256.slice(0, 12),
      ...licenceOf(request.licence ?? (imported.role === 'find' ? imported.describedLicence : null), known),
      origin: request.origin ?? known?.address ?? names.join(' + ').slice(0, 1000),
      addedAt: Math.round(this.#parts.clock.now()),
    });
  }
}

/** What the user said comes first, then what we know of the file. */
function licenceOf(
  said: string | null,
  known: CatalogueEntry | null,
): Pick<OwnModel, 'licence' | 'licenceText'> {
  const words = said?.trim() || null;
  if (known !== null && (words === null || words === known.licence.text.trim()))
    return { licence: known.licence.name, licenceText: known.licence.text };
  if (words === null) return { licence: 'unknown', licenceText: null };
  const [firstLine = ''] = words.split('\n', 1);
  return {
    licence: firstLine.trim().slice(0, longestLicenceName),
    licenceText: words.length > longestLicenceName ? words : null,
  };
}

/** "RealESRGAN_x4plus.pth" becomes "realesrgan_x4plus". */
export function idFor({ path, blend }: Pick<AddModelRequest, 'path' | 'blend'>): string {
  const plain = basename(path, extname(path))
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9._-]+/g, '-');
  const suffix = blend === undefined ? '' : `-denoise-${Math.round(blend.share * 100)}`;
  const trimmed = plain.slice(0, idLength - suffix.length).replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return `${trimmed || 'model'}${suffix}`;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
