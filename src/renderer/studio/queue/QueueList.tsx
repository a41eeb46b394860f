import { useRef, useState } from 'react';
import type { QueueView } from '../../../contracts/gallery.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './QueueList.module.css';
import { QueueRow } from './QueueRow.tsx';
import { beforeWhich } from './reorder.ts';

/** What runs and what waits; waiting rows move by their grip, dragged or with the arrow keys. */
export function QueueList({ entries }: { entries: QueueView['entries'] }) {
  const studio = useStudio();
  const list = useRef<HTMLUListElement>(null);
  const [dragging, setDragging] = useState<{ photoId: string; to: number; shift: number } | null>(null);
  const waiting = entries.filter(({ state }) => state === 'waiting').map(({ photoId }) => photoId);
  const firstWaiting = entries.length - waiting.length;

  const move = (photoId: string, to: number) => {
    const before = beforeWhich(waiting, photoId, to);
    if (before !== undefined) studio.move(photoId, before);
  };
  const indexAt = (clientY: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-waiting]') ?? [])];
    const index = rows.findIndex((row) => {
      const box = row.getBoundingClientRect();
      return clientY < box.top + box.height / 2;
    });
    return index < 0 ? waiting.length : index;
  };

  return (
    <ul className={styles.list} ref={list}>
      {entries.map((entry, index) => {
        const place = index - firstWaiting;
        return (
          <QueueRow
            key={entry.jobId}
            entry={entry}
            dragged={dragging?.photoId === entry.photoId ? dragging.shift : null}
            markAbove={dragging !== null && place === dragging.to}
            markBelow={dragging !== null && place === waiting.length - 1 && dragging.to >= waiting.length}
            onDrag={(clientY, shift) => setDragging({ photoId: entry.photoId, to: indexAt(clientY), shift })}
            onDrop={(clientY) => {
              setDragging(null);
              if (clientY === null) return;
              const to = indexAt(clientY);
              move(entry.photoId, to > place ? to - 1 : to);
            }}
            onMove={(by) => move(entry.photoId, Math.max(0, place + by))}
          />
        );
      })}
    </ul>
  );
}
