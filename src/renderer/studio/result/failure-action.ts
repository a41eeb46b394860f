import { type FailureAction, failures } from '../../../contracts/failure.ts';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { useFileDialog } from '../shell/use-file-dialog.ts';
import { useStudio } from '../state/studio-context.ts';

const labels: Readonly<Record<FailureAction, string | null>> = {
  recapture: 'Capture again',
  retry: 'Try again',
  chooseAnotherPhoto: 'Choose another photo',
  freeSpace: 'Free some space',
  chooseAnotherFolder: 'Open settings',
  chooseAnotherModel: 'Open settings',
  correctOutline: 'Correct the outline',
  reinstall: null,
  pair: null,
  none: null,
};

/** The one button that goes with a photo's failure, ready to be pressed; null where nothing can be done here. */
export function useFailureAction(card: PhotoCard): { label: string; run: () => void } | null {
  const studio = useStudio();
  const chooseFiles = useFileDialog();
  if (card.failure === null) return null;
  const { action } = failures[card.failure];
  const label = labels[action];
  if (label === null) return null;
  const run = () => {
    switch (action) {
      case 'recapture':
        return studio.store.setState({ captureGuide: true });
      case 'retry':
        return void studio.process([card.id], { again: true });
      case 'chooseAnotherPhoto':
        return chooseFiles();
      case 'freeSpace':
        return studio.go({ kind: 'settings', section: 'storage' });
      case 'chooseAnotherFolder':
        return studio.go({ kind: 'settings', section: 'output' });
      case 'chooseAnotherModel':
        return studio.go({ kind: 'settings', section: 'models' });
      case 'correctOutline':
        return studio.go({ kind: 'outline', photoId: card.id });
      case 'reinstall':
      case 'pair':
      case 'none':
        return undefined;
    }
  };
  return { label, run };
}
