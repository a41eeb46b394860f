/** What the desktop finds beside main's own files; see assembly/places.ts. */
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const preloadFile = at('../preload/desktop.cjs');
/** In a package; see build/native-hashes.ts. */
export const nativesFile = at('./natives.json');
/** Beside the archive, where native code lies. */
export const unpackedDirectory = at('../../').replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
export const iconFile = at('../../build/icons/256x256.png');
