import type { Capture } from './capture.ts';
import type { CompanionState } from './companion-state.ts';

/** The capture in the middle of the page: the one that was touched last, else the latest. */
export function chosenCapture({
  captures,
  chosen,
}: Pick<CompanionState, 'captures' | 'chosen'>): Capture | null {
  return captures.find(({ sha256 }) => sha256 === chosen) ?? captures.at(-1) ?? null;
}
