import { useCallback } from 'react';
import { useStudio } from '../state/studio-context.ts';

const accepted = '.jpg,.jpeg,.png,.webp,.tif,.tiff,.avif,.heic,.heif,image/*';

/** Opens the dialog that the host has: the system's own, or the browser's file input. */
export function useFileDialog(): () => void {
  const studio = useStudio();
  return useCallback(() => {
    if (studio.host.chooseFiles !== null) {
      void studio.chooseFiles();
      return;
    }
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = accepted;
    input.addEventListener('change', () => void studio.importFiles([...(input.files ?? [])]));
    input.click();
  }, [studio]);
}
