import { Images, LayoutGrid } from 'lucide-react';
import { usePhotoInputs } from '../shell/PhotoInputs.tsx';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import styles from './Dock.module.css';

/** The shutter under the thumb, the library at its left, everything of today at its right. */
export function Dock() {
  const companion = useCompanion();
  const inputs = usePhotoInputs();
  const count = useCompanionState(({ captures }) => captures.length);
  const hasEarlier = useCompanionState(({ earlier }) => earlier.length > 0);
  return (
    <nav className={styles.dock} aria-label="Capture">
      <button type="button" className={styles.side} onClick={inputs.openLibrary}>
        <Images size={26} strokeWidth={1.75} aria-hidden="true" />
        Library
      </button>
      <button
        type="button"
        className={styles.shutter}
        aria-label="Take a photo"
        onClick={inputs.openCamera}
      />
      {(count > 0 || hasEarlier) && (
        <button type="button" className={styles.side} onClick={() => companion.go({ kind: 'today' })}>
          <LayoutGrid size={26} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {count === 0 ? (
              'Earlier'
            ) : (
              <>
                Today <span className={styles.count}>{count}</span>
              </>
            )}
          </span>
        </button>
      )}
    </nav>
  );
}
