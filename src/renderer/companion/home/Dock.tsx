import { Images, LayoutGrid } from 'lucide-react';
import { usePhotoInputs } from '../shell/PhotoInputs.tsx';
import { isCapture } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import styles from './Dock.module.css';

/** The shutter under the thumb, the library at its left, everything that there is at its right. */
export function Dock() {
  const companion = useCompanion();
  const inputs = usePhotoInputs();
  const count = useCompanionState(({ captures }) => captures.filter(isCapture).length);
  const hasEarlier = useCompanionState(({ earlier }) => earlier.some(isCapture));
  const hasPictures = useCompanionState(({ captures, earlier }) => captures.length + earlier.length > 0);
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
      {hasPictures && (
        <button type="button" className={styles.side} onClick={() => companion.go({ kind: 'today' })}>
          <LayoutGrid size={26} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {count === 0 ? (
              hasEarlier ? (
                'Earlier'
              ) : (
                'Pictures'
              )
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
