import { Button } from '../../ui/Button.tsx';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { useCompanion } from '../state/companion-context.ts';
import styles from './EmptyHome.module.css';

export function EmptyHome() {
  const companion = useCompanion();
  return (
    <section className={styles.empty}>
      <EyeDrawing width={220} />
      <h2>Photograph an eye</h2>
      <p>As close as it stays sharp. The photo goes straight to the studio.</p>
      <Button size="touch" look="plain" onClick={() => companion.go({ kind: 'coach' })}>
        How to take a sharp one
      </Button>
    </section>
  );
}
