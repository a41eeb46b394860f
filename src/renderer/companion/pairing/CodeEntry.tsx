import { useState } from 'react';
import { type FailureCode, failures } from '../../../contracts/failure.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './Pairing.module.css';
import { PairingScreen } from './PairingScreen.tsx';
import { StudioDrawing } from './StudioDrawing.tsx';

const places = [0, 1, 2, 3, 4, 5] as const;

/** The six digits that the studio shows under its QR code; the last one sends them. */
export function CodeEntry({
  refused,
  onCode,
}: {
  refused: FailureCode | null;
  onCode: (digits: string) => void;
}) {
  const [digits, setDigits] = useState('');
  const [asking, setAsking] = useState(false);
  // A code that was refused is typed anew.
  const [known, setKnown] = useState(refused);
  if (refused !== known || (refused !== null && asking && digits === '')) {
    setKnown(refused);
    setAsking(false);
  }
  const type = (text: string) => {
    const next = text.replace(/\D/g, '').slice(0, 6);
    setDigits(next);
    if (next.length < 6) return;
    setAsking(true);
    setDigits('');
    onCode(next);
  };
  return (
    <PairingScreen>
      <span className={styles.drawing}>
        <StudioDrawing show="code" />
      </span>
      <h1>Connect to the studio</h1>
      <p>
        In IrisVue Studio, choose “Pair a phone”. Scan its code with the camera, or type the six digits here.
      </p>
      <div className={styles.code}>
        <input
          className={styles.digits}
          aria-label="Six digits"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]*"
          // biome-ignore lint/a11y/noAutofocus: there is nothing else to do on this screen
          autoFocus
          value={digits}
          onChange={(event) => type(event.target.value)}
        />
        <div className={styles.boxes} aria-hidden="true">
          {places.map((place) => (
            <span key={place} className={classNames(styles.box, place === digits.length && styles.next)}>
              {digits[place] ?? ''}
            </span>
          ))}
        </div>
      </div>
      <p className={styles.refused} role="alert">
        {refused !== null && !asking && `${failures[refused].message} ${failures[refused].suggestion}`}
      </p>
    </PairingScreen>
  );
}
