/** What the desktop finds beside main's own files; see assembly/places.ts. */
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const preloadFile = at('../preload/desktop.cjs');
export const iconFile = at('../../build/icons/256x256.png');
