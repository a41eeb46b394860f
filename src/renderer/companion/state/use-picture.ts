import { useCallback, useSyncExternalStore } from 'react';
import type { PictureKind } from '../../../contracts/companion/capture.ts';
import { useCompanion } from './companion-context.ts';

/** The address of a picture; null until it is here, or while `captureId` is null. */
export function usePicture(
  kind: PictureKind,
  captureId: string | null,
  resultId: string | null = null,
): string | null {
  const { pictures } = useCompanion();
  const subscribe = useCallback(
    (listener: () => void) =>
      captureId === null ? () => {} : pictures.subscribe({ kind, captureId, resultId }, listener),
    [pictures, kind, captureId, resultId],
  );
  return useSyncExternalStore(subscribe, () =>
    captureId === null ? null : pictures.url({ kind, captureId, resultId }),
  );
}

/** How much of a picture came, 0..1. */
export function usePictureShare(kind: PictureKind, captureId: string, resultId: string | null): number {
  const { pictures } = useCompanion();
  const subscribe = useCallback(
    (listener: () => void) => pictures.subscribe({ kind, captureId, resultId }, listener),
    [pictures, kind, captureId, resultId],
  );
  return useSyncExternalStore(subscribe, () => pictures.share({ kind, captureId, resultId }));
}
