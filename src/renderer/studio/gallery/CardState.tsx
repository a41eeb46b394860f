import { CircleAlert, CircleHelp, TriangleAlert } from 'lucide-react';
import { failures } from '../../../contracts/failure.ts';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { stepNames } from '../../../contracts/progress.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatPercent } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useFailureAction } from '../result/failure-action.ts';
import { placeInQueue } from '../state/queue-places.ts';
import { useProgress, useStudioState } from '../state/studio-context.ts';
import styles from './CardState.module.css';

const smallCard = 150;

export function CardState({ card, size }: { card: PhotoCard; size: number }) {
  switch (card.state) {
    case 'working':
      return <Working card={card} size={size} />;
    case 'waiting':
      return <Waiting card={card} size={size} />;
    case 'failed':
      return <Failed card={card} size={size} />;
    case 'review':
      return (
        <span className={classNames(styles.mark, styles.review, size < smallCard && styles.bare)}>
          <CircleHelp size={14} strokeWidth={2} aria-label={size < smallCard ? 'Worth a look' : undefined} />
          {size >= smallCard && 'Worth a look'}
        </span>
      );
    case 'new':
      if (card.thumbnail !== 'unreadable' || card.failure === null) return null;
      return <Failed card={card} size={size} />;
    case 'done':
      return null;
  }
}

function ringSize(size: number): number {
  return Math.round(Math.min(112, Math.max(44, size * 0.42)));
}

function Working({ card, size }: { card: PhotoCard; size: number }) {
  const progress = useProgress(card.id);
  const held = useStudioState((state) => state.queue.paused);
  const step = progress === undefined ? stepNames.preparing : stepNames[progress.step];
  const ring = ringSize(size);
  return (
    <div className={classNames(styles.centre, ring >= 80 && styles.large)}>
      <span className={styles.ring}>
        <ProgressRing
          share={progress?.share ?? null}
          size={ring}
          label={card.name}
          valueText={progress === undefined ? step : `${formatPercent(progress.share)}, ${step}`}
          held={held}
        />
        {size >= 96 && progress !== undefined && (
          <span className={styles.percent} aria-hidden="true">
            {formatPercent(progress.share)}
          </span>
        )}
      </span>
      {size >= 130 && <span className={styles.step}>{held ? 'Paused' : step}</span>}
    </div>
  );
}

function Waiting({ card, size }: { card: PhotoCard; size: number }) {
  const place = useStudioState(({ queue }) => placeInQueue(queue, card.id)) ?? card.place;
  const held = useStudioState((state) => state.queue.paused);
  return (
    <div className={styles.centre}>
      {place !== null && (
        <span className={styles.place}>
          <span className="visually-hidden">Waiting, number </span>
          {place}
        </span>
      )}
      {size >= 130 && (
        <span className={styles.step}>{held ? 'Paused' : place === 1 ? 'Next' : 'Waiting'}</span>
      )}
    </div>
  );
}

function Failed({ card, size }: { card: PhotoCard; size: number }) {
  const failure = failures[card.failure ?? 'unexpected'];
  const action = useFailureAction(card);
  const Icon = failure.kind === 'quality' ? TriangleAlert : CircleAlert;
  if (size < smallCard) {
    return (
      <span className={classNames(styles.mark, styles.failure, styles.bare)} title={failure.message}>
        <Icon size={14} strokeWidth={2} aria-label={failure.message} />
      </span>
    );
  }
  return (
    <div className={styles.reason}>
      <p className={styles.words}>
        <Icon className={styles.icon} size={13} strokeWidth={2} aria-hidden="true" />
        {failure.message}
      </p>
      {action !== null && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.action}
          onClick={(event) => {
            event.stopPropagation();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
