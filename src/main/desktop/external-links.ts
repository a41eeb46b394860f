/** Where a click in the window may lead outside: pages of the licences and projects that Settings names. */
const allowedHosts: ReadonlySet<string> = new Set([
  'github.com',
  'opensource.org',
  'creativecommons.org',
  'spdx.org',
  'www.apache.org',
]);

/** The address as the system's browser will get it, or null where it may not be opened. */
export function externalLink(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '') return null;
  return allowedHosts.has(url.hostname) ? url.href : null;
}
