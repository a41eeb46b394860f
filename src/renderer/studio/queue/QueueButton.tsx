import { ListTodo } from 'lucide-react';
import { formatPercent } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './QueueButton.module.css';

/** The global ring: all work asked for since the queue was last empty. Opens the queue. */
export function QueueButton() {
  const studio = useStudio();
  const share = useStudioState(({ queue }) => queue.share);
  const paused = useStudioState(({ queue }) => queue.paused);
  const open = useStudioState((state) => state.queueOpen);
  // The open drawer has the ring and its own way to close.
  if (open) return null;
  return (
    <button
      type="button"
      className={share === null ? `${styles.button} ${styles.still}` : styles.button}
      aria-expanded={open}
      aria-label={share === null ? 'Queue' : `Queue, ${formatPercent(share)}${paused ? ', paused' : ''}`}
      onClick={() => studio.store.setState({ queueOpen: !open })}
    >
      {share === null ? (
        <ListTodo size={18} strokeWidth={1.7} aria-hidden="true" />
      ) : (
        <>
          <ProgressRing share={share} size={22} label="All work" held={paused} />
          {formatPercent(share)}
        </>
      )}
    </button>
  );
}
