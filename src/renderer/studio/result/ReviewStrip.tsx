import { CircleHelp } from 'lucide-react';
import { doubtfulBelow, type PhotoDetail } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import { useStudio } from '../state/studio-context.ts';
import styles from './ResultStrip.module.css';

/** The studio is not sure of this picture: why, what could be better, and the word that settles it. */
export function ReviewStrip({ detail }: { detail: PhotoDetail }) {
  const studio = useStudio();
  const { card, confidence, quality } = detail;
  const mayBeElsewhere = confidence !== null && confidence < doubtfulBelow;
  const reason = quality?.reasons.find(({ decision }) => decision === 'warn');
  return (
    <section className={styles.strip} aria-label="Worth a look">
      <CircleHelp className={styles.doubt} size={17} strokeWidth={1.8} aria-hidden="true" />
      <p className={styles.words} title={mayBeElsewhere ? undefined : reason?.suggestion}>
        {mayBeElsewhere || reason === undefined
          ? 'We are not quite sure that the iris was found well.'
          : reason.message}
      </p>
      {mayBeElsewhere || reason === undefined ? (
        <Button onClick={() => studio.go({ kind: 'outline', photoId: card.id })}>Correct the outline</Button>
      ) : (
        <Button onClick={() => studio.store.setState({ captureGuide: true })}>Capture again</Button>
      )}
      <Button look="plain" onClick={() => studio.accept([card.id])}>
        Looks good
      </Button>
    </section>
  );
}
