/** The phone's page over the playing studio. */
import { fileURLToPath } from 'node:url';
import { servePage } from '../serve-page.ts';

await servePage(fileURLToPath(new URL('playing.vite.config.ts', import.meta.url)), 5198);
