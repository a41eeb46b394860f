import type { PhotoCard } from '../../../contracts/gallery.ts';
import { stepNames } from '../../../contracts/progress.ts';
import { Button } from '../../ui/Button.tsx';
import { formatPercent } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useProgress, useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './ResultStrip.module.css';

/** A new version is on its way while the last one is still in sight. */
export function WorkStrip({ card }: { card: PhotoCard }) {
  const studio = useStudio();
  const progress = useProgress(card.id);
  const held = useStudioState((state) => state.queue.paused);
  const words = held
    ? 'Paused'
    : card.state === 'waiting'
      ? 'Waiting for its turn'
      : `${stepNames[progress?.step ?? 'preparing']}`;
  return (
    <div className={styles.strip}>
      {card.state === 'working' && (
        <ProgressRing
          share={progress?.share ?? null}
          size={24}
          label={card.name}
          valueText={words}
          held={held}
        />
      )}
      <span className="tabular">
        {words}
        {progress !== undefined && !held && ` ${formatPercent(progress.share)}`}
      </span>
      <Button onClick={() => studio.cancel([card.id])}>Cancel</Button>
    </div>
  );
}
