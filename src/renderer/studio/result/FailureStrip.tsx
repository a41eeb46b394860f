import { CircleAlert } from 'lucide-react';
import { failures } from '../../../contracts/failure.ts';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import { useFailureAction } from './failure-action.ts';
import styles from './ResultStrip.module.css';

/** The latest attempt failed, and an earlier picture is there: it stays in sight, with the reason over it. */
export function FailureStrip({ card }: { card: PhotoCard }) {
  const action = useFailureAction(card);
  return (
    <div className={styles.strip} role="alert">
      <CircleAlert size={16} strokeWidth={1.8} aria-hidden="true" />
      <span>{failures[card.failure ?? 'unexpected'].message}</span>
      {action !== null && (
        <Button look="plain" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
