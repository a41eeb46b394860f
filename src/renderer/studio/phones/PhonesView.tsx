import { Smartphone } from 'lucide-react';
import styles from './PhonesView.module.css';

export function PhonesView() {
  return (
    <section className={styles.view}>
      <span className={styles.icon}>
        <Smartphone size={56} strokeWidth={1} aria-hidden="true" />
      </span>
      <h1>Capture with your phone</h1>
      <p>
        Pairing a phone comes with one of the next versions. Until then, take the photo with any camera and
        drop the file into this window.
      </p>
    </section>
  );
}
