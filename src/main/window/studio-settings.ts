import { z } from 'zod';
import { recipeSchema } from '../../contracts/recipe.ts';
import { type StudioSettings, studioSettingsSchema } from '../../contracts/studio-api.ts';
import type { Database } from '../library/database.ts';
import { readSetting, type Setting, writeSetting } from '../library/settings.ts';

export const defaultSettings: StudioSettings = {
  theme: 'system',
  recipe: recipeSchema.parse({}),
  namePattern: '{name}-iris',
  saveFolder: null,
  saveFormat: null,
  saveSize: null,
  cardSize: 220,
  notifications: true,
  pushToPhones: false,
};

/** What an earlier version did not know yet is as it is for a new user. */
const setting: Setting<StudioSettings> = {
  name: 'studio',
  schema: z.preprocess(
    (stored) => ({ ...defaultSettings, ...(stored as Partial<StudioSettings>) }),
    studioSettingsSchema,
  ),
};

export function readStudioSettings(database: Database): StudioSettings {
  return readSetting(database, setting) ?? defaultSettings;
}

/** Only what is named changes. */
export function changeStudioSettings(
  database: Database,
  change: { readonly [Name in keyof StudioSettings]?: StudioSettings[Name] | undefined },
): StudioSettings {
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const settings = studioSettingsSchema.parse({ ...readStudioSettings(database), ...named });
  writeSetting(database, setting, settings);
  return settings;
}
