import { Eye, Focus, Lightbulb, ZoomIn } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { CaptureWithPhone } from '../pairing/CaptureWithPhone.tsx';
import { useFileDialog } from '../shell/use-file-dialog.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './CaptureGuide.module.css';

const tips = [
  {
    Icon: ZoomIn,
    name: 'Come close',
    words:
      'The eye fills most of the picture. A macro lens, or the 2× or macro setting of a phone, helps most.',
  },
  {
    Icon: Eye,
    name: 'Eye wide open',
    words: 'Ask the person to look straight into the lens and to open the eye wide.',
  },
  {
    Icon: Lightbulb,
    name: 'One light, from the side',
    words: 'Step away from windows. A small lamp at the side gives detail and only one small reflection.',
  },
  {
    Icon: Focus,
    name: 'Focus on the iris',
    words: 'Not on the lashes. Take three photos; one of them is sharp.',
  },
];

/** How to take a photo that works, and which phone to take it with. */
export function CaptureGuide() {
  const studio = useStudio();
  const chooseFiles = useFileDialog();
  const close = () => studio.store.setState({ captureGuide: false });
  return (
    <Sheet
      title="Capture again"
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Close</Button>
          <Button
            look="primary"
            onClick={() => {
              close();
              chooseFiles();
            }}
          >
            Choose the new photo
          </Button>
        </>
      }
    >
      <ul className={styles.tips}>
        {tips.map(({ Icon, name, words }) => (
          <li key={name}>
            <Icon size={26} strokeWidth={1.4} aria-hidden="true" />
            <strong>{name}</strong>
            <p>{words}</p>
          </li>
        ))}
      </ul>
      <CaptureWithPhone onPair={close} />
    </Sheet>
  );
}
