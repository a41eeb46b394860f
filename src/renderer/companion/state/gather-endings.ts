import type { StoreApi } from 'zustand/vanilla';
import type { Notice } from '../../../contracts/companion/events.ts';
import { chosenCapture } from './chosen-capture.ts';
import type { CompanionState } from './companion-state.ts';
import { type Ending, endingOf, showsWhatEnded } from './ending.ts';
import type { Teller } from './teller.ts';

const gatherMs = 60;

/** Notices that come together, as after an absence, make one sign. @returns takes each notice */
export function gatherEndings(store: StoreApi<CompanionState>, teller: Teller): (notice: Notice) => void {
  const notices: Notice[] = [];

  function tell(): void {
    const ending = endingOf(notices.splice(0));
    if (ending === null) return;
    const { finished, failed, sent } = ending;
    const state = store.getState();
    const unseen = document.hidden ? state.unseen + finished + failed + sent : 0;
    // What ends in front of one's eyes needs no banner.
    const inSight = !document.hidden && isInSight(state, ending);
    store.setState({ banner: inSight ? null : ending, unseen });
    teller.tell(ending, { unseen, sound: state.preferences.sound });
  }

  return (notice) => {
    notices.push(notice);
    if (notices.length === 1) window.setTimeout(tell, gatherMs);
  };
}

function isInSight(state: CompanionState, ending: Ending): boolean {
  if (showsWhatEnded(state.view, ending)) return true;
  const { captureId } = ending;
  return captureId !== null && state.view.kind === 'home' && chosenCapture(state)?.key === captureId;
}
