import type { Capture } from './capture.ts';
import type { CompanionState } from './companion-state.ts';

/** The capture in the middle of the page: the one that was touched last, else the latest. */
export function chosenCapture({
  captures,
  earlier,
  chosen,
}: Pick<CompanionState, 'captures' | 'earlier' | 'chosen'>): Capture | null {
  const isChosen = ({ sha256 }: Capture) => sha256 === chosen;
  return captures.find(isChosen) ?? earlier.find(isChosen) ?? captures.at(-1) ?? null;
}
