import { useId, useState } from 'react';
import { deviceNameSchema } from '../../../contracts/companion/device.ts';
import type { PairingState } from '../../../contracts/phones.ts';
import { Button } from '../../ui/Button.tsx';
import sheet from '../../ui/Sheet.module.css';
import { useStudio } from '../state/studio-context.ts';
import { formatCountdown } from './ago.ts';
import styles from './PairingDialog.module.css';
import { PhoneDrawing } from './PhoneDrawing.tsx';
import { useNow } from './use-now.ts';

const systems = { ios: 'An iPhone or iPad', android: 'An Android phone', other: 'A device' };

/** The one moment at which somebody decides: who it is, where it comes from, and what it will be able to do. */
export function AskingPhone({ pairing }: { pairing: Extract<PairingState, { state: 'asking' }> }) {
  const studio = useStudio();
  const fieldId = useId();
  const now = useNow(250);
  const [name, setName] = useState(pairing.name);
  const [answered, setAnswered] = useState(false);
  const parsed = deviceNameSchema.safeParse(name);
  const answer = async (allow: boolean) => {
    setAnswered(true);
    const wish = { allow, name: allow && parsed.success ? parsed.data : null };
    await studio.attempt(() => studio.host.studio.answerPairing(wish));
    setAnswered(false);
  };
  return (
    <>
      <div className={styles.figure}>
        <PhoneDrawing state="asking" />
      </div>
      <p className={sheet.words}>
        {systems[pairing.platform]} at {pairing.from} asks to be let in. It will be able to send photos to
        this studio, to have them processed, and to see what became of them. It sees nothing else.
      </p>
      <label className={styles.field} htmlFor={fieldId}>
        Name in the studio
        <input
          id={fieldId}
          className={styles.input}
          value={name}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <div className={styles.foot}>
        <span className={styles.countdown}>
          <span className="visually-hidden">Time to answer: </span>
          {formatCountdown(pairing.expiresAt - now)}
        </span>
        <span className={styles.row}>
          <Button disabled={answered} onClick={() => void answer(false)}>
            Do not allow
          </Button>
          <Button look="primary" disabled={answered || !parsed.success} onClick={() => void answer(true)}>
            Allow
          </Button>
        </span>
      </div>
    </>
  );
}
