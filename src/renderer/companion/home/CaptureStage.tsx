import { Check, CircleHelp, Lightbulb, TriangleAlert } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { chosenCapture } from '../state/chosen-capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CaptureActions } from './CaptureActions.tsx';
import { CaptureFace } from './CaptureFace.tsx';
import styles from './CaptureStage.module.css';
import { viewOf } from './opened-view.ts';
import { useSwipe } from './use-swipe.ts';
import { captureWords, type Words } from './words.ts';

const signs = {
  plain: null,
  good: Check,
  tip: Lightbulb,
  doubt: CircleHelp,
  trouble: TriangleAlert,
} as const;

/** The capture that was just taken or touched: its picture, what the studio says of it, what can be done. */
export function CaptureStage() {
  const companion = useCompanion();
  const capture = useCompanionState(chosenCapture);
  const connected = useCompanionState((state) => state.standing === 'connected');
  const step = (by: number) => {
    const { captures, earlier } = companion.store.getState();
    const all = [...earlier.toReversed(), ...captures];
    const index = all.findIndex(({ key }) => key === capture?.key);
    const next = all[index + by];
    if (next !== undefined) companion.choose(next.key);
  };
  const swipe = useSwipe(step);
  if (capture === null) {
    return (
      <section className={styles.stage}>
        <div className={styles.room}>
          <div className={styles.reading}>
            <EyeDrawing width={160} />
          </div>
        </div>
        <div className={styles.words}>
          <p className={styles.message}>Taking it in…</p>
        </div>
        <div className={styles.actions} />
      </section>
    );
  }
  const opened = viewOf(capture);
  return (
    <section className={styles.stage} aria-label={capture.name} key={capture.key}>
      <div className={styles.room}>
        {opened !== null ? (
          <button
            type="button"
            className={styles.picture}
            aria-label={`Open ${capture.name}`}
            onClick={() => companion.go(opened)}
            {...swipe}
          >
            <CaptureFace capture={capture} size="stage" />
          </button>
        ) : (
          <div className={styles.picture} {...swipe}>
            <CaptureFace capture={capture} size="stage" />
          </div>
        )}
      </div>
      <StageWords words={captureWords(capture, connected)} />
      <div className={styles.actions}>
        <CaptureActions capture={capture} />
      </div>
    </section>
  );
}

function StageWords({ words }: { words: Words }) {
  const Sign = signs[words.tone];
  return (
    <div className={styles.words}>
      <p className={classNames(styles.message, styles[words.tone])}>
        {Sign !== null && <Sign size={20} strokeWidth={2.2} aria-hidden="true" />}
        {words.message}
      </p>
      {words.suggestion !== '' && <p className={styles.suggestion}>{words.suggestion}</p>}
    </div>
  );
}
