import { Trash2, X } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { clearSelection } from '../state/selection.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import { DeletionSheet } from './DeletionSheet.tsx';
import styles from './SelectionBar.module.css';
import { useDeletion } from './use-deletion.ts';

/** Floats in while something is selected. */
export function SelectionBar() {
  const studio = useStudio();
  const selected = useStudioState((state) => state.selection.selected);
  const deletion = useStudioState((state) => state.deletion);
  const remove = useDeletion();
  const anyBusy = [...selected].slice(0, 500).some((id) => {
    const state = studio.cards.get(id)?.state;
    return state === 'waiting' || state === 'working';
  });
  return (
    <>
      {selected.size > 0 && (
        <div className={styles.bar} role="toolbar" aria-label="Selected photos">
          <span className={styles.count} aria-live="polite">
            {formatCount(selected.size)} selected
          </span>
          {anyBusy && <Button onClick={() => studio.cancel([...selected])}>Cancel</Button>}
          <IconButton
            label="Delete"
            keys="Del"
            side="top"
            icon={<Trash2 size={16} strokeWidth={1.7} />}
            onClick={() => remove([...selected])}
          />
          <IconButton
            label="Clear selection"
            keys="Esc"
            side="top"
            icon={<X size={17} strokeWidth={1.7} />}
            onClick={() => studio.select(clearSelection)}
          />
          <Button look="primary" onClick={() => void studio.process([...selected])}>
            Process
          </Button>
        </div>
      )}
      {deletion !== null && <DeletionSheet photoIds={deletion} />}
    </>
  );
}
