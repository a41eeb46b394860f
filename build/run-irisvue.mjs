/**
 * `npm run irisvue`: builds when a source is newer than the build, then runs the command line in the folder npm
 * was called from, so that relative paths mean what the user typed.
 */
import { pathToFileURL } from 'node:url';
import { buildWhenStale } from './build-when-stale.ts';

const entry = buildWhenStale();
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(entry).href);
