import { Cpu, FileImage, HardDrive, Layers, Lock, Settings2, Smartphone } from 'lucide-react';
import { useStudio } from '../state/studio-context.ts';
import type { SettingsSection } from '../state/view.ts';
import { GeneralSettings } from './GeneralSettings.tsx';
import { HardwareSettings } from './HardwareSettings.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { OutputSettings } from './OutputSettings.tsx';
import { PhoneSettings } from './PhoneSettings.tsx';
import { PrivacySettings } from './PrivacySettings.tsx';
import styles from './SettingsView.module.css';
import { StorageSettings } from './StorageSettings.tsx';

const sections = [
  { section: 'general', name: 'General', Icon: Settings2, Page: GeneralSettings },
  { section: 'output', name: 'Finished pictures', Icon: FileImage, Page: OutputSettings },
  { section: 'hardware', name: 'This computer', Icon: Cpu, Page: HardwareSettings },
  { section: 'models', name: 'Models', Icon: Layers, Page: ModelSettings },
  { section: 'storage', name: 'Storage', Icon: HardDrive, Page: StorageSettings },
  { section: 'phones', name: 'Phones', Icon: Smartphone, Page: PhoneSettings },
  { section: 'privacy', name: 'Privacy', Icon: Lock, Page: PrivacySettings },
] as const;

export function SettingsView({ section }: { section: SettingsSection }) {
  const studio = useStudio();
  const shown = sections.find((each) => each.section === section) ?? sections[0];
  return (
    <div className={styles.view}>
      <nav className={styles.nav} aria-label="Settings">
        <h1>Settings</h1>
        {sections.map(({ section: name, name: label, Icon }) => (
          <button
            key={name}
            type="button"
            className={styles.link}
            aria-current={name === section ? 'page' : undefined}
            onClick={() => studio.go({ kind: 'settings', section: name })}
          >
            <Icon size={17} strokeWidth={1.6} aria-hidden="true" />
            {label}
          </button>
        ))}
      </nav>
      <div className={styles.content}>
        <div className={styles.page}>
          <shown.Page />
        </div>
      </div>
    </div>
  );
}
