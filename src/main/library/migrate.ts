import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

export const latestSchemaVersion = migrations.length;

export function schemaVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings the schema to `target` (the latest by default), one transaction per migration, so that a crash leaves
 * the version it had reached. A schema newer than this program knows is the caller's to refuse.
 */
export function migrate(database: Database, target = latestSchemaVersion): void {
  for (const migration of migrations.slice(schemaVersion(database), target)) {
    database
      .transaction(() => {
        migration.up(database);
        database.pragma(`user_version = ${migration.number}`);
      })
      .immediate();
  }
}
