import type { GalleryFilter } from '../../../contracts/gallery.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatCount } from '../../ui/format.ts';
import { filterNames, filterOrder } from '../state/filters.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './FilterTabs.module.css';

/** The filters that hold something; an empty one stays only while it is chosen. */
export function FilterTabs() {
  const studio = useStudio();
  const counts = useStudioState((state) => state.counts);
  const chosen = useStudioState((state) => state.filter);
  const shown = filterOrder.filter((name) => name === 'all' || counts[name] > 0 || name === chosen);
  return (
    <fieldset className={styles.tabs} aria-label="Show" style={{ border: 0, margin: 0, padding: 0 }}>
      {shown.map((name: GalleryFilter) => (
        <button
          key={name}
          type="button"
          className={classNames(styles.tab, name === 'failed' && styles.failed)}
          aria-pressed={name === chosen}
          onClick={() => studio.show(name)}
        >
          {filterNames[name]}
          <span className={styles.count}>{formatCount(counts[name])}</span>
        </button>
      ))}
    </fieldset>
  );
}
