import { photosAndResults } from './0001-photos-and-results.ts';
import { jobsAndEvents } from './0002-jobs-and-events.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [photosAndResults, jobsAndEvents];
