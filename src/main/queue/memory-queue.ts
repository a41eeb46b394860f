import type { JobQueue } from './job-queue.ts';
import type { JobStore } from './job-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { type QueueOptions, StoreQueue } from './store-queue.ts';

/** A queue that ends with the process. Give it the store of an earlier one to play a restart. */
export function createMemoryQueue(
  options: QueueOptions = {},
  store: JobStore = createMemoryStore(),
): JobQueue {
  return new StoreQueue(store, options);
}
