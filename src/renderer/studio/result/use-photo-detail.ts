import { useEffect, useState } from 'react';
import type { PhotoDetail } from '../../../contracts/gallery.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';

/** The photo's detail, read again whenever its card changes; the last known one stays meanwhile. */
export function usePhotoDetail(photoId: string): PhotoDetail | null | undefined {
  const studio = useStudio();
  const revision = useStudioState((state) => state.detailRevision);
  const [detail, setDetail] = useState<PhotoDetail | null>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a new reading
  useEffect(() => {
    let current = true;
    void studio
      .attempt(() => studio.host.studio.photoDetail(photoId))
      .then((next) => {
        if (current && next !== undefined) setDetail(next);
      });
    return () => {
      current = false;
    };
  }, [studio, photoId, revision]);
  return detail?.card.id === photoId || detail === null ? detail : undefined;
}
