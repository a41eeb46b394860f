import { Tooltip } from 'radix-ui';
import { classNames } from '../../ui/class-names.ts';
import { DeletionSheet } from '../gallery/DeletionSheet.tsx';
import { LibraryView } from '../gallery/LibraryView.tsx';
import { Announcer } from '../notices/Announcer.tsx';
import { ImportStatus } from '../notices/ImportStatus.tsx';
import { Notices } from '../notices/Notices.tsx';
import { useEndings } from '../notices/use-endings.ts';
import { useNotificationOffer } from '../notices/use-notification-offer.ts';
import { OutlineView } from '../outline/OutlineView.tsx';
import { PairingDialog } from '../pairing/PairingDialog.tsx';
import { PhonesView } from '../phones/PhonesView.tsx';
import { QueueDrawer } from '../queue/QueueDrawer.tsx';
import { CaptureGuide } from '../result/CaptureGuide.tsx';
import { PhotoView } from '../result/PhotoView.tsx';
import { SettingsView } from '../settings/SettingsView.tsx';
import { useStudioState } from '../state/studio-context.ts';
import { ConnectionStrip } from './ConnectionStrip.tsx';
import { DropTarget } from './DropTarget.tsx';
import { Rail } from './Rail.tsx';
import styles from './StudioWindow.module.css';
import { useTheme } from './use-theme.ts';
import { useWindowKeys } from './use-window-keys.ts';
import { useWindowTitle } from './use-window-title.ts';
import { WaitingForStudio } from './WaitingForStudio.tsx';

export function StudioWindow() {
  const view = useStudioState((state) => state.view);
  const known = useStudioState((state) => state.settings !== null);
  const captureGuide = useStudioState((state) => state.captureGuide);
  const pairingOpen = useStudioState((state) => state.pairingOpen);
  const deletion = useStudioState((state) => state.deletion);
  const queueOpen = useStudioState((state) => state.queueOpen);
  useTheme();
  useWindowTitle();
  useWindowKeys();
  useEndings();
  useNotificationOffer();
  if (!known) return <WaitingForStudio />;
  const inLibrary = view.kind === 'library';
  return (
    <Tooltip.Provider delayDuration={500}>
      <div className={styles.whole}>
        <ConnectionStrip />
        <div className={styles.window}>
          <Rail />
          <div className={styles.places}>
            <div className={classNames(styles.place, !inLibrary && styles.covered)} inert={!inLibrary}>
              <LibraryView />
            </div>
            {!inLibrary && (
              <main className={classNames(styles.place, styles.over)} key={view.kind}>
                {view.kind === 'photo' && <PhotoView photoId={view.photoId} />}
                {view.kind === 'outline' && <OutlineView photoId={view.photoId} key={view.photoId} />}
                {view.kind === 'phones' && <PhonesView />}
                {view.kind === 'settings' && <SettingsView section={view.section} />}
              </main>
            )}
          </div>
          {queueOpen && <QueueDrawer />}
        </div>
      </div>
      <ImportStatus />
      <Notices />
      <DropTarget />
      {deletion !== null && <DeletionSheet photoIds={deletion} />}
      {captureGuide && <CaptureGuide />}
      {pairingOpen && <PairingDialog />}
      <Announcer />
    </Tooltip.Provider>
  );
}
