import { safeHeaders } from '../../window/safe-headers.ts';

// Over plain HTTP browsers ignore it and complain of it on every load.
const { 'Cross-Origin-Opener-Policy': openerPolicy = '', ...headersOfPlainPages } = safeHeaders;

/**
 * On every answer to a phone.
 * @param host as the page was asked for: not every browser takes 'self' for sockets
 * @param twin origin of the HTTPS twin, which the plain page asks whether it is trusted; null while it is off
 */
export function pageHeaders(
  scheme: 'http' | 'https',
  host: string,
  twin: string | null,
): Readonly<Record<string, string>> {
  const isPlain = scheme === 'http';
  const reachable = [`${isPlain ? 'ws' : 'wss'}://${host}`, ...(isPlain && twin !== null ? [twin] : [])];
  return {
    ...headersOfPlainPages,
    ...(!isPlain && { 'Cross-Origin-Opener-Policy': openerPolicy }),
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob:",
      `connect-src 'self' ${reachable.join(' ')}`,
      "font-src 'self'",
      "manifest-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)',
  };
}
