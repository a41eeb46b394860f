import { useMemo } from 'react';
import { pictureMargin } from '../../../contracts/recipe.ts';
import { type Retouched, useRetouched } from '../../ui/retouched/use-retouched.ts';
import { useCompanion } from '../state/companion-context.ts';
import type { PictureName } from '../state/picture-cache.ts';
import { usePicture } from '../state/use-picture.ts';

/** What of a result was filled. @param filled its mask; null where it is not told, and while the picture comes first */
export function useRetouchedResult(filled: PictureName | null): Retouched {
  const { pictures } = useCompanion();
  const id = filled?.id ?? null;
  const resultId = filled?.resultId ?? null;
  const isHere = usePicture('filledMask', id, resultId) !== null;
  const fetchMask = useMemo(
    () => (id !== null && isHere ? () => pictures.blob({ kind: 'filledMask', id, resultId }) : null),
    [pictures, id, resultId, isHere],
  );
  return useRetouched(resultId ?? '', pictureMargin, fetchMask);
}
