import { expect, it } from 'vitest';
import { pageHeaders } from './page-headers.ts';

const host = '192.168.1.20:47113';
const twin = 'https://192.168.1.20:47114';
const connects = (headers: Readonly<Record<string, string>>) =>
  /connect-src [^;]*/.exec(headers['Content-Security-Policy'] ?? '')?.[0];

it('lets the plain page reach its socket and its twin, and the twin its socket only', () => {
  expect(connects(pageHeaders('http', host, twin))).toBe(`connect-src 'self' ws://${host} ${twin}`);
  expect(connects(pageHeaders('http', host, null))).toBe(`connect-src 'self' ws://${host}`);
  expect(connects(pageHeaders('https', host, twin))).toBe(`connect-src 'self' wss://${host}`);
});

it('isolates the twin, and spares plain pages what browsers complain of there', () => {
  expect(pageHeaders('https', host, twin)['Cross-Origin-Opener-Policy']).toBe('same-origin');
  expect(pageHeaders('http', host, twin)).not.toHaveProperty('Cross-Origin-Opener-Policy');
});
