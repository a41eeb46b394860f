import { useStore } from 'zustand';
import type { NoticeRung } from '../../../contracts/companion/device.ts';
import { useCompanion } from '../state/companion-context.ts';
import { rungOf } from './rungs.ts';
import type { TellingState } from './telling.ts';

export const useTellingState = <Value>(select: (state: TellingState) => Value): Value =>
  useStore(useCompanion().telling.store, select);

export const useRung = (): NoticeRung => useTellingState(rungOf);
