import type { Listed } from './capture.ts';
import type { CompanionState } from './companion-state.ts';

/** What stands in the middle of the page: what was touched last, else the latest. */
export function chosenCapture({
  captures,
  earlier,
  chosen,
}: Pick<CompanionState, 'captures' | 'earlier' | 'chosen'>): Listed | null {
  const isChosen = ({ key }: Listed) => key === chosen;
  return captures.find(isChosen) ?? earlier.find(isChosen) ?? captures.at(-1) ?? null;
}
