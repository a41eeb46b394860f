import { useEffect, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { cropToEye } from '../../ui/crop-to-eye.ts';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { IrisReveal } from '../../ui/IrisReveal.tsx';
import type { KeptCapture, Listed, ReceivedPicture, SentCapture } from '../state/capture.ts';
import { usePicture } from '../state/use-picture.ts';
import styles from './CaptureFace.module.css';
import { CaptureState } from './CaptureState.tsx';
import { useBlobUrl } from './use-blob-url.ts';

const percent = (share: number) => `${share * 100}%`;

/** What a capture looks like at any size: the photo cropped to the eye, its result once there is one, its state. */
export function CaptureFace({
  capture,
  size,
  marked = size === 'tile',
}: {
  capture: Listed;
  size: 'stage' | 'tile';
  /** Whether a picture of the studio's says so itself: not where the words beside it do. */
  marked?: boolean;
}) {
  if (capture.at === 'received') return <ReceivedFace picture={capture} size={size} marked={marked} />;
  return capture.at === 'phone' ? (
    <KeptFace capture={capture} size={size} />
  ) : (
    <SentFace capture={capture} size={size} />
  );
}

function ReceivedFace({
  picture,
  size,
  marked,
}: {
  picture: ReceivedPicture;
  size: 'stage' | 'tile';
  marked: boolean;
}) {
  const url = usePicture('pictureThumbnail', picture.id);
  return (
    <div className={styles.face}>
      {url === null ? <NoPicture size={size} /> : <Cover url={url} />}
      {marked && <CaptureState capture={picture} size={size} />}
    </div>
  );
}

function KeptFace({ capture, size }: { capture: KeptCapture; size: 'stage' | 'tile' }) {
  const url = useBlobUrl(capture.small);
  return (
    <div
      className={classNames(
        styles.face,
        capture.refused !== null ? styles.failed : capture.share === null ? styles.waits : styles.dimmed,
      )}
    >
      {url === null ? <NoPicture size={size} /> : <Cover url={url} />}
      <CaptureState capture={capture} size={size} />
    </div>
  );
}

function SentFace({ capture, size }: { capture: SentCapture; size: 'stage' | 'tile' }) {
  const { result, state } = capture;
  const seen = useRef(result?.id ?? null);
  const fresh = result !== null && result.id !== seen.current;
  const [loadedResult, setLoadedResult] = useState<string | null>(null);
  useEffect(() => {
    seen.current = result?.id ?? null;
  }, [result?.id]);

  const busy = state === 'waiting' || state === 'working';
  const showsResult = result !== null && state !== 'failed';
  const photo = usePicture('thumbnail', capture.thumbnail === 'unreadable' ? null : capture.id);
  const finished = usePicture(
    'resultThumbnail',
    showsResult ? capture.id : null,
    showsResult ? result.id : null,
  );
  const showsPhoto = photo !== null && (!showsResult || loadedResult !== result.id);
  const { width, height } = capture;
  const crop = width === null || height === null ? null : cropToEye(width, height, capture.eye);
  return (
    <div className={classNames(styles.face, busy && styles.dimmed, state === 'failed' && styles.failed)}>
      {showsPhoto &&
        (crop === null ? (
          <Cover url={photo} />
        ) : (
          <img
            className={styles.photo}
            src={photo}
            alt=""
            draggable={false}
            style={{
              left: percent(crop.left),
              top: percent(crop.top),
              width: percent(crop.width),
              height: percent(crop.height),
            }}
          />
        ))}
      {showsResult && finished !== null && (
        <IrisReveal
          key={result.id}
          fresh={fresh}
          className={classNames(styles.photo, styles.cover)}
          src={finished}
          alt=""
          onLoad={() => setLoadedResult(result.id)}
        />
      )}
      {photo === null && finished === null && <NoPicture size={size} />}
      <CaptureState capture={capture} size={size} />
    </div>
  );
}

function Cover({ url }: { url: string }) {
  return <img className={classNames(styles.photo, styles.cover)} src={url} alt="" draggable={false} />;
}

/** Not here yet, or in a format that only the studio can read. */
function NoPicture({ size }: { size: 'stage' | 'tile' }) {
  return (
    <span className={styles.none}>
      <EyeDrawing width={size === 'stage' ? 160 : 52} />
    </span>
  );
}
