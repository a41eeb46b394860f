import { safeHeaders } from '../../window/safe-headers.ts';

/** On every answer to a phone. @param host as the page was asked for: not every browser takes 'self' for sockets */
export function pageHeaders(scheme: 'http' | 'https', host: string): Readonly<Record<string, string>> {
  const socket = `${scheme === 'https' ? 'wss' : 'ws'}://${host}`;
  return {
    ...safeHeaders,
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob:",
      `connect-src 'self' ${socket}`,
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
