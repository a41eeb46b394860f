import { useCallback } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { countOf } from '../../ui/format.ts';
import { useStudio } from '../state/studio-context.ts';

type Picture = Pick<Version, 'resultId' | 'recipe'>;

/** Saves as the user last chose: each picture in its own format and size unless another one was wished. */
export function useSaving(): (pictures: readonly Picture[]) => Promise<void> {
  const studio = useStudio();
  return useCallback(
    async (pictures) => {
      const { host } = studio;
      const { settings } = studio.store.getState();
      const outcome = await studio.attempt(async () => {
        const wishes = [];
        for (const { resultId, recipe } of pictures) {
          const format = settings?.saveFormat ?? recipe.format;
          const name = await host.studio.nameForSaving({ resultId, format });
          wishes.push({ resultId, name, format, size: settings?.saveSize ?? null });
        }
        return host.save(wishes);
      });
      const [first] = pictures;
      if (outcome === undefined || outcome.kind === 'dismissed' || first === undefined) return;
      const what = outcome.count === 1 ? 'Saved' : `${countOf(outcome.count, 'picture')} saved`;
      const show = host.showInFolder;
      studio.notify({
        tone: 'plain',
        title: outcome.kind === 'saved' && outcome.folder !== null ? `${what} to ${outcome.folder}` : what,
        ...(outcome.kind === 'saved' && show !== null
          ? {
              action: {
                label: 'Show in folder',
                run: () => void studio.attempt(() => show(first.resultId)),
              },
            }
          : {}),
      });
    },
    [studio],
  );
}
