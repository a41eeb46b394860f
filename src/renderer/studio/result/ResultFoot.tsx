import type { PhotoDetail, Version } from '../../../contracts/gallery.ts';
import { formatDuration, formatPixels } from '../../ui/format.ts';
import { ResultActions } from './ResultActions.tsx';
import styles from './ResultFoot.module.css';
import { VersionStrip } from './VersionStrip.tsx';

/** Below the picture: its size and time, and what can be done with it. */
export function ResultFoot({
  detail,
  shown,
  against,
  onShow,
  onCompare,
}: {
  detail: PhotoDetail;
  shown: Version;
  against: Version | null;
  onShow: (version: Version) => void;
  onCompare: (version: Version | null) => void;
}) {
  return (
    <footer className={styles.foot}>
      <div className={styles.strip}>
        {detail.versions.length > 1 && (
          <VersionStrip
            versions={detail.versions}
            shown={shown}
            against={against}
            onShow={onShow}
            onCompare={onCompare}
          />
        )}
      </div>
      <p className={styles.figures}>
        {formatPixels(shown.width, shown.height)} · {formatDuration(shown.milliseconds)}
      </p>
      <div className={styles.actions}>
        <ResultActions photoId={detail.card.id} version={shown} />
      </div>
    </footer>
  );
}
