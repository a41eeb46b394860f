import { readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { sendFile, sendText } from './send-file.ts';

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

/** The built window: a list of what there is, so that no address can ever become another path. */
export class WindowFiles {
  readonly #directory: string;
  #names = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async send(response: ServerResponse, path: string, withBody: boolean): Promise<void> {
    const name = path === '' ? 'index.html' : path;
    // A window that was built again has files of new names.
    if (name === 'index.html' || this.#names.size === 0) this.#names = await namesBelow(this.#directory);
    const type = types[extname(name)];
    if (!this.#names.has(name) || type === undefined) {
      const isPage = name === 'index.html';
      sendText(response, isPage ? 503 : 404, isPage ? 'The window was not built.' : 'There is no such page.');
      return;
    }
    // The names of what the page loads carry their contents' hash.
    const cached = name.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
    const headers = { 'Content-Type': type, 'Cache-Control': cached };
    await sendFile(response, join(this.#directory, name), headers, withBody);
  }
}

async function namesBelow(directory: string): Promise<Set<string>> {
  const entries = await readdir(directory, { recursive: true }).catch(() => []);
  return new Set(entries.map((name) => name.split(sep).join('/')).filter((name) => !name.endsWith('.map')));
}
