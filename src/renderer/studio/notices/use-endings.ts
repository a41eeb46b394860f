/**
 * The end of what the user waited for: a message in the window, and the system's notification where the window is
 * not looked at, this host leaves notifying to it and the user allowed it.
 */
import { useEffect } from 'react';
import icon from '../icon.svg';
import { useStudio } from '../state/studio-context.ts';

export function useEndings(): void {
  const studio = useStudio();
  useEffect(
    () =>
      studio.onEnded(({ title, body, photoId, failed, finished }) => {
        const { view, settings } = studio.store.getState();
        const looking = document.visibilityState === 'visible' && document.hasFocus();
        const inSight = view.kind === 'photo' && view.photoId === photoId;
        if (!(looking && inSight)) {
          studio.notify({
            tone: finished === 0 && failed > 0 ? 'failure' : 'done',
            title,
            body,
            ...(photoId === null ? {} : { photoId }),
          });
        }
        if (!studio.host.notifiesItself || looking || settings?.notifications !== true) return;
        if (!('Notification' in window) || Notification.permission !== 'granted') return;
        const notification = new Notification(title, { body, icon, tag: 'irisvue-ended' });
        notification.onclick = () => {
          window.focus();
          notification.close();
          studio.go(photoId === null ? { kind: 'library' } : { kind: 'photo', photoId });
        };
      }),
    [studio],
  );
}

/** Must run in a click: browsers refuse the question otherwise. @returns whether the system will notify */
export async function askToNotify(): Promise<boolean> {
  if (!('Notification' in window)) return false;
  if (Notification.permission === 'granted') return true;
  if (Notification.permission === 'denied') return false;
  return (await Notification.requestPermission()) === 'granted';
}
