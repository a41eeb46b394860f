/** Loaded first in a child that stands for a utility process: it has `process.parentPort`, and no `process.send`. */
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const held: unknown[] = [];

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send?.(structuredClone(message));
  }
  start(): void {}
}

const port = new ParentPort();
process.on('message', (data) => {
  if (port.listenerCount('message') === 0) held.push(data);
  else port.emit('message', { data, ports: [] });
});
port.on('newListener', (name) => {
  if (name !== 'message') return;
  // Once the listener is really there.
  queueMicrotask(() => {
    for (const data of held.splice(0)) port.emit('message', { data, ports: [] });
  });
});
// Chromium ends its children when the browser process goes.
process.once('disconnect', () => process.exit(1));
Object.defineProperty(process, 'parentPort', { value: port });
Object.defineProperty(process, 'send', { value: undefined });
