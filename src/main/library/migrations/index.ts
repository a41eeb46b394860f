import { photosAndResults } from './0001-photos-and-results.ts';
import { jobsAndEvents } from './0002-jobs-and-events.ts';
import { settingsAndAttempts } from './0003-settings-and-attempts.ts';
import { gallery } from './0004-gallery.ts';
import { lookedAt } from './0005-looked-at.ts';
import { phones } from './0006-phones.ts';
import { push } from './0007-push.ts';
import { sentPictures } from './0008-sent-pictures.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  photosAndResults,
  jobsAndEvents,
  settingsAndAttempts,
  gallery,
  lookedAt,
  phones,
  push,
  sentPictures,
];
