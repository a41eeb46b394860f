import { CircleHelp, RefreshCw } from 'lucide-react';
import { formatDuration, formatPixels } from '../../ui/format.ts';
import type { SentCapture } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CompareStage } from './CompareStage.tsx';
import { NotHere } from './NotHere.tsx';
import { PictureScreen } from './PictureScreen.tsx';
import styles from './ResultView.module.css';
import { TakeAwayActions } from './TakeAwayActions.tsx';

type Result = NonNullable<SentCapture['result']>;

export function ResultView({ captureId }: { captureId: string }) {
  const capture = useCompanionState(({ captures, earlier }) =>
    [...captures, ...earlier].find((each) => each.at === 'studio' && each.id === captureId),
  );
  if (capture?.at !== 'studio' || capture.result === null) return <NotHere />;
  const { result, state, name } = capture;
  return (
    <PictureScreen
      name={name}
      stage={
        <CompareStage
          key={result.id}
          picture={{ width: result.width, height: result.height }}
          before={{ kind: 'before', id: captureId, resultId: result.id }}
          small={{ kind: 'resultThumbnail', id: captureId, resultId: result.id }}
          after={{ kind: 'after', id: captureId, resultId: result.id }}
          filled={{ kind: 'filledMask', id: captureId, resultId: result.id }}
          label="After"
        />
      }
    >
      {state === 'review' && (
        <p className={styles.doubt}>
          <CircleHelp size={20} aria-hidden="true" />
          The photo was borderline. Look closely before you use it.
        </p>
      )}
      <p className={styles.figures}>
        {formatPixels(result.width, result.height)} · {formatDuration(result.milliseconds)}
      </p>
      <Actions capture={capture} result={result} />
    </PictureScreen>
  );
}

function Actions({ capture, result }: { capture: SentCapture; result: Result }) {
  const companion = useCompanion();
  const name = { kind: 'after', id: capture.id, resultId: result.id } as const;
  const busy = capture.state === 'waiting' || capture.state === 'working';
  const reprocess = () => {
    companion.choose(capture.key);
    companion.back();
    void companion.reprocess(capture.id);
  };
  return (
    <TakeAwayActions name={name} fileName={result.name} label="Result">
      <button type="button" className={styles.action} disabled={busy} onClick={reprocess}>
        <RefreshCw size={24} aria-hidden="true" />
        Reprocess
      </button>
    </TakeAwayActions>
  );
}
