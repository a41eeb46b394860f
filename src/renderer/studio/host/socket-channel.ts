/**
 * One channel over a WebSocket that comes back by itself. Calls made while it is away wait for the next connection;
 * calls whose answer was lost with a connection are never made twice: they fail, and the user may wish again.
 */
import type { GuardedTransport } from '../../../transport/guarded-expose.ts';
import type { Connection } from './host-port.ts';

const firstPauseMs = 250;
const longestPauseMs = 4000;

export interface SocketChannel extends GuardedTransport {
  onConnection(listener: (connection: Connection) => void): () => void;
}

/** @param hasMoved asked after an attempt that failed: whether there is no use in another one */
export function openSocketChannel(
  url: string,
  hasMoved: () => Promise<boolean> = async () => false,
): SocketChannel {
  const messageListeners = new Set<(message: unknown) => void>();
  const connectionListeners = new Set<(connection: Connection) => void>();
  const unanswered = new Set<string>();
  let waiting: string[] = [];
  let socket: WebSocket | null = null;
  let connection: Connection = 'lost';
  let pause = firstPauseMs;

  function tell(next: Connection): void {
    if (next === connection) return;
    connection = next;
    for (const listener of [...connectionListeners]) listener(next);
  }

  function hear(message: unknown): void {
    if (typeof message === 'object' && message !== null && 'id' in message)
      unanswered.delete(String(message.id));
    for (const listener of [...messageListeners]) listener(message);
  }

  function connect(): void {
    const opened = new WebSocket(url);
    let wasOpen = false;
    socket = opened;
    opened.onopen = () => {
      wasOpen = true;
      pause = firstPauseMs;
      for (const text of waiting) opened.send(text);
      waiting = [];
      tell('connected');
    };
    opened.onmessage = ({ data }) => {
      try {
        hear(JSON.parse(String(data)));
      } catch {
        // Not ours: the studio only sends JSON.
      }
    };
    opened.onclose = () => {
      socket = null;
      tell('lost');
      for (const id of [...unanswered]) {
        const value = { code: 'unexpected', details: { reason: 'the connection was lost' } };
        hear({ id, type: 'HANDLER', name: 'throw', value: { isError: false, value } });
      }
      void tryAgain(wasOpen);
    };
  }

  async function tryAgain(wasOpen: boolean): Promise<void> {
    if (!wasOpen && (await hasMoved())) {
      tell('moved');
      return;
    }
    window.setTimeout(connect, pause);
    pause = Math.min(longestPauseMs, pause * 2);
  }

  connect();
  return {
    post(message) {
      const text = JSON.stringify(message);
      if (typeof message === 'object' && message !== null && 'id' in message)
        unanswered.add(String(message.id));
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
      else waiting.push(text);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      listener(connection);
      return () => connectionListeners.delete(listener);
    },
  };
}
