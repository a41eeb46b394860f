import type { RawData, WebSocket } from 'ws';
import type { GuardedTransport } from '../../../transport/guarded-expose.ts';

/** A page that does not read what it is sent, with this much waiting for it, is let go; it comes back by itself. */
const mostWaitingBytes = 32_000_000;

/** Messages as JSON text: all that the contract carries is plain data. */
export function socketTransport(socket: WebSocket): GuardedTransport {
  return {
    post(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      const receive = (data: RawData, isBinary: boolean) => {
        const message = isBinary ? undefined : parse(String(data));
        if (message !== undefined) listener(message);
      };
      socket.on('message', receive);
      return () => socket.off('message', receive);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
