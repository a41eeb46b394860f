import type { Outbox } from './outbox.ts';
import type { PhoneMemory } from './phone-memory.ts';

/** The outbox in IndexedDB: entry and file are written and removed together. */
export function storedOutbox(memory: PhoneMemory): Outbox {
  async function change(sha256: string, refused: Parameters<Outbox['refuse']>[1] | null): Promise<void> {
    const transaction = memory.transaction('kept', 'readwrite');
    const kept = await transaction.store.get(sha256);
    if (kept !== undefined) await transaction.store.put({ ...kept, refused });
    await transaction.done;
  }
  return {
    lasting: true,
    list: () => memory.getAllFromIndex('kept', 'addedAt'),
    async add(kept, file) {
      const transaction = memory.transaction(['kept', 'files'], 'readwrite');
      if ((await transaction.objectStore('kept').getKey(kept.sha256)) === undefined) {
        await Promise.all([
          transaction.objectStore('kept').put(kept),
          transaction.objectStore('files').put(file, kept.sha256),
        ]);
      }
      await transaction.done;
    },
    file: async (sha256) => (await memory.get('files', sha256)) ?? null,
    refuse: (sha256, code) => change(sha256, code),
    retry: (sha256) => change(sha256, null),
    async remove(sha256) {
      const transaction = memory.transaction(['kept', 'files'], 'readwrite');
      await Promise.all([
        transaction.objectStore('kept').delete(sha256),
        transaction.objectStore('files').delete(sha256),
        transaction.done,
      ]);
    },
  };
}
