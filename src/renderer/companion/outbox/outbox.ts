/**
 * Captures that the studio does not have yet. The picked file itself is kept, because picking it again would give
 * other bytes (iOS re-encodes), and because a page may go at any moment.
 */
import type { FailureCode } from '../../../contracts/failure.ts';

export interface Kept {
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  readonly name: string;
  readonly byteLength: number;
  readonly addedAt: number;
  /** A small picture for the tile; null where this browser cannot read the format. */
  readonly small: Blob | null;
  /** Why the studio will not have it; null while it is to be sent. */
  readonly refused: FailureCode | null;
}

export interface Outbox {
  /** Oldest first, without the files themselves. */
  list(): Promise<Kept[]>;
  /** The same photo twice is one photo. */
  add(kept: Kept, file: Blob): Promise<void>;
  /** Null when another tab has finished with it. */
  file(sha256: string): Promise<Blob | null>;
  refuse(sha256: string, code: FailureCode): Promise<void>;
  /** Sends a refused one again. */
  retry(sha256: string): Promise<void>;
  remove(sha256: string): Promise<void>;
  /** False where the browser keeps nothing (private windows): the page then has to stay open. */
  readonly lasting: boolean;
}

/** For browsers that refuse to keep anything, and for tests. */
export function memoryOutbox(): Outbox {
  const entries = new Map<string, { kept: Kept; file: Blob }>();
  const change = (sha256: string, changes: Partial<Kept>) => {
    const entry = entries.get(sha256);
    if (entry !== undefined) entry.kept = { ...entry.kept, ...changes };
  };
  return {
    lasting: false,
    list: async () =>
      [...entries.values()].map(({ kept }) => kept).sort((one, other) => one.addedAt - other.addedAt),
    async add(kept, file) {
      if (!entries.has(kept.sha256)) entries.set(kept.sha256, { kept, file });
    },
    file: async (sha256) => entries.get(sha256)?.file ?? null,
    refuse: async (sha256, code) => change(sha256, { refused: code }),
    retry: async (sha256) => change(sha256, { refused: null }),
    async remove(sha256) {
      entries.delete(sha256);
    },
  };
}
