import { useState } from 'react';
import { Segments } from '../../ui/Segments.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { askToNotify } from '../notices/use-endings.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './Page.module.css';
import { Row } from './Row.tsx';

export function GeneralSettings() {
  const studio = useStudio();
  const theme = useStudioState((state) => state.settings?.theme ?? 'system');
  const wished = useStudioState((state) => state.settings?.notifications ?? false);
  const about = useStudioState((state) => state.about);
  const [refused, setRefused] = useState(false);
  const allowed =
    !studio.host.notifiesItself || ('Notification' in window && Notification.permission === 'granted');
  const change = async (on: boolean) => {
    if (on && studio.host.notifiesItself && !(await askToNotify())) {
      setRefused(true);
      return;
    }
    setRefused(false);
    studio.change({ notifications: on });
  };
  return (
    <>
      <h2 className={styles.title}>General</h2>
      <Row label="Appearance">
        <Segments
          label="Appearance"
          value={theme}
          segments={[
            { value: 'system', label: 'System' },
            { value: 'dark', label: 'Dark' },
            { value: 'light', label: 'Light' },
          ]}
          onChange={(next) => studio.change({ theme: next })}
        />
      </Row>
      <Row
        label="Tell me when it is done"
        hint={
          refused
            ? 'Your browser does not allow it. Change that in the browser’s settings for this page.'
            : 'A notification when a photo or a batch is finished and this window is not in front.'
        }
      >
        <Toggle
          label="Tell me when it is done"
          checked={wished && allowed}
          onChange={(on) => void change(on)}
        />
      </Row>
      <Row
        label={about?.product ?? 'IrisVue Studio'}
        hint={about === null ? undefined : `Version ${about.version}`}
      />
    </>
  );
}
