import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { useStudioState } from '../state/studio-context.ts';
import styles from './WaitingForStudio.module.css';

/** Before the first answer: empty for the half second it usually takes, then in words. */
export function WaitingForStudio() {
  const unreachable = useStudioState((state) => state.connection === 'unreachable');
  return (
    <main className={styles.screen} aria-busy="true">
      <div className={styles.quiet}>
        <EyeDrawing width={160} />
      </div>
      <p className={styles.quiet} role="status">
        {unreachable
          ? 'The studio does not answer. It may have been closed; start it again, and this window will find it.'
          : 'Opening your library…'}
      </p>
    </main>
  );
}
