import { useCallback, useEffect, useState } from 'react';
import { type RetouchedArea, traceRetouched } from './trace-retouched.ts';

export interface Retouched {
  /** Null where nothing was, while that is not known, and where the mask is gone. */
  readonly area: RetouchedArea | null;
  readonly shown: boolean;
  toggle(): void;
}

/**
 * What of a picture was filled, and whether that is shown: never before somebody asks, picture by picture.
 *
 * @param margin edge of the picture in iris diameters
 * @param fetchMask the same function for as long as it fetches the same mask; null while that cannot be had
 */
export function useRetouched(
  resultId: string,
  margin: number,
  fetchMask: ((signal: AbortSignal) => Promise<Blob>) | null,
): Retouched {
  const [known, setKnown] = useState<{ resultId: string; area: RetouchedArea | null } | null>(null);
  const [shown, setShown] = useState(false);
  const [shownOf, setShownOf] = useState(resultId);
  if (shownOf !== resultId) {
    setShownOf(resultId);
    setShown(false);
  }

  useEffect(() => {
    if (fetchMask === null) return;
    const stop = new AbortController();
    const learn = async () => {
      const mask = await fetchMask(stop.signal);
      const area = await traceRetouched({ mask, margin }, stop.signal);
      if (!stop.signal.aborted) setKnown({ resultId, area });
    };
    // The picture is as good without it: then it is not offered.
    learn().catch(() => {});
    return () => stop.abort();
  }, [resultId, margin, fetchMask]);

  const area = known?.resultId === resultId ? known.area : null;
  const toggle = useCallback(() => setShown((now) => !now), []);
  return { area, shown: shown && area !== null, toggle };
}
