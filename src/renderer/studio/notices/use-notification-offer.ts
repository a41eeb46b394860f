/** Browsers notify only after a question that must follow a click; it is offered once, with the first work. */
import { useEffect } from 'react';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import { askToNotify } from './use-endings.ts';

const offeredKey = 'irisvue-notifications-offered';

export function useNotificationOffer(): void {
  const studio = useStudio();
  const working = useStudioState(({ queue }) => queue.share !== null);
  const wished = useStudioState(({ settings }) => settings?.notifications === true);
  useEffect(() => {
    if (!working || !wished || !studio.host.notifiesItself) return;
    if (!('Notification' in window) || Notification.permission !== 'default') return;
    if (window.localStorage.getItem(offeredKey) !== null) return;
    window.localStorage.setItem(offeredKey, 'yes');
    studio.notify({
      tone: 'plain',
      title: 'You need not wait here',
      body: 'Your browser can tell you when the pictures are ready.',
      action: { label: 'Tell me', run: () => void askToNotify() },
    });
  }, [studio, working, wished]);
}
