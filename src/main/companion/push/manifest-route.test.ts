import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { pageManifest } from '../../../contracts/companion/push-message.ts';
import { manifestRoute } from './manifest-route.ts';

const code = `${'Ab-_'.repeat(5)}xy`;

async function startUrl(query: string, secure: boolean): Promise<unknown> {
  const route = manifestRoute();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://studio');
    void route.answer(
      { method: 'GET', path: url.pathname, query: url.searchParams, secure, request },
      response,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/${query}`);
    expect(answer.headers.get('content-type')).toBe('application/manifest+json');
    return ((await answer.json()) as { start_url: unknown }).start_url;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

it('starts the Home Screen app with its single-use code, over HTTPS only', async () => {
  expect(await startUrl(pageManifest(code), true)).toBe(`/#c.${code}`);
  expect(await startUrl(pageManifest(code), false)).toBe('/');
  expect(await startUrl(pageManifest(null), true)).toBe('/');
  expect(await startUrl(`${pageManifest(null)}?code=${encodeURIComponent('"><script>')}`, true)).toBe('/');
});
