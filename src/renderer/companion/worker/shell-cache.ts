/**
 * The page's own files for the time without the studio: the page as it was seen last, and what that page names. The
 * network goes first for the page itself, so that a newer studio brings a newer page.
 */
const cacheName = 'shell';
const patienceMs = 2500;

/** Fetches the page and everything that it names, and forgets what an older page named. */
export async function keepShell(scope: string): Promise<void> {
  const response = await fetch(scope, { cache: 'no-store' });
  if (response.ok) await keepPage(response, scope);
}

async function keepPage(response: Response, scope: string): Promise<void> {
  const cache = await caches.open(cacheName);
  const named = namedFiles(await response.clone().text(), scope);
  await cache.put(scope, response);
  for (const address of named) if ((await cache.match(address)) === undefined) await cache.add(address);
  for (const request of await cache.keys()) {
    const isAsset = request.url.startsWith(new URL('assets/', scope).href);
    // Fonts are named by the stylesheet, not by the page.
    const isScriptOrStyle = /\.(?:js|css)$/.test(request.url);
    if (isAsset && isScriptOrStyle && !named.includes(request.url)) await cache.delete(request);
  }
}

/** Scripts, styles and icons in the page's text. */
export function namedFiles(page: string, scope: string): string[] {
  const names = [...page.matchAll(/(?:src|href)="(\.?\/?[\w./-]+\.(?:js|css|svg|png))"/g)];
  return [...new Set(names.map(([, name]) => new URL(name ?? '', scope).href))];
}

export function isShellRequest(request: Pick<Request, 'method' | 'url' | 'mode'>, scope: string): boolean {
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return false;
  return request.mode === 'navigate' ? isPage(request.url, scope) : isAsset(request.url, scope);
}

function isPage(url: string, scope: string): boolean {
  return url.split('#')[0] === scope;
}

function isAsset(url: string, scope: string): boolean {
  return url.startsWith(new URL('assets/', scope).href) || /\.(?:svg|png)$/.test(url);
}

export async function answerOffline(request: Request, scope: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  if (request.mode !== 'navigate') {
    const kept = await cache.match(request);
    if (kept !== undefined) return kept;
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  }
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
    if (response.ok) await keepPage(response.clone(), scope).catch(() => {});
    return response;
  } catch {
    return (await cache.match(scope)) ?? Response.error();
  }
}
