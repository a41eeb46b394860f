import type { Version } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './VersionStrip.module.css';
import { recipeWords, versionTime } from './version-words.ts';

/** The versions of one photo, newest first: a click shows one; "Compare" puts the one before it on the other side. */
export function VersionStrip({
  versions,
  shown,
  against,
  onShow,
  onCompare,
}: {
  versions: readonly Version[];
  shown: Version;
  against: Version | null;
  onShow: (version: Version) => void;
  onCompare: (version: Version | null) => void;
}) {
  const { host } = useStudio();
  const other =
    versions[versions.indexOf(shown) + 1] ?? versions.find((version) => version !== shown) ?? null;
  return (
    <fieldset className={styles.strip} aria-label="Versions" style={{ border: 0 }}>
      {versions.map((version) => (
        <button
          key={version.resultId}
          type="button"
          aria-pressed={version === shown}
          aria-label={`Version of ${versionTime(version)}, ${recipeWords(version)}`}
          title={`${versionTime(version)} · ${recipeWords(version)}. With Alt: compare with it.`}
          className={classNames(styles.version, version === against && styles.compared)}
          onClick={(event) => {
            if (event.altKey && version !== shown) onCompare(version);
            else onShow(version);
          }}
        >
          <img src={host.mediaUrl(mediaPath.resultThumbnail(version.resultId))} alt="" draggable={false} />
        </button>
      ))}
      <Button
        size="small"
        aria-pressed={against !== null}
        style={{ alignSelf: 'center', marginLeft: 6 }}
        onClick={() => onCompare(against === null ? other : null)}
      >
        {against === null ? 'Compare versions' : 'Compare with the photo'}
      </Button>
    </fieldset>
  );
}
