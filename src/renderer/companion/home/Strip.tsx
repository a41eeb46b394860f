import { useEffect, useRef } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { chosenCapture } from '../state/chosen-capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CaptureFace } from './CaptureFace.tsx';
import styles from './Strip.module.css';

/** What came today, the latest at the right. */
export function Strip() {
  const companion = useCompanion();
  const captures = useCompanionState((state) => state.captures);
  const reading = useCompanionState((state) => state.reading);
  const chosen = useCompanionState(chosenCapture)?.key;
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
        <li key={capture.key}>
          <button
            type="button"
            className={styles.tile}
            aria-current={capture.key === chosen}
            aria-label={capture.name}
            onClick={() => companion.choose(capture.key)}
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
