import { describe, expect, it } from 'vitest';
import { isShellRequest, namedFiles } from './shell-cache.ts';

const scope = 'https://192.168.1.20:47114/';

describe('the page kept for later', () => {
  it('takes along what the page names, and nothing of others', () => {
    const page = `<link rel="icon" href="./assets/icon-1.svg"><link rel="stylesheet" crossorigin href="./assets/a-1.css">
      <script type="module" src="./assets/a-1.js"></script><script src="https://elsewhere.example/x.js"></script>`;
    expect(namedFiles(page, scope)).toEqual([
      `${scope}assets/icon-1.svg`,
      `${scope}assets/a-1.css`,
      `${scope}assets/a-1.js`,
    ]);
  });

  const asks = (path: string, mode: RequestMode = 'cors', method = 'GET') =>
    isShellRequest({ url: new URL(path, scope).href, mode, method }, scope);

  it('answers for the page and its files only', () => {
    expect(asks('', 'navigate')).toBe(true);
    expect(asks('assets/a-1.js')).toBe(true);
    expect(asks('remove-certificate', 'navigate')).toBe(false);
    expect(asks('companion/?EIO=4')).toBe(false);
    expect(asks('app.webmanifest?code=x')).toBe(false);
    expect(asks('', 'navigate', 'POST')).toBe(false);
    expect(asks('https://elsewhere.example/assets/a.js')).toBe(false);
  });
});
