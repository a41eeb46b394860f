import { useRef } from 'react';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { stepNames } from '../../../contracts/progress.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatPercent, formatRemaining } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useElementSize } from '../../ui/use-element-size.ts';
import { placeInQueue } from '../state/queue-places.ts';
import { useProgress, useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './PhotoStage.module.css';

/** A photo without a result yet: to be processed, waiting, or in work. */
export function PhotoStage({ card }: { card: PhotoCard }) {
  const studio = useStudio();
  const stage = useRef<HTMLDivElement>(null);
  const room = useElementSize(stage);
  const width = card.width ?? 4;
  const height = card.height ?? 3;
  const scale = room === null ? 0 : Math.min(room.width / width, room.height / height);
  const busy = card.state === 'waiting' || card.state === 'working';
  return (
    <div className={styles.stage} ref={stage}>
      <div
        className={classNames(styles.frame, busy && styles.dimmed)}
        style={{ width: width * scale, height: height * scale }}
      >
        {card.thumbnail === 'ready' && (
          <img
            className={styles.photo}
            src={studio.host.mediaUrl(mediaPath.thumbnail(card.id))}
            alt=""
            draggable={false}
          />
        )}
        <img
          className={styles.photo}
          src={studio.host.mediaUrl(mediaPath.photo(card.id))}
          alt={card.name}
          draggable={false}
        />
        {card.state === 'working' && <Working card={card} />}
        {card.state === 'waiting' && <Waiting card={card} />}
      </div>
      {!busy && (
        <div className={styles.foot}>
          <Button look="primary" size="large" autoFocus onClick={() => void studio.process([card.id])}>
            Process
          </Button>
        </div>
      )}
    </div>
  );
}

function Working({ card }: { card: PhotoCard }) {
  const progress = useProgress(card.id);
  const held = useStudioState((state) => state.queue.paused);
  const step = stepNames[progress?.step ?? 'preparing'];
  return (
    <div className={styles.over}>
      <span className={styles.ring}>
        <ProgressRing
          share={progress?.share ?? null}
          size={144}
          label={card.name}
          valueText={step}
          held={held}
        />
        {progress !== undefined && (
          <span className={styles.percent} aria-hidden="true">
            {formatPercent(progress.share)}
          </span>
        )}
      </span>
      <p className={styles.step}>{held ? 'Paused' : step}</p>
      {!held && progress?.remainingMs != null && (
        <p className={styles.remaining}>{formatRemaining(progress.remainingMs)} to go</p>
      )}
    </div>
  );
}

function Waiting({ card }: { card: PhotoCard }) {
  const studio = useStudio();
  const place = useStudioState(({ queue }) => placeInQueue(queue, card.id)) ?? card.place;
  const held = useStudioState((state) => state.queue.paused);
  return (
    <div className={styles.over}>
      {place !== null && (
        <p className={styles.step}>{place === 1 ? 'Next in line' : `${place - 1} before this one`}</p>
      )}
      {held && <p className={styles.remaining}>The queue is paused</p>}
      <Button look="plain" onClick={() => studio.cancel([card.id])}>
        Cancel
      </Button>
    </div>
  );
}
