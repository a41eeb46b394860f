import { useCallback } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { type Retouched, useRetouched } from '../../ui/retouched/use-retouched.ts';
import { useStudio } from '../state/studio-context.ts';

/** What of a version was filled, by the mask that the studio keeps beside its picture. */
export function useRetouchedVersion({ resultId, frame }: Version): Retouched {
  const { host } = useStudio();
  const fetchMask = useCallback(
    async (signal: AbortSignal) => {
      const response = await fetch(host.mediaUrl(mediaPath.filledMask(resultId)), { signal });
      if (!response.ok) throw new Error(`the mask came with status ${response.status}`);
      return response.blob();
    },
    [host, resultId],
  );
  return useRetouched(resultId, frame.margin, fetchMask);
}
