/** The whole window takes files that are dropped on it or pasted into it. */
import { useEffect, useState } from 'react';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { useStudio } from '../state/studio-context.ts';
import styles from './DropTarget.module.css';
import { droppedFiles } from './dropped-files.ts';

export function DropTarget() {
  const studio = useStudio();
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const leave = () => {
      depth = 0;
      setOver(false);
    };
    const listeners = {
      dragenter(event: DragEvent) {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth += 1;
        setOver(true);
      },
      dragover(event: DragEvent) {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      },
      dragleave(event: DragEvent) {
        if (!carriesFiles(event)) return;
        depth -= 1;
        if (depth <= 0) leave();
      },
      drop(event: DragEvent) {
        if (!carriesFiles(event) || event.dataTransfer === null) return;
        event.preventDefault();
        leave();
        void studio.attempt(async () =>
          studio.importFiles(await droppedFiles(event.dataTransfer as DataTransfer)),
        );
      },
      paste(event: ClipboardEvent) {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        void studio.importFiles(files);
      },
    };
    for (const [type, listener] of Object.entries(listeners)) {
      window.addEventListener(type, listener as EventListener);
    }
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        window.removeEventListener(type, listener as EventListener);
      }
    };
  }, [studio]);
  if (!over) return null;
  return (
    <div className={styles.target} aria-hidden="true">
      <div className={styles.plate}>
        <EyeDrawing width={180} />
        <p className={styles.words}>Drop to add to your library</p>
      </div>
    </div>
  );
}
