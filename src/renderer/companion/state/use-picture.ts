import { useCallback, useSyncExternalStore } from 'react';
import { useCompanion } from './companion-context.ts';
import type { PictureName } from './picture-cache.ts';

/** The address of a picture; null until it is here, or while `id` is null. */
export function usePicture(
  kind: PictureName['kind'],
  id: string | null,
  resultId: string | null = null,
): string | null {
  const { pictures } = useCompanion();
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? () => {} : pictures.subscribe({ kind, id, resultId }, listener)),
    [pictures, kind, id, resultId],
  );
  return useSyncExternalStore(subscribe, () => (id === null ? null : pictures.url({ kind, id, resultId })));
}

/** How much of a picture came, 0..1. */
export function usePictureShare({ kind, id, resultId }: PictureName): number {
  const { pictures } = useCompanion();
  const subscribe = useCallback(
    (listener: () => void) => pictures.subscribe({ kind, id, resultId }, listener),
    [pictures, kind, id, resultId],
  );
  return useSyncExternalStore(subscribe, () => pictures.share({ kind, id, resultId }));
}
