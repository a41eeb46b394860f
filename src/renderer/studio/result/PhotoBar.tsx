import { ArrowLeft, ChevronLeft, ChevronRight, PanelRight } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useDeletion } from '../gallery/use-deletion.ts';
import { QueueButton } from '../queue/QueueButton.tsx';
import { isTyping } from '../shell/use-window-keys.ts';
import { useCard, useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './PhotoBar.module.css';
import { PhotoMenu } from './PhotoMenu.tsx';
import type { CompareMode } from './PhotoView.tsx';

export function PhotoBar({
  photoId,
  versions,
  shown,
  mode,
  onMode,
}: {
  photoId: string;
  versions: readonly Version[];
  /** Null where there is no picture yet, and nothing to compare. */
  shown: Version | null;
  mode: CompareMode;
  onMode: (mode: CompareMode) => void;
}) {
  const studio = useStudio();
  const card = useCard(photoId);
  const index = useStudioState((state) => state.order.indexOf(photoId));
  const total = useStudioState((state) => state.order.length);
  const remove = useDeletion();
  const infoOpen = useStudioState((state) => state.infoOpen);

  const step = useCallback(
    (by: number) => {
      const { order } = studio.store.getState();
      const next = order[order.indexOf(photoId) + by];
      if (next != null) {
        studio.go({ kind: 'photo', photoId: next });
        studio.select((selection) => ({ ...selection, focus: next }));
      }
    },
    [studio, photoId],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'PageUp') step(-1);
      else if (event.key === 'PageDown') step(1);
      else if (event.key.toLowerCase() === 'i')
        studio.store.setState(({ infoOpen: open }) => ({ infoOpen: !open }));
      else if (event.key.toLowerCase() === 's' && shown !== null)
        onMode(mode === 'slider' ? 'sideBySide' : 'slider');
      else if (event.key === 'Delete') remove([photoId]);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [studio, step, shown, mode, onMode, remove, photoId]);
  // The neighbours' cards have to be known before one steps on them.
  useEffect(() => {
    if (index >= 0) studio.want(Math.max(0, index - 2), index + 3);
  }, [studio, index]);

  return (
    <header className={styles.bar}>
      <div className={styles.left}>
        <IconButton
          label="Back to the library"
          keys="Esc"
          icon={<ArrowLeft size={18} strokeWidth={1.7} />}
          onClick={() => studio.goOut()}
        />
        <h1 className={styles.name}>{card?.name ?? ''}</h1>
        {index >= 0 && total > 1 && (
          <span className={styles.place}>
            {formatCount(index + 1)} of {formatCount(total)}
          </span>
        )}
      </div>
      {shown === null ? (
        <span />
      ) : (
        <Segments
          label="Comparison"
          value={mode}
          segments={[
            { value: 'slider', label: 'Slider' },
            { value: 'sideBySide', label: 'Side by side' },
          ]}
          onChange={onMode}
        />
      )}
      <div className={styles.right}>
        <IconButton
          label="Previous photo"
          keys="Page up"
          disabled={index <= 0}
          icon={<ChevronLeft size={18} strokeWidth={1.7} />}
          onClick={() => step(-1)}
        />
        <IconButton
          label="Next photo"
          keys="Page down"
          disabled={index < 0 || index >= total - 1}
          icon={<ChevronRight size={18} strokeWidth={1.7} />}
          onClick={() => step(1)}
        />
        <IconButton
          label="Details"
          keys="I"
          aria-pressed={infoOpen}
          icon={<PanelRight size={17} strokeWidth={1.7} />}
          onClick={() => studio.store.setState({ infoOpen: !infoOpen })}
        />
        <PhotoMenu photoId={photoId} versions={versions} shown={shown} />
        <QueueButton />
      </div>
    </header>
  );
}
