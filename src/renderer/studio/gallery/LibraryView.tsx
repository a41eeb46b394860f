import { ImportFailures } from '../notices/ImportFailures.tsx';
import { ArrivingStrip } from '../pairing/ArrivingStrip.tsx';
import { useStudioState } from '../state/studio-context.ts';
import { EmptyFilter } from './EmptyFilter.tsx';
import { FirstRun } from './FirstRun.tsx';
import { GalleryGrid } from './GalleryGrid.tsx';
import { LibraryBar } from './LibraryBar.tsx';
import styles from './LibraryView.module.css';
import { SelectionBar } from './SelectionBar.tsx';

export function LibraryView() {
  const nothingAtAll = useStudioState(({ counts }) => counts.all === 0);
  const nothingHere = useStudioState(({ order, orderKnown }) => orderKnown && order.length === 0);
  return (
    <main className={styles.view}>
      <LibraryBar />
      <ImportFailures />
      <ArrivingStrip />
      <div className={styles.body}>
        {nothingAtAll ? <FirstRun /> : nothingHere ? <EmptyFilter /> : <GalleryGrid />}
        <SelectionBar />
      </div>
    </main>
  );
}
