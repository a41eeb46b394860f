import { LayoutGrid, Settings2, Smartphone } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { IrisMark } from '../../ui/IrisMark.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './Rail.module.css';

export function Rail() {
  const studio = useStudio();
  const kind = useStudioState((state) => state.view.kind);
  const current = kind === 'photo' || kind === 'outline' ? 'library' : kind;
  const connected = useStudioState((state) => state.phones?.devices.some((each) => each.connected) ?? false);
  const item = (name: 'library' | 'phones' | 'settings', label: string, icon: React.ReactNode) => (
    <IconButton
      label={label}
      icon={icon}
      side="right"
      className={styles.item}
      aria-current={current === name ? 'page' : undefined}
      onClick={() => {
        if (name === 'library') studio.go({ kind: 'library' });
        if (name === 'phones') studio.go({ kind: 'phones' });
        if (name === 'settings') studio.go({ kind: 'settings', section: 'general' });
      }}
    />
  );
  return (
    <nav className={styles.rail} aria-label="Studio">
      <span className={styles.mark}>
        <IrisMark size={24} />
      </span>
      {item('library', 'Library', <LayoutGrid size={20} strokeWidth={1.6} />)}
      {item(
        'phones',
        connected ? 'Phones, connected' : 'Phones',
        <span className={classNames(styles.phones, connected && styles.connected)}>
          <Smartphone size={20} strokeWidth={1.6} />
        </span>,
      )}
      <span className={styles.foot}>
        {item('settings', 'Settings', <Settings2 size={20} strokeWidth={1.6} />)}
      </span>
    </nav>
  );
}
