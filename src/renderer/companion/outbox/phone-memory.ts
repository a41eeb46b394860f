/** The phone's own database: captures not sent yet, the pairing, leases between tabs, small pictures. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Kept } from './outbox.ts';

export interface Lease {
  readonly holder: string;
  /** Milliseconds since 1970, by this phone's clock. */
  readonly until: number;
}

interface PhoneSchema extends DBSchema {
  kept: { key: string; value: Kept; indexes: { addedAt: number } };
  files: { key: string; value: Blob };
  leases: { key: string; value: Lease };
  /** Small pictures by `kind/id`, so that the page is not empty without the studio. */
  pictures: { key: string; value: { blob: Blob; usedAt: number }; indexes: { usedAt: number } };
  /** The pairing and what was seen last; the names say what. */
  facts: { key: string; value: unknown };
}

export type PhoneMemory = IDBPDatabase<PhoneSchema>;

/** Null where the browser keeps nothing. `name` differs in tests only. */
export async function openPhoneMemory(name = 'irisvue-companion'): Promise<PhoneMemory | null> {
  try {
    return await openDB<PhoneSchema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('kept', { keyPath: 'sha256' }).createIndex('addedAt', 'addedAt');
        database.createObjectStore('files');
        database.createObjectStore('leases');
        database.createObjectStore('pictures').createIndex('usedAt', 'usedAt');
        database.createObjectStore('facts');
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  } catch {
    return null;
  }
}
