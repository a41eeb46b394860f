/** Finished pictures to where the user wants them: one under the name that they choose, many into a folder. */
import { access } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { DesktopSaveOutcome, DesktopSaveWish } from '../../contracts/desktop.ts';
import { StudioFailure } from '../../contracts/failure.ts';
import { extensionOfFormat, type OutputFormat } from '../../contracts/recipe.ts';
import { copyWhole } from '../library/copy-file.ts';
import { nodeFileStore } from '../library/file-store.ts';
import { pictureForSaving } from '../window/picture-for-saving.ts';
import type { StudioHost } from '../window/studio-host.ts';

export interface SavingParts {
  readonly host: StudioHost;
  readonly window: () => BrowserWindow | null;
  /** Where pictures go until the user has chosen once. */
  readonly picturesDirectory: string;
}

const filters: Record<OutputFormat, Electron.FileFilter> = {
  png: { name: 'PNG', extensions: ['png'] },
  jpeg: { name: 'JPEG', extensions: ['jpg', 'jpeg'] },
  tiff: { name: 'TIFF', extensions: ['tif', 'tiff'] },
};

const formats = Object.keys(filters) as OutputFormat[];

export class PictureSaver {
  readonly #parts: SavingParts;
  /** Where each result was saved last in this run. */
  readonly #saved = new Map<string, string>();

  constructor(parts: SavingParts) {
    this.#parts = parts;
  }

  /** @throws StudioFailure fileMissing for a result that is gone; those of the disk and of the media worker */
  async save(wishes: readonly DesktopSaveWish[]): Promise<DesktopSaveOutcome> {
    const { host, picturesDirectory } = this.#parts;
    const { saveFolder } = await host.api.readSettings();
    const folder = saveFolder !== null && (await exists(saveFolder)) ? saveFolder : picturesDirectory;
    const [only, ...more] = wishes;
    const targets =
      more.length === 0 ? await this.#askForName(only!, folder) : await this.#askForFolder(wishes, folder);
    if (targets === null) return { kind: 'dismissed' };
    for (const { wish, path } of targets) await this.#write(wish, path);
    const chosen = dirname(targets[0]!.path);
    await host.api.writeSettings({ saveFolder: chosen });
    return { kind: 'saved', count: targets.length, folder: chosen };
  }

  /** Where the user has it; the library's own file before it was saved. */
  placeOf(resultId: string): string | null {
    return this.#saved.get(resultId) ?? this.#parts.host.parts.library.result(resultId)?.picturePath ?? null;
  }

  async #askForName(wish: DesktopSaveWish, folder: string): Promise<Target[] | null> {
    const options: Electron.SaveDialogOptions = {
      defaultPath: join(folder, basename(wish.name)),
      filters: [wish.format, ...formats.filter((format) => format !== wish.format)].map(
        (format) => filters[format],
      ),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    };
    const window = this.#parts.window();
    const { canceled, filePath } = window
      ? await dialog.showSaveDialog(window, options)
      : await dialog.showSaveDialog(options);
    if (canceled || filePath === '') return null;
    const named = formatOf(filePath);
    // An extension that is none of ours is part of the name.
    const path = named === null ? `${filePath}.${extensionOfFormat[wish.format]}` : filePath;
    return [{ wish: { ...wish, format: named ?? wish.format }, path }];
  }

  async #askForFolder(wishes: readonly DesktopSaveWish[], folder: string): Promise<Target[] | null> {
    const options: Electron.OpenDialogOptions = {
      title: `Save ${wishes.length} pictures`,
      buttonLabel: 'Save here',
      defaultPath: folder,
      properties: ['openDirectory', 'createDirectory'],
    };
    const window = this.#parts.window();
    const { canceled, filePaths } = window
      ? await dialog.showOpenDialog(window, options)
      : await dialog.showOpenDialog(options);
    const [chosen] = filePaths;
    if (canceled || chosen === undefined) return null;
    const taken = new Set<string>();
    const targets: Target[] = [];
    for (const wish of wishes) targets.push({ wish, path: await freePath(chosen, wish.name, taken) });
    return targets;
  }

  async #write({ resultId, format, size }: DesktopSaveWish, path: string): Promise<void> {
    const picture = await pictureForSaving(this.#parts.host, resultId, { format, size });
    if (picture === null) throw new StudioFailure('fileMissing', { resultId });
    try {
      await copyWhole(nodeFileStore, picture.path, path, { from: 'library', to: 'output' });
      this.#saved.set(resultId, path);
    } finally {
      await picture.release();
    }
  }
}

interface Target {
  readonly wish: DesktopSaveWish;
  readonly path: string;
}

export function formatOf(path: string): OutputFormat | null {
  const extension = extname(path).slice(1).toLowerCase();
  return formats.find((format) => filters[format].extensions.includes(extension)) ?? null;
}

/** In a folder that nobody was asked about file by file, nothing is ever replaced. */
async function freePath(folder: string, name: string, taken: Set<string>): Promise<string> {
  const safe = basename(name);
  const extension = extname(safe);
  const stem = basename(safe, extension);
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? safe : `${stem}-${number}${extension}`);
    if (taken.has(path.toLowerCase()) || (await exists(path))) continue;
    taken.add(path.toLowerCase());
    return path;
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
