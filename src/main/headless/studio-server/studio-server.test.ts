import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { servedStudio } from './testing/served-studio.ts';

describe('the studio served to a browser', () => {
  const here = servedStudio();

  it('serves the window with headers that let it do nothing but its work', async () => {
    const page = await here.ask(here.at(''));
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(page.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(await here.ask(here.at('assets/main-1234.js'))).toMatchObject({ status: 200, body: 'export {}' });
    expect(await here.ask(here.link.pathname.slice(0, -1))).toMatchObject({ status: 308 });
  });

  it.each([
    'assets/main-1234.js.map',
    '../secret.js',
    'assets/../../secret.js',
    'assets/%2e%2e/%2e%2e/secret.js',
    'assets/..%2f..%2fsecret.js',
    'assets\\..\\..\\secret.js',
    '//etc/passwd',
    'media/thumbnail/../../data/library.db',
    'media/thumbnail/..%2f..%2flibrary.db',
    'media/result/library.db',
    'media/constructor/x',
    `media/thumbnail/${'g'.repeat(64)}`,
    'media/',
    'download/../library.db',
    `download/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`,
    'socket',
  ])('has nothing at %s', async (path) => {
    const answer = await here.ask(here.at(path));
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('is closed to whoever lacks the link, has it under another name, or comes from elsewhere', async () => {
    expect(await here.ask('/')).toMatchObject({ status: 404 });
    expect(await here.ask('/index.html')).toMatchObject({ status: 404 });
    expect(await here.ask(here.at(''), { headers: { host: `localhost:${here.link.port}` } })).toMatchObject({
      status: 421,
    });
    expect(await here.ask(here.at(''), { headers: { origin: 'https://evil.example' } })).toMatchObject({
      status: 403,
    });
    expect(await here.ask(here.at(''), { headers: { 'sec-fetch-site': 'cross-site' } })).toMatchObject({
      status: 403,
    });
    expect(await here.ask(here.at('import'), { method: 'POST', headers: { origin: 'null' } })).toMatchObject({
      status: 403,
    });
    expect(
      await here.ask(here.at('import'), { method: 'DELETE', headers: { origin: here.link.origin } }),
    ).toMatchObject({
      status: 405,
    });
  });

  it('listens to this machine only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outside) return;
    const socket = connect({ host: outside.address, port: Number(here.link.port) });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});
