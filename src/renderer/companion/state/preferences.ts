import { z } from 'zod';
import type { Preferences } from './companion-state.ts';

const key = 'irisvue-companion-preferences';
const usual: Preferences = { theme: 'dark', sound: true };
const schema = z.object({
  theme: z.enum(['system', 'dark', 'light']).catch(usual.theme),
  sound: z.boolean().catch(usual.sound),
});

export function readPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  try {
    return schema.parse(JSON.parse(storage.getItem(key) ?? '{}'));
  } catch {
    return usual;
  }
}

export function writePreferences(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  try {
    storage.setItem(key, JSON.stringify(preferences));
  } catch {
    // A private window keeps nothing; the wish holds until the page goes.
  }
}
