/** How to take the certificate off a phone again: one plain page, which needs neither a script nor a pairing. */
import { createHash } from 'node:crypto';
import { escaped } from './configuration-profile.ts';

const style = `
:root { color-scheme: dark light; --ground: #0e0e10; --text: #eeeef0; --quiet: #b0b1b5; --line: #2e2f33; }
@media (prefers-color-scheme: light) {
  :root { --ground: #fafafb; --text: #1a1b1e; --quiet: #4c4d52; --line: #dedfe2; }
}
body { margin: 0 auto; max-width: 34rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 400 1.0625rem/1.5 "Inter Variable", system-ui, sans-serif; }
h1 { font-size: 1.625rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 0.75rem; }
h2 { font-size: 1.0625rem; margin: 2rem 0 0.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
p { margin: 0; color: var(--quiet); }
ol { margin: 0; padding-left: 1.25rem; }
li { margin: 0.5rem 0; }
strong { font-weight: 600; }
`;

/** For the page's policy: nothing but this very style. */
export const removalPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(style)
  .digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function removalPage(name: string): string {
  const shown = escaped(name);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Remove the studio’s certificate</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Remove the studio’s certificate</h1>
<p>Afterwards this phone is no longer told while the page is closed. Taking photos and looking at results stay as they are.</p>
<h2>iPhone and iPad</h2>
<ol>
<li>Open <strong>Settings</strong>, then <strong>General</strong>, then <strong>VPN &amp; Device Management</strong>.</li>
<li>Tap <strong>${shown}</strong>, then <strong>Remove Profile</strong>.</li>
</ol>
<h2>Android</h2>
<ol>
<li>Open <strong>Settings</strong> and search for <strong>user credentials</strong> or <strong>trusted credentials</strong>.</li>
<li>Under <strong>User</strong>, tap <strong>${shown}</strong>, then <strong>Remove</strong> or <strong>Turn off</strong>.</li>
</ol>
</main>
</body>
</html>
`;
}
