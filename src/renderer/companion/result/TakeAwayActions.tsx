import { Check, Download, Share } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { BottomSheet } from '../shell/BottomSheet.tsx';
import type { PictureName } from '../state/picture-cache.ts';
import { usePicture } from '../state/use-picture.ts';
import styles from './ResultView.module.css';
import { useTakeAway } from './use-take-away.ts';

/** Save and share under the thumb, and beside them whatever else can be done with this picture. */
export function TakeAwayActions({
  name,
  fileName,
  label,
  children,
}: {
  name: PictureName;
  fileName: string;
  label: string;
  children: ReactNode;
}) {
  const { here, saved, save, share, inFiles, forgetFiles } = useTakeAway(name, fileName);
  return (
    <nav className={styles.actions} aria-label={label}>
      <button
        type="button"
        className={classNames(styles.action, styles.main)}
        disabled={!here}
        onClick={() => void save()}
      >
        {saved ? <Check size={24} aria-hidden="true" /> : <Download size={24} aria-hidden="true" />}
        {saved ? 'Saved' : 'Save'}
      </button>
      {share !== null && (
        <button type="button" className={styles.action} disabled={!here} onClick={share}>
          <Share size={24} aria-hidden="true" />
          Share
        </button>
      )}
      {children}
      {inFiles && <KeepInPhotos name={name} onClose={forgetFiles} />}
    </nav>
  );
}

function KeepInPhotos({ name, onClose }: { name: PictureName; onClose: () => void }) {
  const url = usePicture(name.kind, name.id, name.resultId);
  return (
    <BottomSheet title="Saved in Files" onClose={onClose}>
      <p>To keep it in Photos as well, press and hold the picture, then choose “Save to Photos”.</p>
      {url !== null && <img className={styles.photos} src={url} alt="The finished iris" />}
    </BottomSheet>
  );
}
