import type { MessagePortMain } from 'electron';
import type { GuardedTransport } from '../../transport/guarded-expose.ts';

export interface PortTransport extends GuardedTransport {
  /** The page has gone: closed, reloaded, crashed. */
  onClose(listener: () => void): void;
}

/** A page's end of the channel. Messages are cloned, not turned into text: no pixels, but plain data of any shape. */
export function portTransport(port: MessagePortMain): PortTransport {
  let isOpen = true;
  port.once('close', () => {
    isOpen = false;
  });
  return {
    post(message) {
      if (isOpen) port.postMessage(message);
    },
    onMessage(listener) {
      const receive = (event: Electron.MessageEvent) => listener(event.data);
      port.on('message', receive);
      port.start();
      return () => port.off('message', receive);
    },
    onClose: (listener) => port.once('close', listener),
  };
}
