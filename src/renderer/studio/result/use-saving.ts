import { useCallback } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { useStudio } from '../state/studio-context.ts';

export function useSaving(): (version: Version) => Promise<void> {
  const studio = useStudio();
  return useCallback(
    async ({ resultId, recipe }) => {
      const { host } = studio;
      const outcome = await studio.attempt(async () => {
        const name = await host.studio.nameForSaving({ resultId, format: recipe.format });
        return host.save([{ resultId, name, format: recipe.format, size: null }]);
      });
      if (outcome === undefined || outcome.kind === 'dismissed') return;
      const show = host.showInFolder;
      studio.notify({
        tone: 'plain',
        title: outcome.kind === 'saved' && outcome.folder !== null ? `Saved to ${outcome.folder}` : 'Saved',
        ...(outcome.kind === 'saved' && show !== null
          ? { action: { label: 'Show in folder', run: () => void studio.attempt(() => show(resultId)) } }
          : {}),
      });
    },
    [studio],
  );
}
