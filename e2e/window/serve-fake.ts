/** The window over the fake studio. */
import { fileURLToPath } from 'node:url';
import { servePage } from '../serve-page.ts';

await servePage(fileURLToPath(new URL('fake.vite.config.ts', import.meta.url)), 5199);
