import { useId, useState } from 'react';
import { deviceNameSchema } from '../../../contracts/companion/device.ts';
import { Button } from '../../ui/Button.tsx';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import type { ThemeWish } from '../state/companion-state.ts';
import { BottomSheet } from './BottomSheet.tsx';
import styles from './PhoneSheet.module.css';

const themes: readonly (readonly [ThemeWish, string])[] = [
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['system', 'Auto'],
];

/** This phone in this studio: its name, how it looks and sounds, and the way out. */
export function PhoneSheet({ onClose }: { onClose: () => void }) {
  const companion = useCompanion();
  const studio = useCompanionState((state) => state.pairing?.studio ?? '');
  const { theme, sound } = useCompanionState((state) => state.preferences);
  const soundId = useId();
  return (
    <BottomSheet title={studio} onClose={onClose}>
      <div className={styles.rows}>
        <NameRow />
        <div className={styles.row}>
          <span id={soundId}>Sound when something is ready</span>
          <button
            type="button"
            role="switch"
            aria-checked={sound}
            aria-labelledby={soundId}
            className={styles.switch}
            onClick={() => companion.prefer({ sound: !sound })}
          />
        </div>
        <div className={styles.row}>
          <span>Appearance</span>
          {/* biome-ignore lint/a11y/useSemanticElements: three buttons, not a form */}
          <div className={styles.choices} role="group" aria-label="Appearance">
            {themes.map(([wish, name]) => (
              <button
                key={wish}
                type="button"
                aria-pressed={theme === wish}
                onClick={() => companion.prefer({ theme: wish })}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      </div>
      <Leave />
    </BottomSheet>
  );
}

function NameRow() {
  const companion = useCompanion();
  const known = useCompanionState((state) => state.pairing?.phone ?? '');
  const [name, setName] = useState(known);
  const fieldId = useId();
  const keep = () => {
    const parsed = deviceNameSchema.safeParse(name);
    if (parsed.success && parsed.data !== known) void companion.rename(parsed.data);
    else setName(known);
  };
  return (
    <div className={styles.row}>
      <label htmlFor={fieldId}>This phone</label>
      <input
        id={fieldId}
        className={styles.name}
        value={name}
        maxLength={40}
        autoComplete="off"
        enterKeyHint="done"
        onChange={(event) => setName(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </div>
  );
}

function Leave() {
  const companion = useCompanion();
  const unsent = useCompanionState(({ captures }) => captures.filter(({ at }) => at === 'phone').length);
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <div className={styles.leave}>
        <Button size="touch" look="danger" onClick={() => setSure(true)}>
          Disconnect this phone
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.leave}>
      <p>
        Your photos stay in the studio. To come back, scan its code again.
        {unsent > 0 && ' What was not sent yet stays on this phone.'}
      </p>
      <div className={styles.buttons}>
        <Button size="touch" look="danger" onClick={() => void companion.forget()}>
          Disconnect
        </Button>
        <Button size="touch" look="plain" onClick={() => setSure(false)}>
          Stay connected
        </Button>
      </div>
    </div>
  );
}
