/** One polite sentence per step of the capture in the middle, for screen readers; nothing about the others. */
import { failures } from '../../../contracts/failure.ts';
import { stepNames } from '../../../contracts/progress.ts';
import { verdictWords } from '../home/words.ts';
import { chosenCapture } from '../state/chosen-capture.ts';
import { useCompanionState } from '../state/companion-context.ts';

export function Announcer() {
  const words = useCompanionState((state) => {
    const capture = chosenCapture(state);
    if (capture === null) return '';
    if (capture.at === 'received') return 'A picture from the studio';
    if (capture.at === 'phone') return capture.share === null ? '' : 'Sending to the studio';
    if (capture.failure !== null) return failures[capture.failure].message;
    if (capture.state === 'working') return stepNames[capture.progress?.step ?? 'preparing'];
    if (capture.state === 'done' || capture.state === 'review') return 'Your iris is ready';
    return capture.verdict === null ? '' : verdictWords(capture.verdict).message;
  });
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {words}
    </p>
  );
}
