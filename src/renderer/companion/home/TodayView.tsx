import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/format.ts';
import { Screen } from '../shell/Screen.tsx';
import { type Capture, countProcessable } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CaptureFace } from './CaptureFace.tsx';
import styles from './TodayView.module.css';

/** Everything of today at a glance, the latest first. */
export function TodayView() {
  const companion = useCompanion();
  const captures = useCompanionState((state) => state.captures);
  const earlier = useCompanionState((state) => state.earlier);
  const processable = countProcessable([...captures, ...earlier]);
  const open = (capture: Capture) => {
    companion.choose(capture.sha256);
    const finished =
      capture.at === 'studio' && capture.result !== null && ['done', 'review'].includes(capture.state);
    if (finished) companion.go({ kind: 'result', captureId: capture.sha256 });
    else companion.back();
  };
  return (
    <Screen
      title={captures.length === 0 ? 'Earlier' : `Today · ${countOf(captures.length, 'photo')}`}
      {...(processable > 0 && {
        foot: (
          <Button size="touch" look="primary" onClick={() => void companion.processAll()}>
            {processable === 1 ? 'Process one photo' : `Process all ${processable}`}
          </Button>
        ),
      })}
    >
      <Grid captures={captures.toReversed()} onOpen={open} />
      {captures.length > 0 && earlier.length > 0 && <h2 className={styles.day}>Earlier</h2>}
      <Grid captures={earlier} onOpen={open} />
    </Screen>
  );
}

function Grid({ captures, onOpen }: { captures: readonly Capture[]; onOpen: (capture: Capture) => void }) {
  return (
    <ul className={styles.grid}>
      {captures.map((capture) => (
        <li key={capture.sha256}>
          <button
            type="button"
            className={styles.tile}
            aria-label={capture.name}
            onClick={() => onOpen(capture)}
          >
            <CaptureFace capture={capture} size="tile" />
          </button>
        </li>
      ))}
    </ul>
  );
}
