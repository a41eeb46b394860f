import { ImageOff } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { classNames } from '../../ui/class-names.ts';
import { cropToEye } from '../../ui/crop-to-eye.ts';
import { IrisReveal } from '../../ui/IrisReveal.tsx';
import { useStudio } from '../state/studio-context.ts';
import styles from './CardFace.module.css';
import { CardState } from './CardState.tsx';

const percent = (share: number) => `${share * 100}%`;

/** What a card shows: the photo cropped to the eye, its result once there is one, and its state. */
export const CardFace = memo(function CardFace({ card, size }: { card: PhotoCard; size: number }) {
  const { host } = useStudio();
  const seen = useRef(card.result?.id ?? null);
  const fresh = card.result !== null && card.result.id !== seen.current;
  const [loadedResult, setLoadedResult] = useState<string | null>(null);
  useEffect(() => {
    seen.current = card.result?.id ?? null;
  }, [card.result?.id]);

  const busy = card.state === 'waiting' || card.state === 'working';
  const showsResult = card.result !== null && card.state !== 'failed';
  // A photo that was in sight stays until its result is really there; one that scrolls in finished is not fetched.
  const [hadPhoto, setHadPhoto] = useState(!showsResult);
  if (!showsResult && !hadPhoto) setHadPhoto(true);
  const showsPhoto =
    card.thumbnail === 'ready' && (!showsResult || (hadPhoto && loadedResult !== card.result?.id));
  const crop = cropToEye(card.width ?? 4, card.height ?? 3, card.eye);
  return (
    <div className={classNames(styles.face, busy && styles.dimmed, card.state === 'failed' && styles.failed)}>
      {showsPhoto && (
        <img
          className={styles.photo}
          src={host.mediaUrl(mediaPath.thumbnail(card.id))}
          alt=""
          draggable={false}
          decoding="async"
          style={{
            left: percent(crop.left),
            top: percent(crop.top),
            width: percent(crop.width),
            height: percent(crop.height),
          }}
        />
      )}
      {card.thumbnail === 'unreadable' && !showsResult && (
        <span className={styles.unreadable}>
          <ImageOff size={Math.min(32, size / 4)} strokeWidth={1.25} aria-hidden="true" />
        </span>
      )}
      {showsResult && card.result !== null && (
        <IrisReveal
          key={card.result.id}
          fresh={fresh}
          className={classNames(styles.result, busy && styles.photo)}
          src={host.mediaUrl(mediaPath.resultThumbnail(card.result.id))}
          alt=""
          onLoad={() => setLoadedResult(card.result?.id ?? null)}
        />
      )}
      {!busy && card.state !== 'failed' && <span className={styles.name}>{card.name}</span>}
      <CardState card={card} size={size} />
    </div>
  );
});
