import { GripVertical, X } from 'lucide-react';
import { useRef } from 'react';
import type { QueueView } from '../../../contracts/gallery.ts';
import { stepNames } from '../../../contracts/progress.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatPercent } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useProgress, useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './QueueRow.module.css';

export function QueueRow({
  entry,
  dragged,
  markAbove,
  markBelow,
  onDrag,
  onDrop,
  onMove,
}: {
  entry: QueueView['entries'][number];
  /** How far it was dragged, in CSS pixels; null while it is not. */
  dragged: number | null;
  markAbove: boolean;
  markBelow: boolean;
  onDrag: (clientY: number, shift: number) => void;
  /** Null: let go without moving. */
  onDrop: (clientY: number | null) => void;
  onMove: (by: number) => void;
}) {
  const studio = useStudio();
  const start = useRef(0);
  const working = entry.state === 'working';
  return (
    <li
      className={classNames(
        styles.row,
        dragged !== null && styles.dragged,
        markAbove && styles.above,
        markBelow && styles.below,
      )}
      data-waiting={working ? undefined : ''}
      style={dragged === null ? undefined : { transform: `translateY(${dragged}px)` }}
    >
      <img
        className={styles.thumbnail}
        src={studio.host.mediaUrl(mediaPath.thumbnail(entry.photoId))}
        alt=""
        draggable={false}
      />
      <div className={styles.text}>
        <p className={styles.name}>{entry.name}</p>
        {working ? <Step photoId={entry.photoId} /> : <p className={styles.what}>Waiting</p>}
      </div>
      {working ? (
        <Ring photoId={entry.photoId} name={entry.name} />
      ) : (
        <button
          type="button"
          className={styles.grip}
          aria-label={`Move ${entry.name} with the up and down keys`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = event.clientY;
          }}
          onPointerMove={(event) => {
            if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
            onDrag(event.clientY, event.clientY - start.current);
          }}
          onPointerUp={(event) => onDrop(Math.abs(event.clientY - start.current) < 4 ? null : event.clientY)}
          onPointerCancel={() => onDrop(null)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
            if (by === 0) return;
            event.preventDefault();
            onMove(event.shiftKey ? by * 100_000 : by);
          }}
        >
          <GripVertical size={16} aria-hidden="true" />
        </button>
      )}
      <IconButton
        label={working ? 'Stop' : 'Remove from the queue'}
        size="small"
        side="left"
        className={styles.cancel}
        icon={<X size={14} strokeWidth={1.8} />}
        onClick={() => studio.cancel([entry.photoId])}
      />
    </li>
  );
}

function Step({ photoId }: { photoId: string }) {
  const step = useProgress(photoId)?.step ?? 'preparing';
  const held = useStudioState((state) => state.queue.paused);
  return <p className={styles.what}>{held ? 'Paused' : stepNames[step]}</p>;
}

function Ring({ photoId, name }: { photoId: string; name: string }) {
  const progress = useProgress(photoId);
  const held = useStudioState((state) => state.queue.paused);
  return (
    <ProgressRing
      share={progress?.share ?? null}
      size={24}
      label={name}
      held={held}
      {...(progress === undefined ? {} : { valueText: formatPercent(progress.share) })}
    />
  );
}
