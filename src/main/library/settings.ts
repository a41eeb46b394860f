import type { z } from 'zod';
import type { Database } from './database.ts';

/** One remembered value: its name, and what it must look like. */
export interface Setting<Value> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
}

/** Null when nothing was remembered, or when what was remembered no longer fits. */
export function readSetting<Value>(database: Database, setting: Setting<Value>): Value | null {
  const row = database.prepare('SELECT value FROM settings WHERE name = ?').get(setting.name) as
    | { value: string }
    | undefined;
  if (row === undefined) return null;
  const parsed = setting.schema.safeParse(JSON.parse(row.value));
  return parsed.success ? parsed.data : null;
}

export function writeSetting<Value>(database: Database, setting: Setting<Value>, value: Value): void {
  database
    .prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    .run(setting.name, JSON.stringify(setting.schema.parse(value)));
}
