import { useEffect, useRef } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { chosenCapture } from '../state/chosen-capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CaptureFace } from './CaptureFace.tsx';
import styles from './Strip.module.css';

/** Today's captures, the latest at the right. */
export function Strip() {
  const companion = useCompanion();
  const captures = useCompanionState((state) => state.captures);
  const reading = useCompanionState((state) => state.reading);
  const chosen = useCompanionState(chosenCapture)?.sha256;
  const strip = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another capture stands in the middle
  useEffect(() => {
    strip.current
      ?.querySelector('[aria-current=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen, captures.length]);
  return (
    <ul className={styles.strip} ref={strip} aria-label="Today’s captures">
      {captures.map((capture) => (
        <li key={capture.sha256}>
          <button
            type="button"
            className={styles.tile}
            aria-current={capture.sha256 === chosen}
            aria-label={capture.name}
            onClick={() => companion.choose(capture.sha256)}
          >
            <CaptureFace capture={capture} size="tile" />
          </button>
        </li>
      ))}
      {Array.from({ length: reading }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places, not things
        <li key={index} className={classNames(styles.tile, styles.reading)}>
          <EyeDrawing width={48} />
        </li>
      ))}
    </ul>
  );
}
