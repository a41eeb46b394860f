import { openStudioParts } from '../assembly/open-studio-parts.ts';
import { Studio } from '../studio.ts';

/**
 * Opens the studio over a data folder, without a window.
 *
 * @param data from `--data`; null takes the system's place for application data
 * @throws StudioFailure as `openStudioParts`
 */
export async function openHeadlessStudio(data: string | null): Promise<Studio> {
  const studio = new Studio(await openStudioParts({ data }));
  await studio.purge();
  return studio;
}
