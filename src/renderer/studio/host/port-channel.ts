/** The channel to main: a message port that the preload asks for and the page gets as a message of its own window. */
import { type DesktopBridge, portMessage } from '../../../contracts/desktop-bridge.ts';
import type { GuardedTransport } from '../../../transport/guarded-expose.ts';
import type { Connection } from './host-port.ts';

export interface PortChannel extends GuardedTransport {
  onConnection(listener: (connection: Connection) => void): () => void;
}

export function openPortChannel(bridge: DesktopBridge<File>): PortChannel {
  const messageListeners = new Set<(message: unknown) => void>();
  const connectionListeners = new Set<(connection: Connection) => void>();
  let waiting: unknown[] = [];
  let port: MessagePort | null = null;

  function open(given: MessagePort): void {
    port = given;
    given.onmessage = ({ data }) => {
      for (const listener of [...messageListeners]) listener(data);
    };
    for (const message of waiting) given.postMessage(message);
    waiting = [];
    for (const listener of [...connectionListeners]) listener('connected');
  }

  window.addEventListener('message', function receive(event) {
    // Only this window itself, which is where the preload speaks.
    const [given] = event.ports;
    if (event.source !== window || event.data !== portMessage || given === undefined) return;
    window.removeEventListener('message', receive);
    open(given);
  });
  bridge.connect();

  return {
    post(message) {
      if (port === null) waiting.push(message);
      else port.postMessage(message);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      listener(port === null ? 'lost' : 'connected');
      return () => connectionListeners.delete(listener);
    },
  };
}
