import { expect, it } from 'vitest';
import { checkAccess, newToken } from './access.ts';

const token = newToken();
const authority = '127.0.0.1:4000';
const origin = `http://${authority}`;
const check = (url: string, headers: Record<string, string> = {}, changes = false) =>
  checkAccess(url, { host: authority, ...headers }, changes, { token, authority });

it('lets in whoever has the link, and splits it', () => {
  expect(check(`/${token}/media/photo/1?x=2`)).toMatchObject({ granted: true, path: 'media/photo/1' });
  expect(check(`/${token}/`, { origin, 'sec-fetch-site': 'same-origin' })).toMatchObject({
    granted: true,
    path: '',
  });
  expect(check(`/${token}/`, { 'sec-fetch-site': 'none' })).toMatchObject({ granted: true });
  expect(check(`/${token}/import`, { origin }, true)).toMatchObject({ granted: true });
  const clicked = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
  expect(check(`/${token}/`, clicked)).toMatchObject({ granted: true });
});

it('makes another token each time, too long to guess', () => {
  expect(newToken()).not.toBe(token);
  expect(token).toMatch(/^[\w-]{43}$/);
});

it.each([
  ['no token', '/', {}, 404],
  ['a wrong token', '/wrong/', {}, 404],
  ['a token that is cut short', `/${token.slice(0, -1)}/`, {}, 404],
  ['a token that is longer', `/${token}x/`, {}, 404],
  ['the token elsewhere', `/media/${token}`, {}, 404],
  ['the token encoded', `/${encodeURIComponent(`${token}/`)}`, {}, 404],
  ['an address that is none', 'http://127.0.0.1:4000/', {}, 404],
  ['another name for this machine', `/${token}/`, { host: 'localhost:4000' }, 421],
  ['a name that was rebound', `/${token}/`, { host: 'evil.example:4000' }, 421],
  ['another port', `/${token}/`, { host: '127.0.0.1:4001' }, 421],
  ['another origin', `/${token}/`, { origin: 'http://evil.example' }, 403],
  ['the origin of another port', `/${token}/`, { origin: 'http://127.0.0.1:4001' }, 403],
  ['an opaque origin', `/${token}/`, { origin: 'null' }, 403],
  ['a picture in another page', `/${token}/media/x`, { 'sec-fetch-site': 'cross-site' }, 403],
  ['a page on another port', `/${token}/media/x`, { 'sec-fetch-site': 'same-site' }, 403],
])('refuses %s', (_, url, headers, status) => {
  expect(check(url, headers)).toEqual({ granted: false, status });
});

it('opens in no frame of another page', () => {
  const framed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' };
  expect(check(`/${token}/`, framed)).toEqual({ granted: false, status: 403 });
});

it('wants to be told where a change comes from', () => {
  expect(check(`/${token}/import`, {}, true)).toEqual({ granted: false, status: 403 });
});
