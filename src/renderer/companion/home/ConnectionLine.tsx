import { ArrowUp, HardDrive, ShieldAlert, WifiOff } from 'lucide-react';
import { failures } from '../../../contracts/failure.ts';
import { mayKeepAwake } from '../shell/use-wake-lock.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import styles from './ConnectionLine.module.css';

/** One line when the way to the studio needs a word: it is away, or several photos are on it. */
export function ConnectionLine() {
  const companion = useCompanion();
  const standing = useCompanionState((state) => state.standing);
  const unsent = useCompanionState(
    ({ captures }) =>
      captures.filter(({ at, ...rest }) => at === 'phone' && !('refused' in rest && rest.refused)).length,
  );
  const heldUp = useCompanionState((state) => state.heldUp);
  const lasting = useCompanionState((state) => state.lasting);
  const kept = unsent === 1 ? 'One photo is kept on this phone.' : `${unsent} photos are kept on this phone.`;
  const stay = lasting ? '' : ' Leave this page open until then.';
  if (standing === 'unsafe') {
    return (
      <p className={styles.line} role="status">
        <ShieldAlert size={20} aria-hidden="true" />
        <span>{failures.connectionUnsafe.message}</span>
        <button type="button" className={styles.way} onClick={() => void companion.forget()}>
          Pair again
        </button>
      </p>
    );
  }
  if (standing === 'away') {
    return (
      <p className={styles.line} role="status">
        <WifiOff size={20} aria-hidden="true" />
        <span>Looking for the studio… {unsent > 0 && kept + stay}</span>
      </p>
    );
  }
  if (standing === 'connected' && unsent > 0 && heldUp !== null) {
    return (
      <p className={styles.line} role="status">
        <HardDrive size={20} aria-hidden="true" />
        <span>
          {failures[heldUp].message} {kept}
        </span>
      </p>
    );
  }
  if (standing !== 'connected' || unsent < 2) return null;
  return (
    <p className={styles.line} role="status">
      <ArrowUp size={20} aria-hidden="true" />
      <span>
        {unsent} photos to send. {mayKeepAwake() ? 'The screen stays on until then.' : 'Keep the screen on.'}
      </span>
    </p>
  );
}
