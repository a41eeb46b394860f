import { createMemoryQueue } from './memory-queue.ts';
import { createMemoryStore } from './memory-store.ts';
import { describeQueue } from './queue-conformance.ts';

describeQueue('the queue in memory', () => {
  const store = createMemoryStore();
  const open = (options: Parameters<typeof createMemoryQueue>[0]) => createMemoryQueue(options, store);
  return { open, reopen: open, dispose: () => {} };
});
