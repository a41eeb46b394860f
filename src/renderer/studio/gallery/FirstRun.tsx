import { Button } from '../../ui/Button.tsx';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { useFileDialog } from '../shell/use-file-dialog.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './FirstRun.module.css';

/** The one screen before the first photo: nothing to configure, a sample ready to try. */
export function FirstRun() {
  const studio = useStudio();
  const chooseFiles = useFileDialog();
  return (
    <section className={styles.screen}>
      <EyeDrawing width={220} />
      <h2>Drop a photo of an eye here</h2>
      <p>A close, sharp photo with one open eye works best. JPEG, PNG, HEIC, TIFF, WebP and AVIF are fine.</p>
      <div className={styles.buttons}>
        <Button look="primary" size="large" onClick={chooseFiles}>
          Choose photos
        </Button>
        <Button size="large" onClick={() => void studio.addSample()}>
          Try the sample
        </Button>
      </div>
      <p className={styles.privacy}>Everything stays on this computer.</p>
    </section>
  );
}
