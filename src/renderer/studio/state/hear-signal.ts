import type { DesktopSignal } from '../../../contracts/desktop.ts';
import type { Studio } from './studio.ts';

/** Does what a notification, a link from outside or the system's menu asked for. */
export function hearSignal(studio: Studio, signal: DesktopSignal): void {
  switch (signal.type) {
    case 'show':
      studio.go(signal.place.kind === 'settings' ? { kind: 'settings', section: 'general' } : signal.place);
      return;
    case 'imported':
      studio.store.setState({ importReport: signal.report });
      return;
    case 'toggleQueue':
      studio.store.setState(({ queueOpen }) => ({ queueOpen: !queueOpen }));
      return;
    case 'restarted':
      studio.notify({
        tone: 'plain',
        title: 'The window had to start again',
        body: 'Nothing was lost, and your photos went on meanwhile.',
      });
  }
}
