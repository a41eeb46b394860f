import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { useKeyed } from './keyed-store.ts';
import type { Studio } from './studio.ts';
import type { StudioState } from './studio-state.ts';

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('useStudio outside of StudioContext');
  return studio;
}

export function useStudioState<Value>(select: (state: StudioState) => Value): Value {
  return useStore(useStudio().store, select);
}

export function useCard(photoId: string): PhotoCard | undefined {
  return useKeyed(useStudio().cards, photoId);
}

export function useProgress(photoId: string) {
  return useKeyed(useStudio().progress, photoId);
}
