/** What to touch in the phone's settings, each with a drawing of the row to look for. */
import type { DevicePlatform } from '../../../contracts/companion/device.ts';
import styles from './GuideView.module.css';
import { SettingsDrawing, type SettingsRow } from './SettingsDrawing.tsx';

interface Way {
  readonly words: string;
  readonly title: string;
  readonly rows: readonly SettingsRow[];
}

export function InstallSteps({
  platform,
  certificateName,
  homeScreen = false,
}: {
  platform: DevicePlatform;
  certificateName: string;
  homeScreen?: boolean;
}) {
  const ways = homeScreen ? homeScreenWays : platform === 'ios' ? iosWays(certificateName) : androidWays;
  return (
    <ol className={styles.ways}>
      {ways.map(({ words, title, rows }) => (
        <li key={words}>
          <p>{words}</p>
          <SettingsDrawing title={title} rows={rows} />
        </li>
      ))}
    </ol>
  );
}

const iosWays = (name: string): Way[] => [
  {
    words: 'Open Settings. Near the top, touch “Profile Downloaded”, then “Install”.',
    title: 'Settings',
    rows: [{ name: 'Profile Downloaded', touch: true }, { name: 'Wi-Fi' }, { name: 'Bluetooth' }],
  },
  {
    words:
      'Still in Settings: General, About, and at the very end “Certificate Trust Settings”. Turn the studio’s switch on.',
    title: 'Certificate Trust Settings',
    rows: [{ name, on: true, touch: true }],
  },
  {
    words: 'Come back to this page. The mark above lights up by itself.',
    title: 'Safari',
    rows: [{ name: 'IrisVue', back: true, touch: true }],
  },
];

const androidWays: Way[] = [
  {
    words:
      'Open Settings and search for “CA certificate”. It lies under Security, Encryption and credentials.',
    title: 'Settings',
    rows: [
      { name: 'ca certificate', search: true },
      { name: 'CA certificate', touch: true },
    ],
  },
  {
    words:
      'Android warns that such certificates could watch your traffic. This one cannot: it is valid for this studio only. Touch “Install anyway” and unlock the phone.',
    title: 'Your data won’t be private',
    rows: [{ name: 'Install anyway', touch: true }, { name: 'Don’t install' }],
  },
  {
    words: 'Choose the file that was just downloaded, then come back to this page.',
    title: 'Downloads',
    rows: [{ name: 'irisvue-studio.crt', touch: true }],
  },
];

const homeScreenWays: Way[] = [
  {
    words: 'Touch Safari’s share button at the bottom, then “Add to Home Screen”, then “Add”.',
    title: 'Share',
    rows: [{ name: 'Add to Home Screen', touch: true }, { name: 'Add Bookmark' }],
  },
  {
    words: 'Open IrisVue from the Home Screen. The next steps are done there.',
    title: 'Home Screen',
    rows: [{ name: 'IrisVue', app: true, touch: true }],
  },
];
