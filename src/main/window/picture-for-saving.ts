import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFormat } from '../../contracts/recipe.ts';
import { presentResult } from './find-media.ts';
import type { StudioHost } from './studio-host.ts';

export interface PictureForSaving {
  /** To be copied or sent from here, never moved. */
  readonly path: string;
  readonly format: OutputFormat;
  /** What the user's pattern calls it. */
  readonly name: string;
  /** Call it when the file was delivered. */
  release(): Promise<void>;
}

/**
 * A finished picture as the user wants it: the library's own file where that is it, otherwise a copy.
 * @param wish null takes the format and the size that the picture has; a smaller picture is not enlarged
 * @returns null where there is no such picture
 * @throws StudioFailure of the media worker and of the disk
 */
export async function pictureForSaving(
  host: StudioHost,
  resultId: string,
  wish: { readonly format: OutputFormat | null; readonly size: number | null },
): Promise<PictureForSaving | null> {
  const stored = presentResult(host, resultId);
  if (stored === null) return null;
  const { library, media, software } = host.parts;
  const { picturePath, recipe, report } = stored;
  const format = wish.format ?? recipe.format;
  const name = await host.api.nameForSaving({ resultId, format });
  const isSmaller = wish.size !== null && wish.size < Math.max(report.picture.width, report.picture.height);
  if (format === recipe.format && !isSmaller)
    return { path: picturePath, format, name, release: async () => {} };
  const target = join(library.layout.scratch, `${randomUUID()}.part`);
  const release = () => rm(target, { force: true });
  const largest = isSmaller ? wish.size : null;
  try {
    await media.run({ task: 'convert', picturePath, target, format, largest, recipe, software }, 'now');
  } catch (error) {
    await release();
    throw error;
  }
  return { path: target, format, name, release };
}
