import { useCallback } from 'react';
import { useStudio } from '../state/studio-context.ts';

/** Deletion cannot be undone, so it is asked for once, in the window's own words. */
export function useDeletion(): (photoIds: readonly string[]) => void {
  const studio = useStudio();
  return useCallback((photoIds) => studio.store.setState({ deletion: photoIds }), [studio]);
}
