import { chosenCapture } from '../state/chosen-capture.ts';
import { useCompanionState } from '../state/companion-context.ts';
import { CaptureStage } from './CaptureStage.tsx';
import { ConnectionLine } from './ConnectionLine.tsx';
import { Dock } from './Dock.tsx';
import { EmptyHome } from './EmptyHome.tsx';
import styles from './Home.module.css';
import { Strip } from './Strip.tsx';
import { TopBar } from './TopBar.tsx';

/** Like a camera: what was just taken in the middle, everything of today below it, the shutter under the thumb. */
export function Home() {
  const empty = useCompanionState((state) => state.reading === 0 && chosenCapture(state) === null);
  return (
    <main className={styles.home}>
      <TopBar />
      <ConnectionLine />
      {empty ? (
        <EmptyHome />
      ) : (
        <>
          <CaptureStage />
          <Strip />
        </>
      )}
      <Dock />
    </main>
  );
}
