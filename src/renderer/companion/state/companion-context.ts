import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Companion } from './companion.ts';
import type { CompanionState } from './companion-state.ts';

export const CompanionContext = createContext<Companion | null>(null);

export function useCompanion(): Companion {
  const companion = useContext(CompanionContext);
  if (companion === null) throw new Error('useCompanion outside of CompanionContext');
  return companion;
}

export function useCompanionState<Value>(select: (state: CompanionState) => Value): Value {
  return useStore(useCompanion().store, select);
}
