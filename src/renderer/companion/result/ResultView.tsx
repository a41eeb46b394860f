import { Check, ChevronLeft, CircleHelp, Download, RefreshCw, Share } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { formatDuration, formatPixels } from '../../ui/format.ts';
import { thisPhone } from '../port/platform.ts';
import { BottomSheet } from '../shell/BottomSheet.tsx';
import { TouchIcon } from '../shell/TouchIcon.tsx';
import type { SentCapture } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { usePicture } from '../state/use-picture.ts';
import { CompareStage } from './CompareStage.tsx';
import styles from './ResultView.module.css';
import { mayShareFiles, saveFile, shareFile } from './take-away.ts';

type Result = NonNullable<SentCapture['result']>;

export function ResultView({ captureId }: { captureId: string }) {
  const companion = useCompanion();
  const capture = useCompanionState(({ captures, earlier }) =>
    [...captures, ...earlier].find((each) => each.at === 'studio' && each.id === captureId),
  );
  if (capture?.at !== 'studio' || capture.result === null) return <NotHere />;
  const { result, state, name } = capture;
  return (
    <main className={styles.view}>
      <header className={styles.bar}>
        <TouchIcon label="Back" icon={<ChevronLeft size={26} />} onClick={() => companion.back()} />
        <h1>{name}</h1>
      </header>
      <div className={styles.stage}>
        <CompareStage captureId={captureId} result={result} key={result.id} />
      </div>
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
    </main>
  );
}

function Actions({ capture, result }: { capture: SentCapture; result: Result }) {
  const companion = useCompanion();
  const name = { kind: 'after', captureId: capture.id, resultId: result.id } as const;
  const here = usePicture('after', capture.id, result.id) !== null;
  const [saved, setSaved] = useState(false);
  const [photos, setPhotos] = useState(false);
  const shares = mayShareFiles();
  const busy = capture.state === 'waiting' || capture.state === 'working';

  const take = async (way: (blob: Blob, fileName: string) => void | Promise<void>) => {
    try {
      await way(await companion.pictures.blob(name), result.name);
      return true;
    } catch {
      companion.store.setState({ trouble: 'The picture could not be fetched. Try again in a moment.' });
      return false;
    }
  };
  const save = async () => {
    if (!(await take(saveFile))) return;
    setSaved(true);
    // Without a share sheet, an iPhone has one way into its photos: pressing and holding a picture.
    if (!shares && thisPhone().platform === 'ios') setPhotos(true);
  };
  const reprocess = () => {
    companion.choose(capture.sha256);
    companion.back();
    void companion.reprocess(capture.id);
  };
  return (
    <nav className={styles.actions} aria-label="Result">
      <button
        type="button"
        className={classNames(styles.action, styles.main)}
        disabled={!here}
        onClick={() => void save()}
      >
        {saved ? <Check size={24} aria-hidden="true" /> : <Download size={24} aria-hidden="true" />}
        {saved ? 'Saved' : 'Save'}
      </button>
      {shares && (
        <button type="button" className={styles.action} disabled={!here} onClick={() => void take(shareFile)}>
          <Share size={24} aria-hidden="true" />
          Share
        </button>
      )}
      <button type="button" className={styles.action} disabled={busy} onClick={reprocess}>
        <RefreshCw size={24} aria-hidden="true" />
        Reprocess
      </button>
      {photos && (
        <KeepInPhotos captureId={capture.id} resultId={result.id} onClose={() => setPhotos(false)} />
      )}
    </nav>
  );
}

function KeepInPhotos({
  captureId,
  resultId,
  onClose,
}: {
  captureId: string;
  resultId: string;
  onClose: () => void;
}) {
  const url = usePicture('after', captureId, resultId);
  return (
    <BottomSheet title="Saved in Files" onClose={onClose}>
      <p>To keep it in Photos as well, press and hold the picture, then choose “Save to Photos”.</p>
      {url !== null && <img className={styles.photos} src={url} alt="The finished iris" />}
    </BottomSheet>
  );
}

/** Opened by a link or after a removal: this capture has no picture, or is not this phone's. */
function NotHere() {
  const companion = useCompanion();
  const connected = useCompanionState((state) => state.standing === 'connected');
  return (
    <main className={styles.view}>
      <header className={styles.bar}>
        <TouchIcon label="Back" icon={<ChevronLeft size={26} />} onClick={() => companion.back()} />
        <h1>{connected ? 'This picture is not here any more' : 'Looking for the studio…'}</h1>
      </header>
    </main>
  );
}
