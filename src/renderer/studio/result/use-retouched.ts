import { useCallback, useEffect, useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { useStudio } from '../state/studio-context.ts';
import { type RetouchedArea, traceRetouched } from './trace-retouched.ts';

export interface Retouched {
  /** Null where nothing was, while that is not known, and where the mask is gone. */
  readonly area: RetouchedArea | null;
  readonly shown: boolean;
  toggle(): void;
}

/** What of a picture was filled, and whether that is shown: never before somebody asks, picture by picture. */
export function useRetouched({ resultId, frame }: Version): Retouched {
  const { host } = useStudio();
  const [known, setKnown] = useState<{ resultId: string; area: RetouchedArea | null } | null>(null);
  const [shown, setShown] = useState(false);
  const [shownOf, setShownOf] = useState(resultId);
  if (shownOf !== resultId) {
    setShownOf(resultId);
    setShown(false);
  }

  useEffect(() => {
    const stop = new AbortController();
    const learn = async () => {
      const mask = await fetchMask(host.mediaUrl(mediaPath.filledMask(resultId)), stop.signal);
      const area = await traceRetouched({ mask, margin: frame.margin }, stop.signal);
      if (!stop.signal.aborted) setKnown({ resultId, area });
    };
    // The picture is as good without it: then it is not offered.
    learn().catch(() => {});
    return () => stop.abort();
  }, [host, resultId, frame.margin]);

  const area = known?.resultId === resultId ? known.area : null;
  const toggle = useCallback(() => setShown((now) => !now), []);
  return { area, shown: shown && area !== null, toggle };
}

async function fetchMask(url: string, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the mask came with status ${response.status}`);
  return response.blob();
}
