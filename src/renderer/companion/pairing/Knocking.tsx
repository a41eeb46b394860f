import styles from './Pairing.module.css';
import { PairingScreen } from './PairingScreen.tsx';
import { StudioDrawing } from './StudioDrawing.tsx';

/** The moment between the scan and the studio's answer. */
export function Knocking() {
  return (
    <PairingScreen>
      <span className={styles.drawing}>
        <StudioDrawing show="waiting" />
      </span>
      <h1>Looking for the studio…</h1>
      <p>This phone and the studio have to be in the same Wi-Fi.</p>
    </PairingScreen>
  );
}
