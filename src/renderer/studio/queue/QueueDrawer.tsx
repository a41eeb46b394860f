import { CircleAlert, Pause, Play, X } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { countOf, formatPercent, formatRemaining } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './QueueDrawer.module.css';
import { QueueList } from './QueueList.tsx';

export function QueueDrawer() {
  const studio = useStudio();
  const queue = useStudioState((state) => state.queue);
  const failed = useStudioState((state) => state.counts.failed);
  const left = queue.waiting + queue.entries.filter(({ state }) => state === 'working').length;
  const hidden = left - queue.entries.length;
  return (
    <aside className={styles.drawer} aria-label="Queue">
      <header className={styles.head}>
        <h2>Queue</h2>
        <IconButton
          label="Close"
          keys="Q"
          icon={<X size={17} strokeWidth={1.7} />}
          onClick={() => studio.store.setState({ queueOpen: false })}
        />
      </header>
      {left === 0 ? (
        <div className={styles.empty}>
          <p>Nothing is waiting. Select photos and press Process.</p>
        </div>
      ) : (
        <>
          <div className={styles.summary}>
            <span className={styles.ring}>
              <ProgressRing share={queue.share} size={56} label="All work" held={queue.paused} />
              {queue.share !== null && (
                <span className={styles.percent} aria-hidden="true">
                  {formatPercent(queue.share)}
                </span>
              )}
            </span>
            <span className={styles.what}>{queue.paused ? 'Paused' : `${countOf(left, 'photo')} to go`}</span>
            <span className={styles.remaining}>
              {queue.paused
                ? `${countOf(left, 'photo')} to go`
                : queue.remainingMs === null
                  ? 'Learning how fast this computer is'
                  : formatRemaining(queue.remainingMs)}
            </span>
            <div className={styles.buttons}>
              <Button look="plain" size="small" onClick={() => studio.setPaused(!queue.paused)}>
                {queue.paused ? (
                  <Play size={14} aria-hidden="true" />
                ) : (
                  <Pause size={14} aria-hidden="true" />
                )}
                {queue.paused ? 'Resume' : 'Pause'}
              </Button>
              <Button size="small" onClick={() => void studio.attempt(() => studio.cancelEverything())}>
                Cancel all
              </Button>
            </div>
          </div>
          <QueueList entries={queue.entries} />
          {hidden > 0 && <p className={styles.more}>and {countOf(hidden, 'more photo')} after these</p>}
        </>
      )}
      {failed > 0 && (
        <footer className={styles.failed}>
          <CircleAlert size={16} strokeWidth={1.8} aria-hidden="true" />
          <span>{countOf(failed, 'photo')} failed</span>
          <Button size="small" onClick={() => studio.show('failed', '')}>
            Show
          </Button>
          <Button size="small" look="plain" onClick={() => studio.retryFailed()}>
            Retry all
          </Button>
        </footer>
      )}
    </aside>
  );
}
