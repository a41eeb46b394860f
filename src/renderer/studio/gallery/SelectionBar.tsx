import { Download, Trash2, X } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useSaving } from '../result/use-saving.ts';
import { clearSelection } from '../state/selection.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './SelectionBar.module.css';
import { useDeletion } from './use-deletion.ts';

/** What is selected beyond the cards that the window holds is still processed and deleted, but not saved from here. */
const mostRead = 500;

/** Floats in while something is selected. */
export function SelectionBar() {
  const studio = useStudio();
  const selected = useStudioState((state) => state.selection.selected);
  const remove = useDeletion();
  const save = useSaving();
  const cards = [...selected].slice(0, mostRead).map((id) => studio.cards.get(id));
  const anyBusy = cards.some((card) => card?.state === 'waiting' || card?.state === 'working');
  const doubtful = cards.flatMap((card) => (card?.state === 'review' ? [card.id] : []));
  const finished = cards.flatMap((card) => (card?.result == null ? [] : [card.id]));
  const saveAll = async () => {
    const details = await studio.attempt(() =>
      Promise.all(finished.map((id) => studio.host.studio.photoDetail(id))),
    );
    if (details !== undefined) await save(details.flatMap((detail) => detail?.versions.slice(0, 1) ?? []));
  };
  if (selected.size === 0) return null;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selected photos">
      <span className={styles.count} aria-live="polite">
        {formatCount(selected.size)} selected
      </span>
      {anyBusy && <Button onClick={() => studio.cancel([...selected])}>Stop</Button>}
      {doubtful.length > 0 && <Button onClick={() => studio.accept(doubtful)}>Looks good</Button>}
      {finished.length > 0 && (
        <IconButton
          label={finished.length === 1 ? 'Save the picture' : `Save ${finished.length} pictures`}
          side="top"
          icon={<Download size={16} strokeWidth={1.7} />}
          onClick={() => void saveAll()}
        />
      )}
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
  );
}
