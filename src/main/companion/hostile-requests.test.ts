/** What strangers in the same network ask over HTTP. Nothing of it is accepted, and the studio goes on. */
import { describe, expect, it } from 'vitest';
import { openCarrier } from '../../transport/sealed/open-carrier.ts';
import { socketPath } from '../../transport/sealed/socket-path.ts';
import { studioAmongStrangers } from './testing/studio-among-strangers.ts';

describe('strangers', () => {
  const here = studioAmongStrangers();

  it.each([
    ['a name that was rebound to this machine', 'evil.example:PORT', 421],
    ['another name of the same machine', 'localhost:PORT', 421],
    ['no port', '127.0.0.1', 421],
    ['another port', '127.0.0.1:1', 421],
    ['the address as it is', '127.0.0.1:PORT', 200],
  ])('with %s as Host are told %#', async (_, name, expected) => {
    expect(await here.status('/', { host: name.replace('PORT', String(here.port())) })).toBe(expected);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/passwd',
    '/assets/page.js%00.html',
    '/library.db',
  ])('find nothing at %s', async (path) => {
    expect(await here.status(path, { host: here.host() })).toBe(404);
  });

  it('may not write, and see a page that may do little', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await here.status('/', { host: here.host() }, method)).toBe(405);
    const response = await fetch(here.studio.origin());
    expect(response.headers.get('set-cookie')).toBeNull();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ws://${here.host()};`);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['a foreign page', () => ({ origin: 'http://evil.example' })],
    ['a page of another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['HTTPS', () => ({ origin: `https://${here.host()}` })],
    ['no page at all', () => ({})],
    [
      'a rebound name',
      () => ({ host: `evil.example:${here.port()}`, origin: `http://evil.example:${here.port()}` }),
    ],
    ['an opaque page', () => ({ origin: 'null' })],
  ])('cannot open the socket from %s', async (_, headers) => {
    await expect(openCarrier(here.studio.origin(), { headers: headers() })).rejects.toMatchObject({
      code: 'connectionLost',
    });
    await here.stillServes();
  });

  it('cannot use polling, or an old protocol', async () => {
    const same = { host: here.host(), origin: here.studio.origin() };
    expect(await here.status(`${socketPath}/?EIO=4&transport=polling`, same)).toBe(400);
    expect(await here.status(`${socketPath}/?EIO=3&transport=websocket`, same)).toBe(400);
  });
});
