import { Bell, BellRing, Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { IrisMark } from '../../ui/IrisMark.tsx';
import { PhoneSheet } from '../shell/PhoneSheet.tsx';
import { TouchIcon } from '../shell/TouchIcon.tsx';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { rungNames } from '../told/rungs.ts';
import { useRung } from '../told/use-rung.ts';
import styles from './TopBar.module.css';

export function TopBar() {
  const companion = useCompanion();
  const studio = useCompanionState((state) => state.pairing?.studio ?? '');
  const connected = useCompanionState((state) => state.standing === 'connected');
  const [sheet, setSheet] = useState(false);
  const rung = useRung();
  const BellIcon = rung === 'page' ? Bell : BellRing;
  return (
    <header className={styles.bar}>
      <h1 className={styles.title}>
        <button
          type="button"
          className={classNames(styles.studio, !connected && styles.away)}
          aria-label={`${studio}: this phone and its settings`}
          onClick={() => setSheet(true)}
        >
          <IrisMark size={24} />
          <span>{studio}</span>
        </button>
      </h1>
      <TouchIcon
        label="How to take a sharp photo"
        icon={<Lightbulb size={24} strokeWidth={1.75} aria-hidden="true" />}
        onClick={() => companion.go({ kind: 'coach' })}
      />
      <TouchIcon
        label={`How you are told: ${rungNames[rung]}`}
        icon={<BellIcon size={24} strokeWidth={1.75} aria-hidden="true" />}
        onClick={() => companion.go({ kind: 'told' })}
      />
      {sheet && <PhoneSheet onClose={() => setSheet(false)} />}
    </header>
  );
}
