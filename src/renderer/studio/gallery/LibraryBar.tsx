import { Plus } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { RangeSlider } from '../../ui/RangeSlider.tsx';
import { QueueButton } from '../queue/QueueButton.tsx';
import { useFileDialog } from '../shell/use-file-dialog.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import { FilterTabs } from './FilterTabs.tsx';
import styles from './LibraryBar.module.css';
import { SearchField } from './SearchField.tsx';

export function LibraryBar() {
  const studio = useStudio();
  const chooseFiles = useFileDialog();
  const empty = useStudioState(({ counts }) => counts.all === 0);
  const waitingForYou = useStudioState(({ counts }) => counts.new);
  const selecting = useStudioState(({ selection }) => selection.selected.size > 0);
  const cardSize = useStudioState((state) => state.settings?.cardSize ?? 200);
  return (
    <header className={styles.room}>
      <div className={styles.bar}>
        <h1 className={styles.title}>Library</h1>
        {!empty && <FilterTabs />}
        <span className={styles.space} />
        {!empty && (
          <>
            <span className={styles.search}>
              <SearchField />
            </span>
            <span className={styles.size}>
              <RangeSlider
                label="Size of the cards"
                min={96}
                max={480}
                step={8}
                value={cardSize}
                onChange={(size) =>
                  studio.store.setState(({ settings }) => ({
                    settings: settings && { ...settings, cardSize: size },
                  }))
                }
                onCommit={(size) => studio.change({ cardSize: size })}
              />
            </span>
            <Button look="plain" className={styles.add} aria-label="Add photos" onClick={chooseFiles}>
              <Plus size={16} strokeWidth={1.8} aria-hidden="true" />
              <span className={styles.word}>Add photos</span>
            </Button>
            {waitingForYou > 0 && !selecting && (
              <Button look="primary" onClick={() => void studio.processNew()}>
                Process {formatCount(waitingForYou)} new
              </Button>
            )}
          </>
        )}
        <QueueButton />
      </div>
    </header>
  );
}
