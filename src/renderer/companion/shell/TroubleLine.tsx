import { X } from 'lucide-react';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { TouchIcon } from './TouchIcon.tsx';
import styles from './TroubleLine.module.css';

/** Why something that the user just asked for did not happen. */
export function TroubleLine() {
  const companion = useCompanion();
  const trouble = useCompanionState((state) => state.trouble);
  if (trouble === null) return null;
  return (
    <div className={styles.line} role="alert">
      <p>{trouble}</p>
      <TouchIcon
        label="Put away"
        icon={<X size={20} aria-hidden="true" />}
        onClick={() => companion.dismissTrouble()}
      />
    </div>
  );
}
