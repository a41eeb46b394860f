/** The built window: a list of what there is, so that no address can ever become another path. */
import { readdir } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const pageName = 'index.html';

export type FoundWindowFile =
  | { readonly path: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly path: null; readonly status: 404 | 503; readonly words: string };

export class WindowFiles {
  readonly #directory: string;
  #names = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param address below the window's root; empty for the page itself */
  async find(address: string): Promise<FoundWindowFile> {
    const name = address === '' ? pageName : address;
    // A window that was built again has files of new names.
    if (name === pageName || this.#names.size === 0) this.#names = await namesBelow(this.#directory);
    const type = types[extname(name)];
    if (!this.#names.has(name) || type === undefined) {
      return name === pageName
        ? { path: null, status: 503, words: 'The window was not built.' }
        : { path: null, status: 404, words: 'There is no such page.' };
    }
    // The names of what the page loads carry their contents' hash.
    const cached = name.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
    return {
      path: join(this.#directory, name),
      headers: { 'Content-Type': type, 'Cache-Control': cached },
    };
  }
}

async function namesBelow(directory: string): Promise<Set<string>> {
  const entries = await readdir(directory, { recursive: true }).catch(() => []);
  return new Set(entries.map((name) => name.split(sep).join('/')).filter((name) => !name.endsWith('.map')));
}
