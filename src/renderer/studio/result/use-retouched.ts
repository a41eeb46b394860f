import { useCallback, useEffect, useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import type { Size } from '../../ui/zoom-geometry.ts';
import { useStudio } from '../state/studio-context.ts';
import { outlineOf, withinDisc } from './mask-outline.ts';
import { readMask } from './read-mask.ts';

export interface RetouchedArea extends Size {
  /** SVG path in pixels of the mask, which shows what the picture shows in other pixels. */
  readonly path: string;
}

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
    readMask(host.mediaUrl(mediaPath.filledMask(resultId)), stop.signal).then(
      (mask) => {
        if (stop.signal.aborted) return;
        // Lids are filled a little beyond the iris, where the picture has its background.
        const path = outlineOf(withinDisc(mask, 1 / frame.margin));
        setKnown({ resultId, area: path === null ? null : { width: mask.width, height: mask.height, path } });
      },
      // The picture is as good without it: then it is not offered.
      () => {},
    );
    return () => stop.abort();
  }, [host, resultId, frame.margin]);

  const area = known?.resultId === resultId ? known.area : null;
  const toggle = useCallback(() => setShown((now) => !now), []);
  return { area, shown: shown && area !== null, toggle };
}
