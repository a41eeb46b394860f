import { useId, useState } from 'react';
import { deviceNameSchema } from '../../../contracts/companion/device.ts';
import { Button } from '../../ui/Button.tsx';
import { thisPhone } from '../port/platform.ts';
import styles from './Pairing.module.css';
import { PairingScreen } from './PairingScreen.tsx';
import { StudioDrawing } from './StudioDrawing.tsx';

export function PhoneName({ onName }: { onName: (name: string) => void }) {
  const [name, setName] = useState(() => thisPhone().usualName);
  const fieldId = useId();
  const parsed = deviceNameSchema.safeParse(name);
  const formId = `${fieldId}form`;
  return (
    <PairingScreen
      foot={
        <Button type="submit" form={formId} look="primary" size="touch" disabled={!parsed.success}>
          Ask to connect
        </Button>
      }
    >
      <span className={styles.drawing}>
        <StudioDrawing show="found" />
      </span>
      <h1>
        <label htmlFor={fieldId}>What is this phone called?</label>
      </h1>
      <p>The studio shows this name beside the photos that you send.</p>
      <form
        id={formId}
        style={{ display: 'contents' }}
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed.success) onName(parsed.data);
        }}
      >
        <input
          id={fieldId}
          className={styles.field}
          value={name}
          maxLength={40}
          autoComplete="off"
          enterKeyHint="go"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </PairingScreen>
  );
}
