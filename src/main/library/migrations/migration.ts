import type { Database } from '../database.ts';

/** One step of the schema's history. Once released, a migration never changes; a new number follows it. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (database: Database) => void;
}
