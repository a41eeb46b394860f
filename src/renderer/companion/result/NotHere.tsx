import { ChevronLeft } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { TouchIcon } from '../shell/TouchIcon.tsx';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import styles from './ResultView.module.css';

/** Opened by a link or after a removal: there is no such picture, or it is not this phone's. */
export function NotHere() {
  const companion = useCompanion();
  const connected = useCompanionState((state) => state.standing === 'connected');
  return (
    <main className={styles.view}>
      <header className={styles.bar}>
        <TouchIcon label="Back" icon={<ChevronLeft size={26} />} onClick={() => companion.back()} />
      </header>
      <section className={styles.nothing}>
        <EyeDrawing width={160} />
        <h1>{connected ? 'This picture is not here any more' : 'Looking for the studio…'}</h1>
        {connected && (
          <>
            <p>It was removed, in the studio or on this phone.</p>
            <Button size="touch" look="plain" onClick={() => companion.back()}>
              Back to your photos
            </Button>
          </>
        )}
      </section>
    </main>
  );
}
