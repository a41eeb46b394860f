/** The second thread's entry point. */
import { parentPort } from 'node:worker_threads';
import { serveSecondThread } from './serve-second-thread.ts';

if (parentPort === null) throw new Error('this thread is started by the worker, not by hand');
const port = parentPort;

serveSecondThread({
  post: (message) => port.postMessage(message),
  onMessage(listener) {
    port.on('message', listener);
    return () => port.off('message', listener);
  },
});
