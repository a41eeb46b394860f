import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { packageFile } from './places.ts';

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8')));

export const productName = 'IrisVue Studio';
export const productVersion = version;
/** Where its makers can be reached: relays of Web Push want to know, and Apple's refuses made-up ones. */
export const productUrl = 'https://irisvue.studio/';
/** What a finished picture's metadata calls its maker. */
export const softwareName = `${productName} ${version}`;
