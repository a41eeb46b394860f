import { CircleAlert, ImageOff, TriangleAlert } from 'lucide-react';
import { type FailureCode, failures } from '../../../contracts/failure.ts';
import type { PhotoCard, PhotoDetail } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { useStudio } from '../state/studio-context.ts';
import styles from './FailurePanel.module.css';
import { useFailureAction } from './failure-action.ts';

/** Failures that may be the finder's mistake rather than the photographer's. */
const misread: ReadonlySet<FailureCode> = new Set(['irisNotFound', 'irisCutOff', 'irisCovered']);

/** What happened in the photographer's words, what to do, and one button for it. */
export function FailurePanel({ detail, card }: { detail: PhotoDetail; card: PhotoCard }) {
  const studio = useStudio();
  const action = useFailureAction(card);
  const code = card.failure ?? 'unexpected';
  const failure = failures[code];
  const Icon = failure.kind === 'quality' ? TriangleAlert : CircleAlert;
  const readable = card.thumbnail !== 'unreadable';
  const mayOutline = readable && failure.action !== 'correctOutline' && misread.has(code);
  const reason = detail.quality?.reasons.find((each) => each.code === code && each.decision === 'reject');
  return (
    <div className={styles.screen}>
      {readable ? (
        <img
          className={styles.photo}
          src={studio.host.mediaUrl(mediaPath.photo(card.id))}
          alt={card.name}
          draggable={false}
        />
      ) : (
        <span className={styles.nothing}>
          <ImageOff size={48} strokeWidth={1} aria-hidden="true" />
        </span>
      )}
      <div className={styles.words} role="alert">
        <Icon className={styles.icon} size={28} strokeWidth={1.5} aria-hidden="true" />
        <h2>{reason?.message ?? failure.message}</h2>
        <p className={styles.suggestion}>{reason?.suggestion ?? failure.suggestion}</p>
        <div className={styles.buttons}>
          {action !== null && (
            <Button look="primary" size="large" onClick={action.run}>
              {action.label}
            </Button>
          )}
          {mayOutline && (
            <Button size="large" onClick={() => studio.go({ kind: 'outline', photoId: card.id })}>
              Draw the outline
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
