/**
 * The second thread of a worker process, seen from the first. The first one belongs to the networks: a session's run
 * blocks it, so whatever can be done beside one is done here. Started once, and warm from photo to photo like the
 * models. It holds no session, so a session that hangs still stops the process's heart-beat (decision 0019).
 */
import { Worker } from 'node:worker_threads';
import { guardedClient } from '../../transport/guarded-client.ts';
import { type SecondThreadApi, secondThreadAnswers } from './contract.ts';

const entry = new URL(import.meta.url.endsWith('.ts') ? './entry.ts' : './second-thread.js', import.meta.url);

export interface SecondThread {
  readonly api: SecondThreadApi;
  /** Ends it; what was asked and not answered stays so. */
  close(): Promise<void>;
}

/**
 * @param onGone told when it ends by itself. It then answers nothing any more: a process that has lost its second
 *   thread should end too and be replaced, as it would have been had the same befallen its only thread.
 * @param program what it runs; tests let it die
 */
export function startSecondThread(onGone: (reason: Error) => void, program = entry): SecondThread {
  const thread = new Worker(program);
  let isClosing = false;
  let reason: Error | null = null;
  thread.on('error', (error) => {
    reason = error instanceof Error ? error : new Error(String(error));
  });
  thread.once('exit', (code) => {
    if (!isClosing) onGone(reason ?? new Error(`the second thread ended with code ${code}`));
  });
  const api = guardedClient<SecondThreadApi>(secondThreadAnswers, {
    post: (message, transfer) => thread.postMessage(message, transfer as ArrayBuffer[] | undefined),
    onMessage(listener) {
      thread.on('message', listener);
      return () => thread.off('message', listener);
    },
  });
  return {
    api,
    async close() {
      isClosing = true;
      await thread.terminate();
    },
  };
}
