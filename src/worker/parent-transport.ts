/** The channel to the process that started this one, whichever way it did: Electron's utility process or a fork. */
import { leaveMessage } from '../contracts/worker-api.ts';

export interface ParentTransport {
  /** Resolves once the message has left this process, so that it arrives even if the next step is a crash. */
  post(message: unknown): Promise<void>;
  onMessage(listener: (message: unknown) => void): () => void;
  /** The parent has gone or has closed the channel. */
  onDisconnect(listener: () => void): void;
}

/** What Electron's `process.parentPort` has of a message port. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  off(event: 'message', listener: (event: { data: unknown }) => void): void;
}

export function parentTransport(host: NodeJS.Process = process): ParentTransport {
  const { parentPort } = host as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort) return utilityTransport(parentPort);
  if (host.send) return forkTransport(host);
  throw new Error('the worker is started by the studio, not by hand');
}

function utilityTransport(port: ParentPort): ParentTransport {
  return {
    async post(message) {
      port.postMessage(message);
    },
    onMessage(listener) {
      const receive = (event: { data: unknown }) => listener(event.data);
      port.on('message', receive);
      return () => port.off('message', receive);
    },
    // Electron ends its utility processes itself when the main process goes.
    onDisconnect(listener) {
      port.on('close', listener);
      port.on('message', ({ data }) => {
        if (data === leaveMessage) listener();
      });
    },
  };
}

function forkTransport(host: NodeJS.Process): ParentTransport {
  return {
    post: (message) =>
      new Promise((resolve) => {
        // Once the channel is closed nobody reads; `onDisconnect` ends the process.
        if (host.connected) host.send?.(message, undefined, undefined, () => resolve());
        else resolve();
      }),
    onMessage(listener) {
      host.on('message', listener);
      return () => host.off('message', listener);
    },
    onDisconnect: (listener) => host.once('disconnect', listener),
  };
}
