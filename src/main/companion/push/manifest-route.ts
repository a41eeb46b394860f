/**
 * The page's manifest, by which it becomes an app on the Home Screen. On iOS that app has a storage of its own, so
 * its start address can carry a single-use code; over plain HTTP it never does.
 */
import type { CompanionRoutes } from '../ports.ts';

export const manifestPath = '/app.webmanifest';

export function manifestRoute(): CompanionRoutes {
  return {
    async answer({ method, path, query, secure }, response) {
      if (path !== manifestPath) return false;
      const asked = query.get('code') ?? '';
      const code = secure && /^[A-Za-z0-9_-]{22}$/.test(asked) ? asked : null;
      const body = Buffer.from(JSON.stringify(manifest(code)));
      response.writeHead(200, {
        'content-type': 'application/manifest+json',
        'content-length': body.byteLength,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.end(method === 'HEAD' ? undefined : body);
      return true;
    },
  };
}

function manifest(code: string | null) {
  return {
    // The same app, whichever code it was installed with.
    id: '/',
    name: 'IrisVue Studio',
    short_name: 'IrisVue',
    start_url: code === null ? '/' : `/#c.${code}`,
    scope: '/',
    display: 'standalone',
    background_color: '#0c0d0f',
    theme_color: '#0c0d0f',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    ],
  };
}
